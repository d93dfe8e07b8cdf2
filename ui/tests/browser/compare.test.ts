import { describe, expect, it } from "vitest";
import { element, press, pressButton, settled, show, text } from "./show";
import { LOOKS, violations } from "./violations";

const names = () => [...document.querySelectorAll(".list .name")].map((one) => one.textContent);
const groups = () => [...document.querySelectorAll(".list .group")].map((one) => one.textContent);
const live = () => text("[aria-live=polite]");

async function open(setup = "", look = {}) {
	const host = await show("main-journal", { ...look, setup });
	await press("Control+4");
	await settled();
	await press("Control+g");
	await settled();
	return host;
}

/** Opened, and today was compared. */
async function compared(setup = "", look = {}) {
	const host = await open(setup, look);
	await press("Control+Enter");
	await settled();
	return host;
}

async function confirm(): Promise<void> {
	element("dialog .buttons button:last-child").click();
	await settled();
}

describe("comparing the journal", () => {
	it("opens from the journal, says what it does, and goes back with Esc", async () => {
		const host = await open();
		expect(text("h1")).toBe("Compare with Salesforce");
		expect(text(".list-side .note")).toContain("Finds calls without a Task");
		expect(host.comparison.orders).toEqual([]);
		await press("Escape");
		await settled();
		expect(text("h1")).toBe("Journal");
		expect(document.activeElement?.getAttribute("role")).toBe("listbox");
	});

	it("the days somebody chose are compared: today, yesterday, the last seven, others", async () => {
		const host = await compared();
		const day = (at: number) => element<HTMLInputElement>(`.segments label:nth-child(${at}) input`);
		for (const at of [2, 3]) {
			day(at).click();
			await settled();
			await press("Control+Enter");
			await settled();
		}
		const [today, yesterday, week] = host.comparison.orders as { from: string; to: string }[];
		const apart = (one = "", other = "") => (Date.parse(other) - Date.parse(one)) / 86_400_000;
		expect(today?.from).toBe(today?.to);
		expect(yesterday?.from).toBe(yesterday?.to);
		expect(apart(yesterday?.to, today?.to)).toBe(1);
		expect([week?.to, apart(week?.from, week?.to)]).toEqual([today?.to, 6]);
	});

	it("days that are none are said beside their field, and nothing is asked", async () => {
		const host = await open();
		element<HTMLInputElement>(".segments label:nth-child(4) input").click();
		await settled();
		const from = element<HTMLInputElement>("#compare-from");
		const to = element<HTMLInputElement>("#compare-to");
		const enter = async (field: HTMLInputElement, day: string) => {
			field.value = day;
			field.dispatchEvent(new Event("input", { bubbles: true }));
			await press("Control+Enter");
			await settled();
		};
		await enter(to, "2026-10-01");
		expect(text("#compare-to-error")).toBe("The last day comes before the first.");
		expect(document.activeElement?.id).toBe("compare-to");
		await enter(from, "2026-08-01");
		expect(text("#compare-to-error")).toBe("At most 31 days.");
		await enter(from, "");
		expect(text("#compare-from-error")).toBe("Enter a day.");
		expect(host.comparison.orders).toEqual([]);
		await enter(from, "2026-09-01");
		expect(host.comparison.orders).toEqual([{ order: "start", from: "2026-09-01", to: "2026-10-01" }]);
	});

	it("what is missing first, then doubled, then without a call, each with why", async () => {
		await compared();
		expect(groups()).toEqual(["Missing, 2", "Doubled, 2", "Without a call, 1"]);
		expect(names()).toHaveLength(5);
		expect(text(".row.selected .second")).toBe("Answered incoming, 6:42 · its Task is gone");
		expect(text(".details-side")).toContain("the Task is gone from Salesforce");
		expect(text(".details-side")).toContain("Answered incoming call from +494066969412");
		expect(text(".summary")).toContain("27 calls have their Task, 2 will be written, 4 not to be written");
		expect(live()).toBe("Missing, 2, Doubled, 2, Without a call, 1");
	});

	it("writes all that is missing once somebody confirmed it", async () => {
		const host = await compared();
		await pressButton("Write 2 missing");
		expect(text("dialog")).toContain("Write 2 missing entries?");
		expect(host.comparison.orders).toHaveLength(1);
		await confirm();
		const [, mend] = host.comparison.orders;
		expect(mend).toMatchObject({ order: "mend" });
		expect(mend?.order === "mend" && mend.ids).toHaveLength(2);
		expect(groups()).toEqual(["Doubled, 2", "Without a call, 1"]);
		expect(text(".summary")).toContain("2 entries are being written");
		expect(live()).toContain("2 entries are being written");
	});

	it("removes only doubles that are ours; the others have no button", async () => {
		const host = await compared();
		await pressButton("Remove 1 double");
		expect(text("dialog")).toContain("nobody has changed, are removed");
		await confirm();
		const [, mend] = host.comparison.orders;
		expect(mend?.order === "mend" && mend.ids).toEqual(["pbx.nordwind.example|812|58|2026-11-22T10:11:00Z"]);
		expect(groups()).toEqual(["Missing, 2", "Doubled, 1", "Without a call, 1"]);
		element(".list").focus();
		await press("End");
		await press("ArrowUp");
		expect(text(".details-side")).toContain("so nothing is removed");
		expect(document.querySelector(".details-side footer")).toBeNull();
		expect(text(".details-side")).toContain("Stays as it is");
		expect(text(".details-side")).not.toContain("Keep this one");
	});

	it("of two that somebody worked on a person keeps one", async () => {
		const host = await compared("compared=rivals");
		element(".list").focus();
		await press("End");
		await press("ArrowUp");
		expect(text(".row.selected .second")).toContain("several Tasks, each changed");
		expect(text(".details-side")).toContain("Decide which one stays");
		expect(document.querySelectorAll(".details-side li")).toHaveLength(2);
		element("[aria-label='Keep this one 00T5g00000OtherGEAV']").click();
		await settled();
		expect(text("dialog")).toContain("Keep this Task and remove the other?");
		expect(text("dialog")).toContain("Somebody has worked on what is removed");
		await confirm();
		expect(host.comparison.orders.slice(1)).toEqual([
			{
				order: "keep",
				id: "pbx.nordwind.example|812|57|2026-11-22T09:30:00Z",
				record: "00T5g00000OtherGEAV",
				remove: ["00T5g00000KeeptEAV"],
			},
		]);
		expect(groups()).toEqual(["Missing, 2", "Doubled, 1", "Without a call, 1"]);
	});

	it("one finding with its key, and its record with Enter", async () => {
		const host = await compared();
		element(".list").focus();
		await press("w");
		expect(text("dialog")).toContain("Write 1 missing entry?");
		await pressButton("Cancel");
		expect(text("h1")).toBe("Compare with Salesforce");
		await press("ArrowDown");
		await press("ArrowDown");
		await press("Delete");
		expect(text("dialog")).toContain("Remove 1 double from Salesforce?");
		await pressButton("Cancel");
		element(".list").focus();
		await press("End");
		await press("Enter");
		expect(host.comparison.orders.slice(1)).toEqual([{ order: "open", record: "00T5g00000ForeiGEAV" }]);
	});

	it("says that everything agrees", async () => {
		await compared("compared=nothing");
		expect(text(".summary")).toContain("Everything agrees.");
		expect(live()).toContain("Everything agrees.");
		expect(document.querySelector(".list")).toBeNull();
	});

	it("says that the log may not be read, and why", async () => {
		await compared("compared=no-log");
		expect(text(".banner.warn")).toContain("Without the phone system's call log");
		expect(names()).toHaveLength(5);
	});

	it("a refusal with its remedy, and no old result", async () => {
		await compared("compared=refused");
		expect(text(".banner.danger")).toContain("API calls run low");
		expect(document.querySelector(".summary")).toBeNull();
	});

	it("shows how far it has come, and Esc stops it", async () => {
		const host = await compared("compared=running");
		expect(text(".doing")).toBe("Reading the phone system's call log, day 2 of 7");
		await press("Escape");
		await settled();
		expect(host.comparison.orders.at(-1)).toEqual({ order: "stop" });
		expect(document.querySelector(".doing")).toBeNull();
		expect(text("h1")).toBe("Compare with Salesforce");
	});

	it("is still there when somebody comes back, and says when nobody answers", async () => {
		const host = await compared();
		await press("Escape");
		await settled();
		await press("Control+g");
		await settled();
		expect(names()).toHaveLength(5);
		host.comparison.silent = true;
		await press("Control+Enter");
		await settled();
		expect(text("[role=alert].note")).toContain("does not answer");
	});

	describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
		it.each([
			"",
			"compared=nothing",
			"compared=rivals",
			"compared=no-log",
			"compared=refused",
			"compared=running",
		])("%s", async (setup) => {
			await compared(setup, look);
			expect(await violations()).toEqual([]);
		});

		it("other days, and the question", async () => {
			await compared("", look);
			element<HTMLInputElement>(".segments label:nth-child(4) input").click();
			await settled();
			element(".summary button").click();
			await settled();
			expect(await violations()).toEqual([]);
		});
	});
});
