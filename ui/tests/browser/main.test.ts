import { describe, expect, it } from "vitest";
import { SETUPS } from "./setups";
import { button, element, press, pressButton, settled, show, showSettings, text } from "./show";

const names = () => [...document.querySelectorAll(".list .name")].map((one) => one.textContent);
const chosen = () => text(".row.selected .name");

describe("calls of today", () => {
	it("the live call is on top and green, its details open", async () => {
		await show("main-calls");
		expect(names()[0]).toBe("Henrik Aaltonen");
		expect(element(".list .row").classList).toContain("live");
		expect(text(".details h2")).toBe("Henrik Aaltonen");
	});

	it("each row names what its icons say", async () => {
		await show("main-calls");
		const marks = [...document.querySelectorAll(".list [role=img]")].map((one) =>
			one.getAttribute("aria-label"),
		);
		expect(marks.slice(0, 8)).toEqual([
			"Talking",
			"In progress",
			"Incoming call",
			"Written",
			"Missed call",
			"Written",
			"Outgoing call",
			"Waiting",
		]);
	});

	it("keys move in the list, letters jump, Enter opens the record", async () => {
		const host = await show("main-calls");
		element(".list").focus();
		await press("ArrowDown");
		expect(chosen()).toBe("Katharina Vogelsang");
		await press("End");
		expect(chosen()).toBe("Dr. Annegret Hollenstein-Baumgartner");
		await press("Home");
		await press("o");
		expect(chosen()).toBe("Oskar Lindgren");
		await press("Enter");
		expect(host.acts).toEqual([{ action: "open", call: 56 }]);
	});

	it("the filter and the segments narrow the list; Esc clears", async () => {
		await show("main-calls");
		await press("/");
		const field = element<HTMLInputElement>(".filter input");
		expect(document.activeElement).toBe(field);
		field.value = "zzz";
		field.dispatchEvent(new Event("input", { bubbles: true }));
		await settled();
		expect(text(".empty")).toContain("No call matches “zzz”.");
		await press("Escape");
		expect(names()).toHaveLength(13);
		element<HTMLInputElement>("input[value=missed]").click();
		await settled();
		expect(names()).toEqual(["030 23125 144"]);
	});

	it("details show entry, notes, why and course; Task opens", async () => {
		const host = await show("main-calls");
		element(".list").focus();
		await press("ArrowDown");
		await expect.poll(() => text(".details")).toContain("Answered incoming call from +494066969412");
		expect(text(".details")).toContain("Written 14:39");
		expect(text(".details")).toContain("Answered by you");
		await press("t");
		expect(host.acts).toEqual([{ action: "open_task", call: 59 }]);
	});

	it("a stuck entry says why and leads to its mending", async () => {
		const host = await show("main-calls");
		element(".list").focus();
		for (let i = 0; i < 6; i += 1) await press("ArrowDown");
		expect(chosen()).toBe("Priya Raghunathan");
		expect(text(".details")).toContain("Stuck: Salesforce refused the entry");
		expect(text(".details")).toContain("bad value for restricted picklist field");
		await press("y");
		expect(host.gone).toEqual(["pbx|812|54|2026-11-22"]);
	});

	it("an empty day says so", async () => {
		await show("main-empty");
		expect(text(".empty")).toBe("No calls yet today. They appear here as they ring.");
	});

	it("in a narrow window list and details take turns", async () => {
		await show("main-calls", { width: 620, height: 560 });
		const shown = (selector: string) => element(selector).getBoundingClientRect().width > 0;
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
		element(".list .row").click();
		await settled();
		expect([shown(".list-side"), shown(".details-side")]).toEqual([false, true]);
		await press("Escape");
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
	});

	it("below 1040 px the sidebar shows icons only, with their names kept", async () => {
		await show("main-calls", { width: 960 });
		expect(element("aside").getBoundingClientRect().width).toBe(48);
		expect(element("aside nav button").textContent).toContain("Calls");
	});
});

describe("keys of the window", () => {
	it("Ctrl 1, 5 and 6 change the view, Ctrl P pauses the pops", async () => {
		const host = await show("main-calls");
		await press("Control+5");
		expect(text("h1")).toBe("Health");
		await press("Control+6");
		expect(text("h1")).toBe("General");
		await press("Control+1");
		expect(text("h1")).toContain("Today");
		await press("Control+p");
		expect(host.acts).toEqual([{ action: "pause_pops" }]);
		expect(text("aside")).toContain("Pops paused");
		await press("Control+p");
		expect(host.acts.at(-1)).toEqual({ action: "resume_pops" });
	});

	it("? shows all keys in a dialog", async () => {
		await show("main-calls");
		await press("?");
		expect(element<HTMLDialogElement>("dialog").open).toBe(true);
		button("Close").click();
		await settled();
		expect(document.querySelector("dialog")).toBeNull();
	});
});

describe("health", () => {
	it("tells both connections, the keychain, the index and the API calls", async () => {
		await show("main-calls");
		await press("Control+5");
		const page = text(".health");
		expect(page).toContain("V20, extension 812, connected since 09:40");
		expect(page).toContain("nordwind.my.salesforce.com");
		expect(page).toContain("18,204 people");
		expect(page).toContain("41,980 of 115,000 used by the org");
		expect(page).toContain("Salesforce refused the entry.");
	});

	it("names each failure with its remedy, and signs in with Y", async () => {
		const host = await show("main-down", { lang: "de" });
		expect(text("aside")).toContain("3CX, keine Verbindung");
		await press("Control+5");
		const page = text(".health");
		expect(page).toContain("3CX antwortet nicht");
		expect(page).toContain("Prüfen Sie das Netz und die Adresse Ihrer 3CX.");
		expect(page).toContain("Sie sind von Salesforce abgemeldet");
		expect(page).toContain("Kein Schlüsselbund auf diesem Computer");
		await press("y");
		expect(host.acts).toEqual([{ action: "sign_in" }]);
	});
});

describe("checks", () => {
	const names = () => [...document.querySelectorAll(".findings li")].map((one) => one.textContent ?? "");

	it("run with Ctrl R: failed first, then warnings, and most that passed fold away", async () => {
		const host = await show("main-calls", { setup: "findings=faults" });
		await press("Control+5");
		expect(text(".checks")).toContain("Not run yet.");
		await press("Control+r");
		await settled();
		expect(host.setup.checks).toEqual(["all"]);
		expect(text("header")).toContain("Checked 14:52");
		expect(text(".left")).toContain("8 of 12 passed");
		expect(
			names()
				.slice(0, 4)
				.map((one) => one.trim().split(/\s*:/)[0]),
		).toEqual(["Own extension", "Salesforce data", "Names from 3CX", "Live events Not checked"]);
		expect(names()).toHaveLength(4 + 3 + 1);
		await pressButton("5 more passed");
		expect(names()).toHaveLength(12 + 1);
		expect(text(".findings .more button")).toBe("5 more passed");
	});

	it("each failure says what, why it matters, and the remedy", async () => {
		await show("main-calls", { setup: "findings=faults" });
		await press("Control+5");
		await press("Control+r");
		expect(names()[0]).toContain("Your extension is not monitored by this API client");
		expect(names()[0]).toContain("Only calls of monitored extensions are told.");
		expect(names()[0]).toContain("Add your extension to the client’s extensions");
	});

	it("the result stays while the window lives, and is kept while newer is fetched", async () => {
		const host = await show("main-calls");
		await press("Control+5");
		await press("Control+r");
		await press("Control+1");
		await press("Control+5");
		expect(text(".left")).toContain("12 of 12 passed");
		host.setup.findings = null;
		await pressButton("Run checks");
		expect(button("Run checks").getAttribute("aria-busy")).toBe("true");
		expect(text(".left")).toContain("12 of 12 passed");
		await press("Control+r");
		expect(host.setup.checks).toEqual(["all", "all"]);
	});

	it("no answer is said", async () => {
		const host = await show("main-calls");
		host.setup.checkFails = true;
		await press("Control+5");
		await press("Control+r");
		expect(text(".checks")).toBe("The checks gave no answer. Run them again.");
	});

	it("counts know one and many, digits stay digits", async () => {
		const host = await show("main-calls", { setup: "findings=passed" });
		host.setup.findings = [
			{ check: "index", verdict: "passed", facts: { people: "1", days: "0" }, problem: null },
			{ check: "phone-own-extension", verdict: "passed", facts: { detail: "1812" }, problem: null },
		];
		await press("Control+5");
		await press("Control+r");
		expect(names()[0]).toContain("1 person, read today");
		expect(names()[1]).toContain("1812 is monitored");
	});

	it("a keychain that does not answer can be asked again", async () => {
		const host = await show("main-down");
		await press("Control+5");
		host.setup.keychain = { code: "keychain-locked", detail: null };
		await pressButton("Retry");
		expect(host.setup.keychainRetries).toBe(1);
		expect(text(".still")).toContain("The keychain is locked. Unlock it");
	});

	it("what is not set up leads to its settings", async () => {
		const host = await show("main-calls", { setup: "sign_in=out" });
		host.change((view) => {
			view.health.salesforce = {
				link: "down",
				since_ms: 1,
				problem: { code: "salesforce-not-configured", detail: null },
			};
		});
		await press("Control+5");
		await pressButton("Set up");
		expect(text("h1")).toBe("Salesforce");
	});
});

/** Words and controls that are wider than their place, and pages wider than the window. */
function cutOff(): string[] {
	const wide = [
		...document.querySelectorAll<HTMLElement>(
			".button, kbd, label, .label, .tabs button, .sections button, .segments, h1, .hint, .error, .bar, .words, code",
		),
	]
		.filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
		.map((one) => `cut: ${one.className} ${one.textContent?.trim()}`);
	const frame = element(".work").getBoundingClientRect();
	const outside = [...document.querySelectorAll<HTMLElement>(".form *, .help *, .bar *")]
		.filter((one) => !one.matches(".visually-hidden, .visually-hidden *, .reserve, .reserve *"))
		.filter((one) => one.getBoundingClientRect().right > frame.right + 1)
		.map((one) => `outside: ${one.tagName} ${one.className} ${one.textContent?.trim()}`);
	return [...wide, ...outside];
}

describe.each([
	{ at: "880 × 560", look: { width: 880, height: 560 } },
	{ at: "1120 × 760", look: {} },
	{ at: "200 %", look: { zoom: 2 } },
	{ at: "880 × 560 at 200 %", look: { width: 880, height: 560, zoom: 2 } },
])("settings in German at $at cut nothing off", ({ look }) => {
	it.each(SETUPS)("$name", async ({ section, setup, doing }) => {
		await showSettings(section, { lang: "de", setup, ...look });
		await doing?.();
		expect(cutOff()).toEqual([]);
	});
});

it.each(["main-calls", "main-down", "main-empty"])(
	"%s: German at 200 %% cuts no button and no key",
	async (name) => {
		await show(name, { lang: "de", zoom: 2 });
		for (const page of ["1", "5", "6"]) {
			await press(`Control+${page}`);
			const cut = [...document.querySelectorAll<HTMLElement>(".button, kbd, .time, .seconds")]
				.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
				.map((one) => one.textContent);
			expect(cut).toEqual([]);
			expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1120);
		}
	},
);
