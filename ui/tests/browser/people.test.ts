import { describe, expect, it } from "vitest";
import type { BrowserHost } from "../../src/host/browser";
import { dialog } from "./creating";
import { button, element, type Look, press, pressButton, settled, show, text } from "./show";
import { LOOKS, violations } from "./violations";

const group = () => element("[role=group][aria-label*='not in Salesforce yet']");
const names = () => [...group().querySelectorAll(".row .name")].map((one) => one.textContent);
const details = () => text(".details-side");

/** Selects one of them, as a click does. */
async function select(name: string): Promise<void> {
	const row = [...group().querySelectorAll<HTMLElement>(".row")].find((one) =>
		one.textContent?.includes(name),
	);
	row?.click();
	await settled();
}

/** The main button of the question that is asked. */
async function confirm(): Promise<void> {
	[...(dialog()?.querySelectorAll("button") ?? [])].at(-1)?.click();
	await settled();
}

async function journal(look: Look = {}): Promise<BrowserHost> {
	const host = await show(look.setup?.includes("empty") ? "main-journal-empty" : "main-journal", {
		...look,
		setup: `people=waiting&search_delay=0&${look.setup ?? ""}`,
	});
	await press("Control+4");
	await settled();
	return host;
}

describe("people who are not in Salesforce yet", () => {
	it("are in the journal without a call, with what keeps them and what mends it", async () => {
		await journal();
		expect(group().getAttribute("aria-label")).toBe("3 people not in Salesforce yet");
		expect(element(".group").classList.contains("urgent")).toBe(true);
		expect(names()).toEqual(["Ada Okafor", "Chidi Okonkwo", "Maximiliane von Hohenstein-Wittgensteinburg"]);
		await select("Ada");
		expect(details()).toContain("Contact");
		expect(details()).toContain("Rheinhafen Logistik GmbH");
		expect(details()).toContain("Use one of these records?");
		expect(details()).toContain("Open the form and use the existing record");
		await select("Chidi");
		expect(details()).toContain("Safe on this computer");
		await select("Maximiliane");
		expect(details()).toContain("Salesforce is asked before it is sent again");
	});

	it("count in the sidebar; without any the journal says that all is written", async () => {
		const host = await journal({ setup: "empty" });
		expect(text("nav .count")).toContain("3");
		expect(element("nav .count").classList.contains("stuck")).toBe(true);
		expect(document.body.textContent).not.toContain("Everything is written.");
		host.change((view) => (view.creation.waiting = []));
		await settled();
		expect(document.querySelector("nav .count")).toBeNull();
		expect(document.body.textContent).toContain("Everything is written.");
	});

	it("open in the form again with Enter, with what was typed, and the list has the focus after", async () => {
		const host = await journal();
		element(".list").focus();
		await press("Home");
		await press("ArrowDown");
		const id = element(".list").getAttribute("aria-activedescendant") ?? "";
		expect(document.getElementById(id)?.textContent).toContain("Chidi");
		await press("Enter");
		expect(host.creation.asked.at(-1)?.from).toEqual({ from: "draft", draft: "text okonkwo" });
		await expect.poll(() => document.activeElement?.closest("dialog")).not.toBeNull();
		await press("Escape");
	});

	it("are tried again, and told of when that worked", async () => {
		const host = await journal();
		await select("Chidi");
		await pressButton("Try again");
		expect(host.creation.retried).toEqual(["text okonkwo"]);
		expect(names()).toHaveLength(2);
		expect(text(".toast")).toBe("Chidi Okonkwo created.");
	});

	it("are told why a try did not work", async () => {
		await journal({ setup: "create=failed" });
		await select("Chidi");
		await pressButton("Try again");
		expect(text(".details-side [role=alert]")).toContain("Salesforce");
		expect(names()).toHaveLength(3);
	});

	it("whom Salesforce refuses open in the form, where that is mended", async () => {
		await journal({ setup: "create=refused" });
		await select("Chidi");
		await pressButton("Try again");
		expect(dialog()).not.toBeNull();
	});

	it("are given up only after a question, and one who may be there already is not", async () => {
		const host = await journal();
		await select("Ada");
		await pressButton("Give up");
		expect(dialog()?.textContent).toContain("Give up creating Ada Okafor?");
		await pressButton("Cancel");
		expect(names()).toHaveLength(3);
		await pressButton("Give up");
		await confirm();
		expect(names()).toHaveLength(2);
		host.giveUpPerson = () => Promise.reject({ code: "salesforce-busy", detail: null });
		await select("Maximiliane");
		await pressButton("Give up");
		await confirm();
		expect(text(".details-side [role=alert]")).not.toBe("");
		expect(names()).toHaveLength(2);
	});

	it("stand beside the entries, whose keys and export are their own", async () => {
		const host = await journal();
		await select("Chidi");
		await press("Delete");
		expect(dialog()).toBeNull();
		await pressButton("Export");
		expect(host.journal.exported.at(-1)?.some((key) => key.startsWith("person"))).toBe(false);
	});

	it("can be tried again and given up beside their call as well", async () => {
		const host = await show("main-calls");
		const unknown = [...document.querySelectorAll<HTMLElement>(".list [role=option]")].find((one) =>
			one.textContent?.includes("Not in Salesforce"),
		);
		unknown?.click();
		await settled();
		host.change((view) => {
			const call = view.today.find((row) => row.unknown)?.id ?? null;
			view.creation.waiting = [
				{
					draft: "call 41",
					kind: "contact",
					name: "Ada Okafor",
					company: null,
					call,
					queued_ms: 0,
					state: { state: "waiting", due_ms: 0, problem: null },
				},
			];
		});
		await settled();
		await pressButton("Give up");
		await confirm();
		expect(document.body.textContent).not.toContain("Ada Okafor is not in Salesforce yet");
		expect(button("Create contact")).not.toBeNull();
	});
});

describe("from a chat", () => {
	it("somebody nobody knows is created for it", async () => {
		const host = await show("main-calls");
		host.change((view) => {
			for (const row of view.chats.rows) row.unknown = true;
		});
		await press("Control+2");
		await settled();
		await pressButton("Create contact");
		expect(host.creation.asked.at(-1)).toMatchObject({ from: { from: "chat" }, kind: "contact" });
		await press("Escape");
	});
});

describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
	it("people who wait", async () => {
		await journal(look);
		expect(await violations()).toEqual([]);
	});

	it("the question before giving up", async () => {
		await journal(look);
		await pressButton(look.lang === "de" ? "Aufgeben" : "Give up");
		expect(await violations()).toEqual([]);
	});
});
