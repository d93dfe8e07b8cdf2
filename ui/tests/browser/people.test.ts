import { describe, expect, it } from "vitest";
import type { BrowserHost } from "../../src/host/browser";
import { control, dialog } from "./creating";
import { button, element, type Look, press, pressButton, settled, show, text } from "./show";
import { LOOKS, violations } from "./violations";

const names = () => [...document.querySelectorAll(".people .title")].map((one) => one.textContent);
const of = (name: string) =>
	[...document.querySelectorAll(".people li")].find((one) => one.textContent?.includes(name));

/** The button of one of them, pressed. */
async function pressOf(name: string, label: string): Promise<void> {
	const found = [...(of(name)?.querySelectorAll("button") ?? [])].find(
		(one) => one.querySelector(".label")?.textContent?.trim() === label,
	);
	found?.focus();
	found?.click();
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
		expect(text(".people .group")).toBe("3 people not in Salesforce yet");
		expect(element(".people .group").classList.contains("urgent")).toBe(true);
		expect(names()).toEqual([
			"Ada Okafor is not in Salesforce yet",
			"Chidi Okonkwo is not in Salesforce yet",
			"Maximiliane von Hohenstein-Wittgensteinburg is not in Salesforce yet",
		]);
		expect(of("Ada")?.textContent).toContain("Contact · Rheinhafen Logistik GmbH");
		expect(of("Ada")?.textContent).toContain("Use one of these records?");
		expect(of("Ada")?.textContent).toContain("Open the form and use the existing record");
		expect(of("Chidi")?.textContent).toContain("Safe on this computer");
		expect(of("Maximiliane")?.textContent).toContain("Salesforce is asked before it is sent again");
	});

	it("count in the sidebar; without any the journal says that all is written", async () => {
		const host = await journal({ setup: "empty" });
		expect(text("nav .count")).toContain("3");
		expect(element("nav .count").classList.contains("stuck")).toBe(true);
		expect(document.body.textContent).not.toContain("Everything is written.");
		host.change((view) => (view.creation.waiting = []));
		await settled();
		expect(document.querySelector(".people")).toBeNull();
		expect(document.querySelector("nav .count")).toBeNull();
		expect(document.body.textContent).toContain("Everything is written.");
	});

	it("open in the form again, with what was typed", async () => {
		const host = await journal();
		await pressOf("Chidi", "Open the form");
		expect(host.creation.asked.at(-1)?.from).toEqual({ from: "draft", draft: "text okonkwo" });
		expect(dialog()).not.toBeNull();
		expect(control("LastName")).toBe(document.querySelector("#create-field-LastName"));
	});

	it("are tried again, and told of when that worked", async () => {
		const host = await journal();
		await pressOf("Chidi", "Try again");
		expect(host.creation.retried).toEqual(["text okonkwo"]);
		expect(names()).toHaveLength(2);
		expect(text(".toast")).toBe("Chidi Okonkwo created.");
	});

	it("are told why a try did not work", async () => {
		await journal({ setup: "create=failed" });
		await pressOf("Chidi", "Try again");
		expect(text(".people [role=alert]")).toContain("Salesforce");
		expect(names()).toHaveLength(3);
	});

	it("whom Salesforce refuses open in the form, where that is mended", async () => {
		await journal({ setup: "create=refused" });
		await pressOf("Chidi", "Try again");
		expect(dialog()).not.toBeNull();
	});

	it("are given up only after a question, and one who may be there already is not", async () => {
		const host = await journal();
		await pressOf("Ada", "Give up");
		expect(dialog()?.textContent).toContain("Give up creating Ada Okafor?");
		await pressButton("Cancel");
		expect(names()).toHaveLength(3);
		await pressOf("Ada", "Give up");
		const confirm = [...(dialog()?.querySelectorAll("button") ?? [])].at(-1);
		confirm?.click();
		await settled();
		expect(names()).toHaveLength(2);
		host.giveUpPerson = () => Promise.reject({ code: "salesforce-busy", detail: null });
		await pressOf("Maximiliane", "Give up");
		[...(dialog()?.querySelectorAll("button") ?? [])].at(-1)?.click();
		await settled();
		expect(text(".people [role=alert]")).not.toBe("");
		expect(names()).toHaveLength(2);
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
		[...(dialog()?.querySelectorAll("button") ?? [])].at(-1)?.click();
		await settled();
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
		element<HTMLButtonElement>(".people .danger-text").click();
		await settled();
		expect(await violations()).toEqual([]);
	});
});
