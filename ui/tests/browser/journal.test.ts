import { describe, expect, it } from "vitest";
import { clock } from "../../src/text/clock.svelte";
import { button, element, press, pressButton, settled, show, text, type } from "./show";
import { violations } from "./violations";

const names = () => [...document.querySelectorAll(".list .name")].map((one) => one.textContent);
const chosen = () => text(".row.selected .name");
const STUCK = "pbx|812|54|2026-11-22";

async function open(name = "main-journal", look = {}) {
	const host = await show(name, look);
	await press("Control+4");
	await settled();
	element(".list").focus();
	await settled();
	return host;
}

async function confirm(): Promise<void> {
	element("dialog .buttons button:last-child").click();
	await settled();
}

const rows = () =>
	[...document.querySelectorAll("#entry-field-list [role=option]")].map((one) => one.textContent?.trim());

describe("the Journal view", () => {
	it("stuck first with its reason, then waiting, then written; each once", async () => {
		await open();
		const titles = [...document.querySelectorAll(".list .group")].map((one) => one.textContent);
		expect(titles).toEqual(["Stuck, 1", "Waiting, 4", "Written today, 27"]);
		expect(chosen()).toBe("Priya Raghunathan");
		expect(text(".row.selected .second")).toContain("bad value for restricted picklist field");
		expect(text(".list")).toContain("try 4");
		expect(text(".list")).toContain("kept until linked to a person");
		expect(text(".list")).toContain("sent, not confirmed");
		expect(text(".list")).toContain("Being linked anew.");
		expect(text(".list")).toContain("Changed in Salesforce since, not removed.");
		expect(new Set(names()).size).toBeGreaterThan(8);
	});

	it("says since when Salesforce is away and when it is tried next; Y tries now", async () => {
		const host = await open();
		expect(text(".banner.warn")).toContain("Salesforce has not answered since");
		expect(text(".banner.warn")).toContain("Next try in");
		await press("y");
		await press("Control+r");
		expect(host.acts).toEqual([{ action: "retry_all" }, { action: "retry_all" }]);
	});

	it("another window leads to an entry, whatever is shown", async () => {
		const host = await show("main-journal");
		await press("Control+5");
		await host.openJournal("pbx|812|58|2026-11-22");
		await settled();
		const second = chosen();
		expect(second).not.toBe("Priya Raghunathan");
		expect(element(".row.selected").id).toBe("entry-pbx|812|58|2026-11-22");
		await host.openJournal(STUCK);
		await settled();
		expect(chosen()).toBe("Priya Raghunathan");
	});

	it("what a person changed in Salesforce is left, and says what it would have been, to copy", async () => {
		const host = await open();
		await host.openJournal("pbx|812|50|2026-11-22");
		await settled();
		expect(text(".entry .banner")).toContain("Changed in Salesforce: left as it is.");
		expect(text(".entry .left")).toContain("Subject, not taken over");
		expect(text(".entry .left")).toContain("Text, not taken over");
		element(".entry .left .copyable:last-child button").click();
		await settled();
		expect(host.copied.at(-1)).toContain("wants the northern offer by Friday");
	});

	it("made for another org, it is sent here or discarded", async () => {
		const host = await open();
		host.change((view) => {
			for (const { entry } of view.entries) {
				const problem = { code: "entry-other-org" as const, detail: "Acme (acme.my.salesforce.com)" };
				if (entry.key === STUCK) entry.state = { state: "waiting", due_ms: 0, problem };
			}
		});
		await settled();
		await host.openJournal(STUCK);
		await settled();
		expect(text(".entry .state")).toContain("Made for Acme (acme.my.salesforce.com)");
		await press("h");
		await pressButton("Send to this org");
		const here = { action: "send_entry_here", key: STUCK };
		expect(host.acts).toEqual([here, here]);
		await press("Delete");
		await confirm();
		expect(host.acts).toContainEqual({ action: "discard_entry", key: STUCK });
	});

	it("the sidebar counts what is stuck or waiting", async () => {
		await open();
		expect(text("aside .count")).toContain("5");
	});

	it("the refused field only, with what its list allows; mended, it is saved and retried", async () => {
		const host = await open();
		const field = element<HTMLInputElement>("#entry-field");
		expect(field.getAttribute("aria-invalid")).toBe("true");
		expect(text(".form .error")).toBe("Not in the list. Allowed: Call, Follow-up, Other.");
		expect(field.value).toBe("Callback");
		field.focus();
		await press("ArrowDown");
		expect(rows()).toEqual(["Call", "Follow-up", "Other"]);
		await type("#entry-field", "oth");
		expect(rows()).toEqual(["Other"]);
		await press("Enter");
		expect(field.value).toBe("Other");
		expect(document.querySelector(".form .error")).toBeNull();
		await type("#entry-subject", "A call");
		await press("Control+Enter");
		const [act] = host.acts;
		expect(act).toMatchObject({
			action: "edit_entry",
			key: STUCK,
			subject: "A call",
			field: ["Type", "Other"],
		});
		expect(text(".list .group")).toBe("Waiting, 5");
	});

	it("Del asks once, and Undo brings the entry back", async () => {
		const host = await open();
		await press("Delete");
		expect(text("dialog")).toContain("It will not be written to Salesforce.");
		await confirm();
		expect(names()).not.toContain("Priya Raghunathan");
		expect(text(".toast")).toContain("Entry discarded");
		await press("u");
		expect(host.acts).toEqual([
			{ action: "discard_entry", key: STUCK },
			{ action: "restore_entry", key: STUCK },
		]);
		expect(names()).toContain("Priya Raghunathan");
		expect(document.querySelector(".toast")).toBeNull();
	});

	it("keys move over all groups; Enter opens what is written; nothing unsent is undone", async () => {
		const host = await open();
		await press("u");
		expect(host.acts).toEqual([]);
		for (let i = 0; i < 5; i += 1) await press("ArrowDown");
		expect(chosen()).toBe("Katharina Vogelsang");
		await press("Enter");
		expect(host.journal.opened).toEqual(["pbx|812|59|2026-11-22"]);
		expect(element<HTMLInputElement>("#entry-subject").readOnly).toBe(true);
		await press("Home");
		expect(chosen()).toBe("Priya Raghunathan");
	});

	it("a written entry can be undone while its ten minutes last", async () => {
		const host = await show("main-journal");
		const written_ms = 1795354740000;
		clock.freeze(written_ms + 19_000);
		await press("Control+4");
		await settled();
		element(".list").focus();
		for (let i = 0; i < 5; i += 1) await press("ArrowDown");
		expect(text(".entry footer")).toContain("Undo 9:41");
		await press("u");
		expect(host.acts).toEqual([{ action: "undo_entry", key: "pbx|812|59|2026-11-22" }]);
	});

	it("linking to somebody else is one choice away", async () => {
		const host = await open();
		await press("r");
		expect(document.activeElement?.id).toBe("entry-link");
		const link = element<HTMLSelectElement>("#entry-link");
		link.value = "";
		link.dispatchEvent(new Event("change", { bubbles: true }));
		await settled();
		expect(host.acts).toEqual([{ action: "move_entry", key: STUCK, person: null }]);
	});

	it("whose it is and why; technical details are folded", async () => {
		await open();
		expect(text(".owner")).toBe("Mara Lindqvist · by the e-mail of extension 812");
		expect(element<HTMLDetailsElement>(".technical details").open).toBe(false);
		expect(text(".technical")).toContain("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
	});

	it("earlier entries come page by page", async () => {
		await open();
		expect(names()).not.toContain("Henrik Aaltonen");
		await pressButton("Show earlier entries");
		await settled();
		expect(names()).toContain("Henrik Aaltonen");
		expect(text(".list")).toContain("Earlier");
		expect([...document.querySelectorAll("button")].map((one) => one.textContent)).not.toContain(
			"Show earlier entries",
		);
	});

	it("what is listed is exported, and where to is said", async () => {
		const host = await open();
		await pressButton("Export");
		await settled();
		expect(host.journal.exported[0]).toHaveLength(names().length);
		expect(text(".toast")).toContain("/home/mara/Downloads/ringside.csv");
	});

	it("an empty journal and one that cannot be read say so", async () => {
		const host = await show("main-journal-empty");
		await press("Control+4");
		await settled();
		expect(text(".list-side")).toContain("Everything is written.");
		host.journal.fails = true;
		host.change((view) => {
			view.journal.written_today = 1;
		});
		await settled();
		expect(text("[role=alert]")).toBe("The written entries cannot be read just now.");
	});

	it("in a narrow window list and details take turns", async () => {
		await open("main-journal", { width: 620, height: 560 });
		const shown = (selector: string) => element(selector).getBoundingClientRect().width > 0;
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
		element(".list .row").click();
		await settled();
		expect([shown(".list-side"), shown(".details-side")]).toEqual([false, true]);
		await press("Escape");
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
	});
});

describe("undo elsewhere", () => {
	it("the pop takes a written entry back with U, and writes it after all with Y", async () => {
		const host = await show("pop-ended-written");
		const entry = () => host.acts.at(-1);
		expect(button("Undo 9:56")).toBeTruthy();
		button("Undo 9:56").focus();
		await press("u");
		expect(entry()).toMatchObject({ action: "undo_entry" });
		expect(text(".block")).toContain("Being removed from Salesforce.");
		host.change((view) => {
			const call = view.pop[0];
			if (call?.entry) {
				call.entry.state = { state: "removed", how: "undone", at_ms: clock.now };
				call.entry.step = null;
			}
		});
		await settled();
		expect(text(".block")).toContain("Not logged (undone)");
		await press("y");
		expect(entry()).toMatchObject({ action: "restore_entry" });
	});
});

const LOOKS = (["light", "dark", "high_contrast"] as const).flatMap((theme) =>
	(["en", "de"] as const).map((lang) => ({ theme, lang })),
);

it.each(LOOKS)("axe finds nothing, $theme $lang", async (look) => {
	await open("main-journal", look);
	expect(await violations()).toEqual([]);
	await press("Delete");
	expect(await violations()).toEqual([]);
	await confirm();
	expect(await violations()).toEqual([]);
	for (let i = 0; i < 5; i += 1) await press("ArrowDown");
	expect(await violations()).toEqual([]);
});

it.each([
	{ at: "880 × 560", look: { width: 880, height: 560 } },
	{ at: "1120 × 760", look: {} },
	{ at: "200 %", look: { zoom: 2 } },
])("German at $at cuts nothing off", async ({ look }) => {
	await open("main-journal", { lang: "de", ...look });
	const cut = [...document.querySelectorAll<HTMLElement>(".button, kbd, .time, h1, label, .error")]
		.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1)
		.map((one) => `${one.className} ${one.textContent}`);
	expect(cut).toEqual([]);
});
