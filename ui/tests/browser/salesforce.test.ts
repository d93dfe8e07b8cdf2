import { describe, expect, it } from "vitest";
import type { SignInView } from "../../src/bindings";
import { button, choose, element, press, pressButton, settled, showSettings, text, type } from "./show";

const KEY = "#field-salesforce-consumer_key";
const HOST = "#field-salesforce-login_address";
const FRESH = "settings=fresh&sign_in=out";
const value = (selector: string) => element<HTMLInputElement>(selector).value;
const said = () => text("[role=status][aria-live=polite]");
const segment = () => element<HTMLInputElement>(".segments input:checked").value;
const become = (host: Awaited<ReturnType<typeof showSettings>>, signIn: SignInView) => {
	host.change((view) => {
		view.setup.sign_in = signIn;
	});
	return settled();
};

describe("before Authorize", () => {
	it("tells what Salesforce has to know, to be copied", async () => {
		const host = await showSettings("salesforce", { setup: FRESH });
		const copies = [...document.querySelectorAll<HTMLElement>(".form [aria-label^=Copy]")];
		expect(copies.map((one) => one.getAttribute("aria-label"))).toEqual(["Copy Callback URL", "Copy Scopes"]);
		for (const one of copies) one.click();
		await settled();
		expect(host.copied).toEqual(["http://localhost:47113/api/oauth2crm", "api refresh_token openid"]);
		expect(text(".copyable")).toContain("Copied");
	});

	it("asks for the Consumer Key where it is missing, and goes there", async () => {
		const host = await showSettings("salesforce", { setup: FRESH });
		await pressButton("Authorize");
		expect(document.activeElement).toBe(element(KEY));
		expect(text(`${KEY}-error`)).toBe("This is needed to authorize.");
		expect(host.acts).toEqual([]);
	});

	it("saves first, then opens the browser: Ctrl Enter", async () => {
		const host = await showSettings("salesforce", { setup: FRESH });
		await type(KEY, "3MVG9");
		await press("Control+Enter");
		await settled();
		expect(host.setup.changes).toEqual([{ values: { "salesforce.consumer_key": "3MVG9" }, secrets: {} }]);
		expect(host.acts).toEqual([{ action: "sign_in" }]);
		expect(said()).toBe("Waiting for the browser");
		expect(button("Authorize").getAttribute("aria-busy")).toBe("true");
	});

	it("a refused field keeps the browser shut", async () => {
		const host = await showSettings("salesforce", { setup: FRESH });
		await type(KEY, "3MVG9");
		element("input[value=my_domain]").click();
		await settled();
		await pressButton("Authorize");
		await settled();
		expect(host.acts).toEqual([]);
		expect(document.activeElement).toBe(element(HOST));
		expect(text(`${HOST}-error`)).toContain("Not an address.");
	});

	it("is the only filled button, also with changes", async () => {
		await showSettings("salesforce", { setup: FRESH });
		await type(KEY, "3MVG9");
		expect([...document.querySelectorAll(".filled .label")].map((one) => one.textContent)).toEqual([
			"Authorize",
		]);
		await choose("pop");
		expect([...document.querySelectorAll(".filled .label")].map((one) => one.textContent)).toEqual(["Save"]);
	});

	it("the guide is one press away, tabs and steps by keys", async () => {
		const host = await showSettings("salesforce", { setup: FRESH });
		await pressButton("Step by step");
		expect(document.activeElement).toBe(element("#guide"));
		expect(text(".help")).toContain("“Distribution State”: “Local”");
		expect(text(".help")).toContain("Perform requests at any time (refresh_token, offline_access)");
		expect(document.querySelectorAll(".help ol > li")).toHaveLength(7);
		element("#guide-tabs-eca").focus();
		await press("ArrowRight");
		expect(document.activeElement).toBe(element("#guide-tabs-app"));
		expect(text(".help")).toContain("All users may self-authorize");
		expect(text(".help")).toContain("up to 10 minutes");
		element<HTMLElement>(".help [aria-label='Copy Callback URL']").click();
		await settled();
		expect(host.copied).toEqual(["http://localhost:47113/api/oauth2crm"]);
	});
});

describe("login host", () => {
	it("Production and Sandbox are one press; a My Domain is typed", async () => {
		const host = await showSettings("salesforce", { setup: FRESH });
		expect(segment()).toBe("production");
		expect(document.querySelector(HOST)).toBeNull();
		element("input[value=sandbox]").click();
		await settled();
		await press("Control+s");
		element("input[value=my_domain]").click();
		await settled();
		await type(HOST, "acme.my.salesforce.com");
		await press("Control+s");
		expect(host.setup.changes.map((change) => change.values["salesforce.login_address"])).toEqual([
			"https://test.salesforce.com",
			"https://acme.my.salesforce.com",
		]);
	});

	it("a pasted Lightning address is shown cleaned after saving", async () => {
		await showSettings("salesforce");
		await type(HOST, "https://acme.lightning.force.com/lightning/setup/SetupOneHome/home");
		expect(value(HOST)).toBe("https://acme.lightning.force.com/lightning/setup/SetupOneHome/home");
		element(KEY).focus();
		await press("Control+s");
		expect(value(HOST)).toBe("acme.my.salesforce.com");
	});

	it("a look at the other segments does not lose the My Domain", async () => {
		await showSettings("salesforce");
		expect([segment(), value(HOST)]).toEqual(["my_domain", "nordwind.my.salesforce.com"]);
		element("input[value=production]").click();
		await settled();
		element("input[value=my_domain]").click();
		await settled();
		expect(value(HOST)).toBe("nordwind.my.salesforce.com");
		expect(document.querySelector(".bar")).toBeNull();
	});
});

describe("while the browser is open", () => {
	it.each(["Escape", "button"])("can be stopped: %s", async (how) => {
		const host = await showSettings("salesforce", { setup: "sign_in=waiting" });
		expect(text(".authorize")).toContain("Waiting for the browser");
		if (how === "button") await pressButton("Cancel");
		else await press("Escape");
		expect(host.acts).toEqual([{ action: "stop_sign_in" }]);
		expect(document.activeElement).toBe(button("Authorize"));
	});

	it("a second press asks for nothing", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=waiting" });
		await pressButton("Authorize");
		await press("Control+Enter");
		expect(host.acts).toEqual([]);
	});

	it("a refusal says what, Salesforce's own words, and what to do", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=waiting" });
		element(".authorize button").focus();
		await become(host, {
			sign_in: "signed_out",
			problem: {
				code: "salesforce-app-blocked",
				detail: "this app is blocked by admin",
			},
		});
		expect(text(".banner")).toBe(
			"A Salesforce admin has blocked this app this app is blocked by adminAn admin opens Setup > Connected Apps OAuth Usage and clicks Unblock beside the app.",
		);
		expect(said()).toBe("A Salesforce admin has blocked this app");
		expect(document.activeElement).toBe(button("Authorize"));
	});

	it("signed in: the focus is on who it is", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=waiting" });
		element(".authorize button").focus();
		await become(host, { sign_in: "signed_in", account: null });
		expect(said()).toBe("Signed in");
		expect(document.activeElement).toBe(element(".account"));
		expect(text(".account")).toContain("Reading who you are…");
	});

	it.each([
		["phone", "#field-phone-email"],
		["salesforce", KEY],
	] as const)("who types in a field of %s keeps the focus", async (section, field) => {
		const host = await showSettings(section, { setup: "sign_in=waiting" });
		element(field).focus();
		await become(host, { sign_in: "signed_in", account: null });
		expect(document.activeElement).toBe(element(field));
	});

	it("a refusal before any browser opened is said as well", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=out" });
		await become(host, {
			sign_in: "signed_out",
			problem: { code: "sign-in-port-busy", detail: "47113" },
		});
		expect(said()).toBe("Another program uses port 47113");
		// Named once: the sentence says it already.
		expect(text(".banner").match(/47113/g)).toHaveLength(1);
	});

	it("in a low window each outcome comes into sight", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=out", width: 880, height: 560 });
		const seen = (selector: string) => {
			const { top, bottom } = element(selector).getBoundingClientRect();
			return top >= 0 && bottom <= 530;
		};
		element(".authorize button").focus();
		await become(host, { sign_in: "waiting" });
		expect(seen(".authorize")).toBe(true);
		await become(host, { sign_in: "signed_out", problem: { code: "salesforce-app-blocked", detail: null } });
		expect(seen(".banner")).toBe(true);
		await become(host, { sign_in: "waiting" });
		await become(host, { sign_in: "signed_in", account: null });
		expect(seen(".account")).toBe(true);
	});

	it("stopping moves nothing but the words", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=out" });
		const top = () => button("Authorize").getBoundingClientRect().top;
		const before = top();
		await become(host, { sign_in: "waiting" });
		expect(top()).toBe(before);
	});
});

describe("signed in", () => {
	it("tells who, where, since when, and that a token is kept, never the token", async () => {
		await showSettings("salesforce", { setup: "sign_in=in" });
		expect(text(".account")).toContain("Signed in as Mara Lindqvist");
		expect(text(".account")).toContain("mara.lindqvist@nordwind.example Nordwind GmbH · Production");
		expect(text(".form")).toContain(
			"A refresh token is kept in this computer’s keychain since 3 Nov 2026. It is never shown.",
		);
		expect(text(".granted")).toBe("granted");
		expect(document.querySelector(".authorize")).toBeNull();
	});

	it("in German", async () => {
		await showSettings("salesforce", { setup: "sign_in=in", lang: "de" });
		expect(text(".form")).toContain(
			"Ein Aktualisierungstoken liegt seit 3. Nov. 2026 im Schlüsselbund dieses Computers.",
		);
	});

	it("names scopes that are missing, a sandbox, and a token that a restart forgets", async () => {
		await showSettings("salesforce", { setup: "sign_in=sandbox&settings=memory" });
		expect(text(".account")).toContain("Sandbox");
		expect(text(".missing")).toContain("Not granted: refresh_token, openid.");
		expect(text(".memory")).toContain("in memory only");
		expect(document.querySelector(".granted")).toBeNull();
	});

	it("another key or host warns that it signs out", async () => {
		await showSettings("salesforce", { setup: "sign_in=in" });
		await type(KEY, "other");
		expect(text(`${KEY}-warning`)).toBe("Saving this signs you out of the org.");
		expect(element(KEY).getAttribute("aria-describedby")).toContain("-warning");
		expect(document.querySelector(`${HOST}-warning`)).toBeNull();
	});

	it("signing out is asked once, says what happens, and can be left with Esc", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=in" });
		await pressButton("Sign out");
		expect(text("dialog")).toContain("People from the org are wiped from this computer.");
		expect(text("dialog")).toContain("3 entries that are not written yet wait here");
		element<HTMLDialogElement>("dialog").close();
		await settled();
		expect(document.querySelector("dialog")).toBeNull();
		expect(host.acts).toEqual([]);
		expect(document.activeElement).toBe(button("Sign out"));
		await pressButton("Sign out");
		element<HTMLElement>("dialog .danger").click();
		await settled();
		expect(host.acts).toEqual([{ action: "sign_out" }]);
		expect(said()).toBe("Signed out");
		expect(document.activeElement).toBe(button("Authorize"));
	});

	it("rights are checked when asked, with what is wrong on top", async () => {
		const host = await showSettings("salesforce", { setup: "sign_in=in&findings=faults" });
		await pressButton("Check");
		expect(host.setup.checks).toEqual(["salesforce"]);
		expect(text(".findings li")).toContain("Salesforce data: This Salesforce edition has no API");
		expect(text(".findings li")).toContain("The REST API is not enabled for this Organization.");
		expect(button("Check again")).toBeTruthy();
	});
});

it("hostile names are text and nothing else", async () => {
	await showSettings("salesforce", { setup: "sign_in=hostile" });
	expect(text(".account")).toContain("<img src=x onerror=alert(1)>");
	expect(document.querySelectorAll(".form img, .form script, .form b")).toHaveLength(0);
});
