import { type ProblemCode, SIGNED_OUT_CODES } from "../bindings";

/** Whether what mends it ends with signing in to Salesforce. */
export function isSignedOut(code: ProblemCode): boolean {
	return SIGNED_OUT_CODES.includes(code);
}
