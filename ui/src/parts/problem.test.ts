import { expect, it } from "vitest";
import { isSignedOut } from "./problem";

it("offers signing in for every way a sign-in ends, and for nothing else", () => {
	for (const code of ["salesforce-signed-out", "salesforce-session-ended", "salesforce-app-blocked"] as const)
		expect(isSignedOut(code), code).toBe(true);
	for (const code of ["salesforce-offline", "keychain-locked", "phone-unreachable"] as const)
		expect(isSignedOut(code), code).toBe(false);
});
