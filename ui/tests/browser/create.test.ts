import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import type { CreateForm } from "../../src/bindings";
import { choose, control, dialog, error, field, fill, hint, labels, open, options } from "./creating";
import { button, element, press, pressButton, settled, show, text, type } from "./show";
import { LOOKS, violations } from "./violations";

describe("the form", () => {
	it("has the org's fields in their order, prefilled, and says where values come from", async () => {
		await open();
		expect(dialog()?.getAttribute("aria-labelledby")).toBe("create-title");
		expect(labels().slice(0, 7)).toEqual([
			"Salutation",
			"First Name",
			"Last Name required",
			"Business Phone",
			"Email",
			"Account Name",
			"Customer segment required",
		]);
		expect(control("Phone").value).toBe("+44 20 7946 0818");
		expect(hint("Phone")).toBe("United Kingdom · From the search.");
		expect(hint("LeadSource")).toBe("Preset by your admin.");
		expect(hint("Customer_Segment__c")).toBe("Your org requires Customer_Segment__c.");
		expect(hint("AccountId")).toBe("Without an account only you and admins see this contact.");
		expect(control("LastName").getAttribute("aria-required")).toBe("true");
	});

	it("starts in the first field to type into that is empty, and gives the focus back", async () => {
		await show("main-calls");
		const list = element(".list");
		list.focus();
		await press("Control+n");
		await settled();
		expect(document.activeElement?.id).toBe("create-field-FirstName");
		await userEvent.keyboard("{Escape}");
		await settled();
		expect(dialog()).toBeNull();
		expect(document.activeElement).toBe(list);
	});

	it("keeps Tab inside, both ways", async () => {
		await open();
		button("Save").focus();
		await userEvent.tab();
		expect(document.activeElement?.closest("dialog")).not.toBeNull();
		expect((document.activeElement as HTMLInputElement).name).toBe("create-kind");
		await userEvent.tab({ shift: true });
		expect(document.activeElement).toBe(button("Save"));
	});

	it("turns to another kind with what was typed, and to a record type", async () => {
		const host = await open();
		await type(field("LastName"), "Okafor");
		element("#create-kind-lead").click();
		await settled();
		expect(labels()).toContain("Company required");
		expect(control("LastName").value).toBe("Okafor");
		await expect
			.poll(() => host.creation.asked.at(-1))
			.toEqual({
				from: { from: "text", text: "" },
				kind: "lead",
				recordType: null,
			});
		const type_ = element<HTMLSelectElement>("#create-record-type");
		expect([...type_.options].map((one) => one.label)).toEqual(["Sales", "Service"]);
		type_.value = "012000000000002AAA";
		type_.dispatchEvent(new Event("change", { bubbles: true }));
		await settled();
		expect(host.creation.asked.at(-1)?.recordType).toBe("012000000000002AAA");
	});

	it("offers of a dependent list what goes with its other field, and drops what does not", async () => {
		await open();
		expect(control("Branch__c").disabled).toBe(true);
		expect(hint("Branch__c")).toBe("Choose Customer segment first.");
		await choose("Customer_Segment__c", "Energy");
		expect(options("Branch__c")).toEqual(["Choose", "Wind", "Solar"]);
		await choose("Branch__c", "Wind");
		await choose("Customer_Segment__c", "Logistics");
		expect(control("Branch__c").value).toBe("");
		expect(options("Branch__c")).toEqual(["Choose", "Sea freight", "Road freight"]);
	});

	it("reads dates and numbers as people write them", async () => {
		const host = await open({ lang: "de" });
		await fill();
		await type(field("First_Seen__c"), "3.11.2026");
		await type(field("Budget__c"), "1.250,5");
		await press("Control+Enter");
		const fields = host.creation.saves[0]?.values.fields;
		expect([fields?.First_Seen__c, fields?.Budget__c]).toEqual(["2026-11-03", "1250.5"]);
	});

	it("takes several of a list with arrows and Space, as one stop", async () => {
		const host = await open();
		await fill();
		const list = element(field("Topics__c"));
		list.focus();
		await press(" ");
		await press("ArrowDown");
		await press("ArrowDown");
		await press(" ");
		await press("ArrowUp");
		await press(" ");
		await press(" ");
		await press("Control+Enter");
		expect(host.creation.saves[0]?.values.fields.Topics__c).toBe("Delivery;Complaint");
	});

	it("takes letters before the org's fields are there, and loses none", async () => {
		const host = await show("main-calls");
		let answer: ((form: CreateForm) => void) | undefined;
		const form = await host.createForm({ from: "text", text: "" }, null, null);
		host.createForm = () => new Promise((done) => (answer = done));
		await press("Control+n");
		await settled();
		expect(labels()).toEqual(["First name", "Last name required", "Phone", "E-mail"]);
		await type(field("LastName"), "Okafor");
		answer?.(form);
		await settled();
		expect(labels().length).toBeGreaterThan(10);
		expect(control("LastName").value).toBe("Okafor");
		await expect.poll(() => host.creation.kept.at(-1)?.fields.LastName).toBe("Okafor");
	});
});

describe("what is typed", () => {
	it("goes to disk as it is typed, and at once when the form closes", async () => {
		const host = await open();
		await type(field("FirstName"), "Ada");
		await type(field("LastName"), "Ok");
		expect(document.querySelector("footer .note")?.textContent).not.toContain("kept");
		await expect.poll(() => text("footer .note")).toBe("What you type is kept on this computer.");
		await type(field("LastName"), "Oka");
		await userEvent.keyboard("{Escape}");
		await settled();
		expect(host.creation.kept).toHaveLength(2);
		expect(host.creation.kept[1]?.fields).toMatchObject({ FirstName: "Ada", LastName: "Oka" });
		await press("Control+n");
		await settled();
		expect(control("FirstName").value).toBe("Ada");
		expect(text(".restored")).toContain("What you typed before is back.");
		await pressButton("Start over");
		expect(host.creation.dropped).toHaveLength(1);
		expect(control("FirstName").value).toBe("");
		expect(document.querySelector(".restored")).toBeNull();
	});

	it("is saved once, however often Save is pressed", async () => {
		const host = await open();
		await fill();
		const save = button("Save");
		save.click();
		save.click();
		await press("Control+Enter");
		expect(host.creation.saves).toHaveLength(1);
		expect(dialog()).toBeNull();
		expect(text(".toast")).toBe("Okafor created.");
	});

	it("stays through a refusal, which stands beside its field in Salesforce's words and has the focus", async () => {
		const host = await open({ setup: "create=refused" });
		await type(field("LastName"), "Okafor");
		await type(field("Email"), "ada@x");
		await press("Control+Enter");
		await settled();
		expect(error("Email")).toBe("Salesforce: not a valid e-mail address.");
		expect(error("Customer_Segment__c")).toBe("Customer segment is needed.");
		expect(text("footer .wrong")).toBe("2 fields to correct");
		expect(document.activeElement?.id).toBe("create-field-Email");
		expect(control("Email").value).toBe("ada@x");
		expect(control("Email").getAttribute("aria-invalid")).toBe("true");
		await type(field("Email"), "ada@x.example");
		expect(error("Email")).toBeUndefined();
		expect(text("footer .wrong")).toBe("1 field to correct");
		host.creation.outcome = "created";
		await choose("Customer_Segment__c", "Energy");
		await press("Control+Enter");
		expect(dialog()).toBeNull();
	});

	it("is queued where Salesforce cannot be reached, and that is said", async () => {
		await open({ setup: "create=offline" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(text(".ended")).toBe(
			"Okafor waits for Salesforce Safe on this computer. Created as soon as Salesforce can be reached; the call’s entry waits for it. Done Esc",
		);
		expect(document.activeElement).toBe(button("Done"));
		await pressButton("Done");
		expect(dialog()).toBeNull();
	});

	it("stays when saving fails, with the reason", async () => {
		await open({ setup: "create=failed" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(text(".banner")).toContain("What you typed is kept.");
		expect(control("LastName").value).toBe("Okafor");
	});
});

describe("somebody who is there already", () => {
	it("is offered first; saving anew says so", async () => {
		const host = await open();
		await type(field("LastName"), "Vogelsang");
		await settled();
		expect(text(".duplicates .who")).toBe("Katharina Vogelsang is already a contact");
		expect(text(".duplicates .why")).toContain("same name · Nordlicht Energie GmbH");
		expect(button("Use existing").classList.contains("ink")).toBe(true);
		expect(button("Save as new").classList.contains("ink")).toBe(false);
		await press("Control+j");
		expect(host.acts.at(-1)?.action).toBe("open_person");
		await press("Control+e");
		expect(host.creation.used).toEqual([{ person: expect.any(String), addNumber: true }]);
		expect(text(".toast")).toBe("Linked to Katharina Vogelsang. The number was added as Mobile.");
		expect(dialog()).toBeNull();
	});

	it("gets the number only where the agent wants it, and a number without room is told", async () => {
		const host = await open();
		host.creation.number = { number: "no_room" };
		await type(field("LastName"), "Vogelsang");
		await pressButton("Use existing");
		expect(text(".ended")).toContain("No phone field of the record is empty");
		await pressButton("Done");
		await press("Control+n");
		await settled();
		await type(field("LastName"), "Vogelsang");
		element(".duplicates input[type=checkbox]").click();
		await settled();
		await press("Control+e");
		expect(host.creation.used.at(-1)?.addNumber).toBe(false);
	});

	it("found by the org's rule may be saved anew only where the rule allows it", async () => {
		const host = await open({ setup: "create=alert" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(text(".duplicates .message")).toBe("Salesforce: Use one of these records?");
		expect(document.querySelectorAll(".duplicates li")).toHaveLength(3);
		await pressButton("Save as new");
		expect(host.creation.saves.map((one) => one.allowDuplicates)).toEqual([false, true]);
		expect(dialog()).toBeNull();
	});

	it("cannot be saved anew where the rule blocks it", async () => {
		const host = await open({ setup: "create=block" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(document.querySelector("footer")?.textContent).not.toContain("Save");
		expect(text(".duplicates")).toContain("Another one of the same is not allowed");
		await press("Control+Enter");
		expect(host.creation.saves).toHaveLength(1);
	});
});

describe("the account", () => {
	const rows = () =>
		[...document.querySelectorAll("#create-field-AccountId-list .option")].map((one) =>
			one.textContent?.trim().replace(/\s+/g, " "),
		);

	it("is found as it is typed, this computer's first, and chosen with Enter", async () => {
		const host = await open();
		control("AccountId").focus();
		await type(field("AccountId"), "vogel");
		await expect
			.poll(rows)
			.toEqual([
				"Vogelweide Gartenbau KG Berlin · Jonas Weber ↵",
				"Vogel & Partner Frankfurt · Jonas Weber",
				"New account “vogel”",
			]);
		await press("Enter");
		expect(control("AccountId").value).toBe("Vogelweide Gartenbau KG");
		expect(dialog()).not.toBeNull();
		await fill();
		await press("Control+Enter");
		expect(host.creation.saves[0]?.values.account).toMatchObject({ account: "existing" });
	});

	it("can be a new one, the last row", async () => {
		const host = await open();
		await type(field("AccountId"), "Okafor Ltd");
		await expect.poll(rows).toEqual(["New account “Okafor Ltd”"]);
		await press("ArrowUp");
		await press("Enter");
		await fill();
		await press("Control+Enter");
		expect(host.creation.saves[0]?.values.account).toEqual({ account: "new", name: "Okafor Ltd" });
	});

	it("typed and not chosen is kept and asked about; Esc closes only the list", async () => {
		const host = await open();
		await fill();
		await type(field("AccountId"), "vogel");
		await expect.poll(rows).toHaveLength(3);
		await press("Escape");
		expect(control("AccountId").getAttribute("aria-expanded")).toBe("false");
		expect(dialog()).not.toBeNull();
		await press("Control+Enter");
		await settled();
		expect(error("AccountId")).toBe("Choose an account, or “vogel” as a new one.");
		expect(control("AccountId").value).toBe("vogel");
		expect(host.creation.saves).toHaveLength(0);
	});
});

describe("where it opens", () => {
	it("from the pop: N and L open a window of its own", async () => {
		const host = await show("pop-none");
		expect(document.activeElement).toBe(button("Create contact"));
		await press("n");
		await press("l");
		expect(host.creation.opened).toEqual([
			{ call: 41, kind: "contact" },
			{ call: 41, kind: "lead" },
		]);
	});

	it("the admin's choice is the filled one; off says why", async () => {
		const host = await show("pop-none");
		host.change((view) => (view.creation.kinds = ["lead", "contact"]));
		await settled();
		expect(button("Create lead").classList.contains("ink")).toBe(true);
		host.change((view) => (view.creation.kinds = []));
		await settled();
		expect(text("[data-body]")).toContain("Creating people is switched off in the settings.");
		await press("n");
		expect(host.creation.opened).toEqual([]);
	});

	it("the pop tells of somebody who waits, and opens the form again", async () => {
		const host = await show("pop-none");
		host.change((view) => {
			view.creation.waiting = [
				{
					draft: "call 41",
					kind: "contact",
					name: "Ada Okafor",
					company: null,
					call: 41,
					queued_ms: 0,
					state: { state: "stuck", problem: { code: "creation-duplicates", detail: null } },
				},
			];
		});
		await settled();
		expect(text("[data-body]")).toContain("Ada Okafor is not in Salesforce yet");
		await pressButton("Open the form");
		expect(host.creation.opened).toEqual([{ call: 41, kind: null }]);
	});

	it("from a search that found nobody, and at a company that was found", async () => {
		const host = await show("main-calls", { setup: "search_delay=0" });
		await press("Control+3");
		await type("[role=combobox]", "okafor");
		await expect.poll(() => document.querySelector(".create button")).not.toBeNull();
		await pressButton("Create person");
		expect(host.creation.asked.at(-1)?.from).toEqual({ from: "text", text: "okafor" });
		await userEvent.keyboard("{Escape}");
		await settled();
		await type("[role=combobox]", "vogelweide");
		await settled();
		await pressButton("New contact here");
		expect(host.creation.asked.at(-1)?.from.from).toBe("account");
	});

	it("at the company that called, for its call", async () => {
		const host = await show("main-calls");
		const { callDetails } = host;
		host.callDetails = async (call) => {
			const details = structuredClone(await callDetails(call));
			if (details?.call.caller.caller === "one") details.call.caller.best.kind = "account";
			return details;
		};
		const row = [...document.querySelectorAll<HTMLElement>(".list [role=option]")].find((one) =>
			one.textContent?.includes("Katharina Vogelsang"),
		);
		row?.click();
		await settled();
		await pressButton("New contact here");
		expect(host.creation.asked.at(-1)).toMatchObject({ from: { from: "call" }, kind: "contact" });
		expect(control("AccountId").value).toBe("Katharina Vogelsang");
	});

	it("from the details of a call nobody is known for", async () => {
		const host = await show("main-calls");
		const unknown = [...document.querySelectorAll<HTMLElement>(".list [role=option]")].find((one) =>
			one.textContent?.includes("Not in Salesforce"),
		);
		unknown?.click();
		await settled();
		await pressButton("Create contact");
		expect(host.creation.asked.at(-1)).toMatchObject({ from: { from: "call" }, kind: "contact" });
		expect(dialog()).not.toBeNull();
	});
});

describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
	it.each([
		["whole", ""],
		["loading", "form=slow"],
		["basics", "form=basics"],
		["restored", "form=restored"],
	])("%s", async (_, setup) => {
		await open({ ...look, setup });
		expect(await violations()).toEqual([]);
	});

	it.each(["refused", "alert", "block", "offline", "failed"])("saved: %s", async (outcome) => {
		await open({ ...look, setup: `create=${outcome}` });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(await violations()).toEqual([]);
	});

	it("with accounts to choose from", async () => {
		await open(look);
		await type(field("AccountId"), "vogel");
		await settled();
		expect(await violations()).toEqual([]);
	});
});
