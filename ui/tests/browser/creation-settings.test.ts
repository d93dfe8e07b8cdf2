import { describe, expect, it } from "vitest";
import { element, press, pressButton, settled, showSettings, text, type } from "./show";

const name = (at: number) => element<HTMLInputElement>(`#field-creation-contact_fields-${at}-name`);
const filled = (at: number) => element<HTMLTextAreaElement>(`#field-creation-contact_fields-${at}-text`);

describe("creating people", () => {
	it("shows each field with its text, variables as tokens", async () => {
		await showSettings("creation");
		expect([name(0).value, filled(0).value]).toEqual(["LeadSource", "Phone inquiry"]);
		expect([name(1).value, filled(1).value]).toEqual(["Description", "[DateTime] [Number]"]);
		const tokens = filled(1).parentElement?.querySelectorAll(".token") ?? [];
		expect([...tokens].map((one) => one.textContent)).toEqual(["[DateTime]", "[Number]"]);
	});

	it("adds, changes and removes rows, and saves lines", async () => {
		const host = await showSettings("creation");
		await pressButton("Add field");
		expect(document.activeElement).toBe(name(2));
		await type("#field-creation-contact_fields-2-name", "Region__c");
		await type("#field-creation-contact_fields-2-text", "North = [Agent]");
		element('[aria-label="Remove LeadSource, Contact"]').click();
		await settled();
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values["creation.contact_fields"]).toEqual([
			"Description = [DateTime] [Number]",
			"Region__c = North = [Agent]",
		]);
	});

	it("takes variables from the list into the text that had the caret", async () => {
		await showSettings("creation");
		filled(0).focus();
		filled(0).setSelectionRange(5, 5);
		await settled();
		element<HTMLInputElement>('[type="search"]').focus();
		const offered = [...document.querySelectorAll<HTMLButtonElement>(".help li button")];
		offered.find((one) => one.textContent?.includes("[Number]"))?.click();
		await settled();
		expect(filled(0).value).toBe("Phone[Number] inquiry");
	});

	it("marks the row that a refusal names", async () => {
		const host = await showSettings("creation");
		await type("#field-creation-contact_fields-1-name", "LeadSource");
		const bounds = { min: null, max: null };
		const field = "creation.contact_fields";
		host.setup.refusal = [{ field, error: "twice", detail: "LeadSource", place: 2, ...bounds }];
		await press("Control+s");
		await settled();
		expect(text("#field-creation-contact_fields-error")).toBe("Line 2: LeadSource stands there twice.");
		expect(name(1).getAttribute("aria-invalid")).toBe("true");
		expect(name(0).hasAttribute("aria-invalid")).toBe(false);
		expect(document.activeElement).toBe(name(1));
	});

	it("chooses what is created, and whether agents may", async () => {
		const host = await showSettings("creation");
		element("#field-creation-kind-lead").click();
		element("#field-creation-agent_may_choose").click();
		await settled();
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values).toEqual({
			"creation.kind": "lead",
			"creation.agent_may_choose": false,
		});
	});
});
