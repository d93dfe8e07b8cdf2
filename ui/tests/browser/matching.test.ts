import { describe, expect, it } from "vitest";
import {
	button,
	element,
	type Look,
	press,
	pressButton,
	settled,
	show,
	showSettings,
	text,
	type,
} from "./show";

const RULES = "settings=matching";
const NUMBER = "0049 40 / 66969 412";
const region = "#field-matching-default_region";
const find = (at: number) => element<HTMLInputElement>(`#field-matching-rules-${at}-find`);
const said = () => text("[role=status][aria-live=polite]");
const bar = () => document.querySelector(".bar");
const objects = () =>
	[...document.querySelectorAll("#field-matching-objects li")].map((row) =>
		row.textContent?.trim().replace(/^\d\s*/, ""),
	);
const finds = () =>
	[...document.querySelectorAll<HTMLInputElement>(".rules .code:not(.replace)")].map((one) => one.value);
const handle = (name: string) => element<HTMLButtonElement>(`[aria-label^="Move ${name}"]`);
const last = <T>(list: readonly T[]): T => {
	const one = list.at(-1);
	if (one === undefined) throw new Error("nothing there");
	return one;
};

describe("strategy", () => {
	it("is one of two cards; digits are counted between 5 and 15", async () => {
		const host = await showSettings("matching");
		element("[aria-label='More digits']").click();
		await settled();
		const count = element<HTMLInputElement>("[role=spinbutton]");
		expect(count.value).toBe("8");
		count.focus();
		await press("End");
		expect(count.value).toBe("15");
		expect(element<HTMLButtonElement>("[aria-label='More digits']").disabled).toBe(true);
		await press("ArrowDown");
		await press("Control+s");
		expect(last(host.setup.changes).values).toEqual({ "matching.strategy.digits": 14 });
	});

	it("exact says so, and coming back brings the digits", async () => {
		const host = await showSettings("matching");
		element("#field-matching-strategy-exact").click();
		await settled();
		await press("Control+s");
		expect(last(host.setup.changes).values).toEqual({ "matching.strategy.strategy": "exact" });
		element("[aria-label='Fewer digits']").click();
		await settled();
		expect(element<HTMLInputElement>("#field-matching-strategy-last").checked).toBe(true);
		await press("Control+s");
		expect(last(host.setup.changes).values).toEqual({
			"matching.strategy.strategy": "last_digits",
			"matching.strategy.digits": 6,
		});
	});

	it("digits the engine does not take are refused beside the cards", async () => {
		const host = await showSettings("matching");
		host.setup.refusal = [
			{ field: "matching.strategy", error: "out-of-range", detail: null, min: 5, max: 15 },
		];
		await type("[role=spinbutton]", "3");
		await press("Control+s");
		expect(text(".strategy .error")).toBe("Enter a number from 5 to 15.");
		expect(document.activeElement).toBe(element("[role=spinbutton]"));
		element("[aria-label='More digits']").click();
		await settled();
		expect(document.querySelector(".strategy .error")).toBeNull();
	});
});

describe("default region", () => {
	it.each([
		["schweiz", "de", "Schweiz (+41)"],
		["switz", "en", "Switzerland (+41)"],
		["+41", "en", "Switzerland (+41)"],
		["ch", "en", "Switzerland (+41)"],
		["osterreich", "de", "Österreich (+43)"],
	] as const)("%s in %s finds %s", async (typed, lang, label) => {
		const host = await showSettings("matching", { lang });
		await type(region, typed);
		expect(text("[role=option]")).toBe(label);
		await press("Enter");
		expect(element<HTMLInputElement>(region).value).toBe(label);
		expect(element(region).getAttribute("aria-expanded")).toBe("false");
		await press("Control+s");
		expect(last(host.setup.changes).values["matching.default_region"]).toMatch(/^(CH|AT)$/);
	});

	it("is walked with arrows; Esc closes the list and keeps both the region and unsaved changes", async () => {
		await showSettings("matching");
		element("#field-matching-strategy-exact").click();
		const input = element<HTMLInputElement>(region);
		input.focus();
		await press("ArrowDown");
		const active = () => text(`#${input.getAttribute("aria-activedescendant")}`);
		expect(active()).toBe("Germany (+49)");
		await press("ArrowDown");
		expect(active()).toBe("Switzerland (+41)");
		await press("Escape");
		expect(input.value).toBe("Germany (+49)");
		expect(text(".bar")).toContain("1 change");
		await type(region, "zz");
		expect(text(".popup")).toBe("No country matches “zz”.");
	});

	it("another one warns that the index is read anew", async () => {
		await showSettings("matching");
		await type(region, "gb");
		await press("Enter");
		expect(text(`${region}-warning`)).toContain("its numbers were read for Germany");
	});
});

describe("order", () => {
	it("is changed by Alt and an arrow, keeps the focus and is said", async () => {
		const host = await showSettings("matching");
		handle("Account").focus();
		await press("Alt+ArrowUp");
		expect(objects()).toEqual(["Contact", "Account", "Lead", "Person Account", "User"]);
		expect(said()).toBe("Account, 2 of 5");
		expect(document.activeElement).toBe(handle("Account"));
		await press("Alt+ArrowUp");
		await press("Alt+ArrowUp");
		expect(said()).toBe("Account, 1 of 5");
		await press("Control+s");
		const order = ["account", "contact", "lead", "person_account", "user"];
		expect(last(host.setup.changes).values).toEqual({ "matching.objects": order });
	});

	it("back where it was is no change", async () => {
		await showSettings("matching");
		handle("Lead").focus();
		await press("Alt+ArrowDown");
		expect(text(".bar")).toContain("1 change");
		await press("Alt+ArrowUp");
		expect(bar()).toBeNull();
	});

	it("is changed with the pointer as well", async () => {
		await showSettings("matching", { setup: RULES });
		const rows = () => [...document.querySelectorAll(".rules li")];
		const grip = handle("One zero too many");
		const target = rows()[2]?.getBoundingClientRect();
		if (target === undefined) throw new Error("no third rule");
		grip.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
		window.dispatchEvent(new PointerEvent("pointermove", { clientY: target.top + target.height * 0.9 }));
		await settled();
		window.dispatchEvent(new PointerEvent("pointerup"));
		expect(finds()).toEqual(["^9(0)", "\\s*/\\s*", "^\\+?0?049"]);
		window.dispatchEvent(new PointerEvent("pointermove", { clientY: 0 }));
		await settled();
		expect(finds()[2]).toBe("^\\+?0?049");
	});
});

describe("reformatting rules", () => {
	it("are shown in the engine's parts and written back as they stand", async () => {
		const host = await showSettings("matching", { setup: RULES });
		expect(finds()).toEqual(["^\\+?0?049", "^9(0)", "\\s*/\\s*"]);
		const on = () =>
			[...document.querySelectorAll<HTMLInputElement>(".rules [role=switch]")].map((one) => one.checked);
		expect(on()).toEqual([true, false, true]);
		expect(bar()).toBeNull();
		element("#field-matching-rules-1-on").click();
		await settled();
		await type(".rules li:nth-child(3) .replace", "-");
		await press("Control+s");
		expect(last(host.setup.changes).values).toEqual({
			"matching.rules": [
				"One zero too many :: ^\\+?0?049 => +49",
				"Outside line 9 :: ^9(0) => $1",
				"Slash :: \\s*/\\s* => -",
			],
		});
		expect(finds()).toHaveLength(3);
		expect(bar()).toBeNull();
	});

	it("a new one takes the focus, and says what is missing only when it is saved", async () => {
		const host = await showSettings("matching");
		expect(text(".rules")).toContain("Numbers are read as they arrive");
		await pressButton("Add rule");
		expect((document.activeElement as HTMLElement).getAttribute("aria-label")).toBe("Rule 1: name");
		expect(bar()).toBeNull();
		await type("#field-matching-rules-0-name", "Outside line");
		expect(document.querySelector(".rules .error")).toBeNull();
		await press("Control+s");
		expect(text(".rules .error")).toBe("Enter what to find.");
		expect(document.activeElement).toBe(find(0));
		await type("#field-matching-rules-0-find", "^9");
		expect(document.querySelector(".rules .error")).toBeNull();
		await press("Control+s");
		expect(last(host.setup.changes).values).toEqual({ "matching.rules": ["Outside line :: ^9 =>"] });
	});

	it("an error stands beside its rule and is read with it", async () => {
		await showSettings("matching", { setup: RULES });
		await type("#field-matching-rules-1-find", "^(9");
		const error = element(`#${find(1).getAttribute("aria-describedby")}`);
		expect(error.textContent?.trim()).toBe("Not a regular expression: unclosed group");
		expect(find(0).hasAttribute("aria-invalid")).toBe(false);
		expect(find(1).getAttribute("aria-invalid")).toBe("true");
		await press("Control+s");
		expect(document.activeElement).toBe(find(1));
	});

	it("what would be read as another rule is told, not changed", async () => {
		await showSettings("matching", { setup: RULES });
		await type("#field-matching-rules-0-find", "a => b");
		expect(text(".rules .error")).toContain("A rule cannot be written like this");
		expect(find(0).value).toBe("a => b");
	});

	it("moves with the keyboard, and is deleted with the focus on the next", async () => {
		await showSettings("matching", { setup: RULES });
		handle("Slash").focus();
		await press("Alt+ArrowUp");
		expect(finds()).toEqual(["^\\+?0?049", "\\s*/\\s*", "^9(0)"]);
		expect(said()).toBe("Slash, 2 of 3");
		element("[aria-label='Rule 2: delete']").click();
		await settled();
		expect(finds()).toEqual(["^\\+?0?049", "^9(0)"]);
		expect(said()).toBe("Rule 2 deleted");
		expect(document.activeElement).toBe(element("[aria-label='Rule 2: delete']"));
		for (const _ of finds()) {
			element("[aria-label='Rule 1: delete']").click();
			await settled();
		}
		expect(document.activeElement).toBe(button("Add rule"));
	});

	it("Discard brings the saved ones back", async () => {
		await showSettings("matching", { setup: RULES });
		element("[aria-label='Rule 1: delete']").click();
		await settled();
		await press("Escape");
		expect(finds()).toEqual(["^\\+?0?049", "^9(0)", "\\s*/\\s*"]);
		await pressButton("Undo");
		expect(finds()).toEqual(["^9(0)", "\\s*/\\s*"]);
	});
});

describe("test box", () => {
	const fact = (label: string) => {
		const term = [...document.querySelectorAll(".help dt")].find((one) => one.textContent?.trim() === label);
		return term?.nextElementSibling?.textContent?.trim();
	};

	it("tries what is typed at once, on this computer, with what is not saved", async () => {
		const host = await showSettings("matching", { setup: RULES });
		expect(host.setup.matching.tries).toEqual([]);
		await type("#tried", NUMBER);
		expect(host.setup.matching.tries).toEqual([{ raw: NUMBER, values: {}, ask: false }]);
		expect(fact("As received")).toBe(NUMBER);
		expect(fact("One zero too many")).toBe("+49 40 / 66969 412");
		expect(fact("Outside line 9")).toBe("switched off");
		expect(fact("Read as")).toBe("+49 40 66969412");
		expect(fact("Place")).toBe("Germany · 14:52");
		const rows = [...document.querySelectorAll(".help li")].map((row) =>
			row.textContent?.replace(/\s+/g, " "),
		);
		expect(rows[0]).toContain("Katharina Vogelsang");
		expect(rows[0]).toContain("Business Phone, exact");
		expect(rows[1]).toContain("Phone, last 7 digits");
		expect(rows[1]).toContain("This computer, read 14:03");
		expect([...document.querySelectorAll(".help mark")].map((one) => one.textContent)).toEqual([
			"+49 40 66969412",
			"6969412",
		]);
		expect(text(".help .said")).toBe(
			"Result 1 pops. Exact beats last 7 digits, so the others are only offered under “Someone else”.",
		);
		await type("#field-matching-rules-0-find", "^00");
		expect(last(host.setup.matching.tries).values).toEqual({
			"matching.rules": [
				"One zero too many :: ^00 => +49",
				"off :: Outside line 9 :: ^9(0) => $1",
				"Slash :: \\s*/\\s* =>",
			],
		});
		expect(host.setup.changes).toEqual([]);
	});

	it("asks Salesforce when told to, by button or Enter, and says what it took", async () => {
		const host = await showSettings("matching");
		await type("#tried", NUMBER);
		expect(text(".help")).toContain("From the index on this computer, no API call.");
		await pressButton("Ask Salesforce");
		expect(host.setup.matching.tries.map((one) => one.ask)).toEqual([false, true]);
		expect(text(".help")).toContain("Asked Salesforce: 1 API call.");
		await type("#tried", `${NUMBER}1`);
		expect(last(host.setup.matching.tries).ask).toBe(false);
		element<HTMLFormElement>(".help form").requestSubmit();
		await settled();
		expect(last(host.setup.matching.tries)).toMatchObject({ raw: `${NUMBER}1`, ask: true });
	});

	it("an answer that comes late does not replace a newer one", async () => {
		const host = await showSettings("matching");
		let release: () => void = () => undefined;
		host.setup.matching.held = new Promise((done) => (release = done));
		await type("#tried", "1");
		host.setup.matching.held = null;
		host.setup.matching.tried = { ...host.setup.matching.tried, ...{ read: "+49 1" } } as never;
		await type("#tried", "2");
		expect(fact("Read as")).toBe("+49 1");
		release();
		await settled();
		expect(fact("Read as")).toBe("+49 1");
	});

	it.each([
		["only", "Result 1 pops. Only it has the whole number."],
		["only-last", "Result 1 pops. Nobody else has these last 7 digits."],
		["shared", "The whole number is shared. Nobody pops alone: the agent chooses."],
		["equal", "Equal rank. Nobody pops alone: the agent chooses."],
		["remembered", "Tobias Krahl was chosen for this number before, and is preselected."],
		["nobody", "Nobody known on this computer has this number."],
		["nobody-salesforce", "Nobody in Salesforce has this number."],
	])("%s: %s", async (tried, reason) => {
		await showSettings("matching", { setup: `tried=${tried}` });
		await type("#tried", "x");
		expect(text(".help .said")).toBe(reason);
		if (tried === "remembered") expect(text(".help li:nth-child(2)")).toContain("last chosen");
		if (tried === "shared") expect(text(".help")).toContain("and 2 more");
		if (tried === "only-last") expect(text(".help")).toContain("Ask Salesforce to find everybody");
	});

	it.each([
		["withheld", "Number withheld"],
		["internal", "Internal number · 204"],
		["unreadable", "No number in it"],
	])("%s is read as %s, and nobody is asked", async (tried, read) => {
		await showSettings("matching", { setup: `tried=${tried}` });
		await type("#tried", "x");
		expect(fact("Read as")).toBe(read);
		expect(text(".help")).toContain("This number is not looked up in Salesforce.");
		expect(document.querySelector(".help .ask")).toBeNull();
	});

	it("says what is wrong with the settings, with Salesforce, or that nobody answers", async () => {
		await showSettings("matching", { setup: "tried=refused" });
		await type("#tried", "x");
		expect(text(".help .trouble")).toContain("Strategy: Enter a number from 5 to 15.");
	});

	it("a failed question says why and can be asked again", async () => {
		const host = await showSettings("matching", { setup: "tried=failed" });
		await type("#tried", "x");
		expect(text(".help .trouble")).toContain("You are signed out of Salesforce. Sign in again.");
		expect(button("Ask Salesforce").disabled).toBe(false);
		host.setup.matching.tryFails = true;
		await type("#tried", "xy");
		expect(text(".help .trouble")).toBe("Ringside does not answer");
	});

	it("shows a hostile name as text", async () => {
		await showSettings("matching", { setup: "tried=equal" });
		await type("#tried", "x");
		expect(text(".help")).toContain("<img src=x onerror=alert(1)>");
		expect(document.querySelector(".help img")).toBeNull();
	});
});

describe("remembered choices", () => {
	it("are listed, and forgotten one by one after a question", async () => {
		const host = await showSettings("matching");
		const rows = () =>
			[...document.querySelectorAll("[aria-labelledby=choices] li")].map((one) =>
				one.textContent?.replace(/\s+/g, " ").trim(),
			);
		expect(rows()[0]).toContain("030 23125100");
		expect(rows()[0]).toContain("Miriam Brandt");
		expect(rows()[1]).toContain("Not known on this computer any more");
		expect(rows()[1]).toContain("00Q000000000017AAA");
		element("[aria-label='Forget the choice for 030 23125100']").click();
		await settled();
		expect(text("dialog h2")).toBe("Forget the choice for 030 23125100?");
		expect(host.setup.matching.forgotten).toEqual([]);
		element("dialog .danger").click();
		await settled();
		expect(host.setup.matching.forgotten).toEqual(["+493023125100"]);
		expect(rows()).toHaveLength(1);
		expect(said()).toBe("Forgotten");
		expect(document.activeElement).toBe(element("[aria-labelledby=choices]"));
	});

	it("all of them at once", async () => {
		const host = await showSettings("matching", { setup: "choices=many" });
		expect(text("[aria-labelledby=choices]")).toContain("and 3 more");
		await pressButton("Forget all");
		element("dialog .danger").click();
		await settled();
		expect(host.setup.matching.forgotten).toEqual([null]);
		expect(text("[aria-labelledby=choices]")).toContain("Nothing is remembered.");
	});
});

describe("index", () => {
	const part = () => text("[aria-labelledby=index-title]");

	it("tells size, age and cost; the interval only where it counts", async () => {
		await showSettings("matching");
		for (const fact of [
			"People 18,204",
			"Numbers 24,871",
			"Size 12 MB",
			"Newest change 14:26",
			"Last sync 14:28",
			"255 of 1,500 at most",
		]) {
			expect(part()).toContain(fact);
		}
		expect(document.querySelector("#field-index-every_min")).toBeNull();
		element("#field-index-sync").click();
		await settled();
		await type("#field-index-every_min", "60");
		expect(text(".bar")).toContain("2 changes");
	});

	it("syncs on a wish, shows how far it is as it is told, and can be wiped after a question", async () => {
		const host = await showSettings("matching");
		await pressButton("Sync now");
		expect(host.setup.matching.orders).toEqual(["sync"]);
		expect(part()).toContain("Reading Contact: 7,421 people so far");
		expect(button("Sync now").getAttribute("aria-busy")).toBe("true");
		host.change((view) => {
			view.health.index.doing = { doing: "following" };
		});
		await settled();
		expect(part()).toContain("Reading changes and deletions");
		await pressButton("Wipe");
		expect(host.setup.matching.orders).toEqual(["sync"]);
		element("dialog .danger").click();
		await settled();
		expect(host.setup.matching.orders).toEqual(["sync", "wipe"]);
		expect(part()).toContain("People 0");
		expect(part()).toContain("Last sync Never");
		expect(said()).toBe("The index is empty");
	});

	it("says why it stopped, here and in Health, which leads here", async () => {
		await show("main-calls", { setup: "index=stopped" });
		await press("Control+5");
		await settled();
		expect(text(".health")).toContain("people known on this computer, 12 MB, newest change 14:26");
		expect(text(".health")).toContain("The local index is not synced");
		element("[aria-label='Set up: Local index']").click();
		await settled();
		expect(text("h1")).toBe("Matching");
		expect(part()).toContain("The local index is not synced");
	});
});

describe("room", () => {
	it.each([
		[{ width: 880, height: 560 }],
		[{ zoom: 2, width: 1120, height: 760 }],
		[{ zoom: 2, width: 880, height: 560, lang: "de" }],
	] as Look[])("nothing is wider than its place, the test box is one press away: %o", async (look) => {
		await showSettings("matching", { ...look, setup: "settings=matching&choices=many&tried=shared" });
		await pressButton(look.lang === "de" ? "Nummer testen" : "Test a number");
		expect(document.activeElement).toBe(element("#tried"));
		await type("#tried", NUMBER);
		const work = element(".work");
		expect(work.scrollWidth).toBeLessThanOrEqual(work.clientWidth);
		for (const one of document.querySelectorAll(".form *, .help *")) {
			const { left, right, width } = one.getBoundingClientRect();
			if (width <= 1) continue;
			const inside = work.getBoundingClientRect();
			expect(left, one.outerHTML.slice(0, 120)).toBeGreaterThanOrEqual(inside.left - 0.5);
			expect(right, one.outerHTML.slice(0, 120)).toBeLessThanOrEqual(inside.right + 0.5);
		}
	});
});
