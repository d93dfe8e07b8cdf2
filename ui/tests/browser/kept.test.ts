import { afterEach, describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { CreateForm, Problem } from "../../src/bindings";
import type { BrowserHost } from "../../src/host/browser";
import { control, dialog, error, field, fill, labels, open } from "./creating";
import { button, element, press, pressButton, settled, show, text, type } from "./show";

const BROKEN: Problem = { code: "store-broken", detail: null };

afterEach(() => vi.restoreAllMocks());

/** Forms are answered when the test says so. */
function slowly(host: BrowserHost): (() => Promise<void>)[] {
	const { createForm } = host;
	const waiting: (() => Promise<void>)[] = [];
	host.createForm = (from, kind, recordType) =>
		new Promise<CreateForm>((done) => {
			const form = createForm(from, kind, recordType);
			waiting.push(async () => {
				done(await form);
				await settled();
			});
		});
	return waiting;
}

/** What is on disk of the field. */
const kept = (host: BrowserHost, name: string) => host.creation.kept.at(-1)?.fields[name];

describe("letters typed while fields are on their way", () => {
	it("of another kind are there with it, and on disk", async () => {
		const host = await open();
		await type(field("LastName"), "Oka");
		const answers = slowly(host);
		element("#create-kind-lead").click();
		await settled();
		await expect.poll(() => answers.length).toBe(1);
		await type(field("LastName"), "Okafor");
		await type(field("Email"), "ada@okafor.example");
		// They may have reached the disk, after the form was read from there.
		await expect.poll(() => kept(host, "Email")).toBe("ada@okafor.example");
		await answers[0]?.();
		expect(labels()).toContain("Company required");
		expect(control("LastName").value).toBe("Okafor");
		expect(control("Email").value).toBe("ada@okafor.example");
		await expect.poll(() => host.creation.kept.at(-1)?.kind).toBe("lead");
		expect(kept(host, "LastName")).toBe("Okafor");
	});

	it("go into the field that has another name there", async () => {
		const host = await open();
		const answers = slowly(host);
		element("#create-kind-person_account").click();
		await settled();
		await expect.poll(() => answers.length).toBe(1);
		await type(field("Email"), "ada@okafor.example");
		await answers[0]?.();
		expect(control("PersonEmail").value).toBe("ada@okafor.example");
	});

	it("keep the focus where it is, and say which kind is coming", async () => {
		const host = await open();
		const answers = slowly(host);
		element("#create-kind-lead").click();
		await settled();
		expect(element<HTMLInputElement>("#create-kind-lead").checked).toBe(true);
		await expect.poll(() => answers.length).toBe(1);
		control("LastName").focus();
		const before = control("LastName");
		await answers[0]?.();
		expect(document.activeElement).toBe(before);
	});

	it("are kept when the form closes before it was there", async () => {
		const host = await show("main-calls");
		const answers = slowly(host);
		await press("Control+n");
		await settled();
		await type(field("LastName"), "Okafor");
		await userEvent.keyboard("{Escape}");
		await settled();
		expect(dialog()).toBeNull();
		await answers[0]?.();
		await expect.poll(() => kept(host, "LastName")).toBe("Okafor");
	});

	it("are saved once the form is there, when Save was pressed before", async () => {
		const host = await show("main-calls");
		const answers = slowly(host);
		await press("Control+n");
		await settled();
		await type(field("LastName"), "Okafor");
		await press("Control+Enter");
		expect(host.creation.saves).toHaveLength(0);
		await answers[0]?.();
		// The org wants more than could be typed so far, and says so.
		await expect.poll(() => error("Customer_Segment__c")).toBe("Customer segment is needed.");
		expect(host.creation.saves[0]?.values.fields.LastName).toBe("Okafor");
	});
});

describe("a form that could not be opened", () => {
	it("does not say that anything is kept, and is asked for again until it is", async () => {
		const host = await open({ setup: "form=fails" });
		expect(text(".banner")).toContain("The form could not be opened");
		await type(field("LastName"), "Okafor");
		expect(text(".banner")).toContain("What you type is not on disk yet");
		expect(document.body.textContent).not.toContain("What you typed is kept");
		host.creation.comes = "whole";
		await expect.poll(() => kept(host, "LastName"), { timeout: 5000 }).toBe("Okafor");
		expect(document.querySelector(".banner")).toBeNull();
		expect(labels()).toContain("Customer segment required");
		expect(control("LastName").value).toBe("Okafor");
	});

	it("is asked for at once where the agent wants it", async () => {
		const host = await open({ setup: "form=fails" });
		host.creation.comes = "whole";
		await pressButton("Retry");
		await expect.poll(labels, { timeout: 5000 }).toContain("Customer segment required");
		expect(host.creation.asked.at(-1)?.kind).toBeNull();
	});

	it("since its call is gone stands for itself", async () => {
		const host = await show("main-calls");
		const { createForm } = host;
		host.createForm = async (from, kind, recordType) => {
			if (from.from === "call") throw null;
			return createForm(from, kind, recordType);
		};
		const unknown = [...document.querySelectorAll<HTMLElement>(".list [role=option]")].find((one) =>
			one.textContent?.includes("Not in Salesforce"),
		);
		unknown?.click();
		await settled();
		await pressButton("Create contact");
		await type(field("LastName"), "Okafor");
		await expect.poll(() => kept(host, "LastName")).toBe("Okafor");
	});
});

describe("what is on disk", () => {
	it("is tried again after it failed, without another letter", async () => {
		const host = await open();
		const { keepDraft } = host;
		host.keepDraft = () => Promise.reject(BROKEN);
		await type(field("LastName"), "Okafor");
		await expect.poll(() => element("footer .note").textContent).not.toContain("kept");
		host.keepDraft = keepDraft;
		await expect.poll(() => kept(host, "LastName"), { timeout: 5000 }).toBe("Okafor");
	});

	it("has a company that was typed and not chosen, and shows it again", async () => {
		const host = await open();
		await type(field("AccountId"), "Okafor Li");
		await expect.poll(() => kept(host, "AccountId")).toBe("Okafor Li");
		await userEvent.keyboard("{Escape}{Escape}");
		await settled();
		expect(dialog()).toBeNull();
		await press("Control+n");
		await settled();
		expect(control("AccountId").value).toBe("Okafor Li");
		await fill();
		await press("Control+Enter");
		await settled();
		expect(error("AccountId")).toBe("Choose an account, or “Okafor Li” as a new one.");
	});

	it("is what is used when somebody who is there gets the number", async () => {
		const host = await open();
		await type(field("LastName"), "Vogelsang");
		await settled();
		await type(field("Phone"), "+44 20 7946 0999");
		const order: string[] = [];
		const { keepDraft, useExisting } = host;
		host.keepDraft = (draft, values) => {
			order.push(`kept ${values.fields.Phone}`);
			return keepDraft(draft, values);
		};
		host.useExisting = (...asked) => {
			order.push("used");
			return useExisting(...asked);
		};
		await press("Control+e");
		await settled();
		expect(order).toEqual(["kept +44 20 7946 0999", "used"]);
	});

	it("is not written again once the person is created", async () => {
		const host = await open();
		await fill();
		await press("Control+Enter");
		await settled();
		expect(dialog()).toBeNull();
		const before = host.creation.kept.length;
		await new Promise((done) => setTimeout(done, 400));
		expect(host.creation.kept).toHaveLength(before);
	});
});

describe("refusals", () => {
	it("of fields the form has not are shown with their field, and equal ones twice", async () => {
		const host = await open({ setup: "create=outside" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect([...document.querySelectorAll(".general")].map((one) => one.textContent)).toEqual([
			"Salesforce: MyTrigger: execution of BeforeInsert caused by: no",
			"Salesforce: MyTrigger: execution of BeforeInsert caused by: no",
			"Region__c: Salesforce: Region is needed.",
		]);
		expect(text("footer .wrong")).toBe("3 fields to correct");
		// Nothing of it can be mended here: the next letter starts anew.
		await type(field("LastName"), "Okafo");
		expect(document.querySelector("footer .wrong")).toBeNull();
		host.creation.outcome = "created";
		await press("Control+Enter");
		expect(dialog()).toBeNull();
	});
});

describe("somebody like this, whom Salesforce does not show", () => {
	it("is told in the org's words, and may be overruled where that is allowed", async () => {
		const host = await open({ setup: "create=unseen" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(text(".duplicates")).toBe(
			"Salesforce knows somebody like this, and does not show who Salesforce: You are creating a duplicate record.",
		);
		expect(button("Save as new").classList.contains("ink")).toBe(false);
		await press("Control+Enter");
		await settled();
		expect(host.creation.saves.map((one) => one.allowDuplicates)).toEqual([false, true]);
		expect(dialog()).toBeNull();
	});

	it("is told although a question about the same was on its way", async () => {
		const host = await open({ setup: "create=unseen" });
		const { checkDraft } = host;
		const answers: (() => void)[] = [];
		host.checkDraft = (values) => new Promise((done) => answers.push(() => done(checkDraft(values))));
		await fill();
		await press("Control+Enter");
		await settled();
		for (const answer of answers) answer();
		await settled();
		expect(text(".duplicates")).toContain("You are creating a duplicate record.");
	});

	it("cannot be overruled where the rule blocks; another name starts anew", async () => {
		const host = await open({ setup: "create=unseen-block" });
		await fill();
		await press("Control+Enter");
		await settled();
		expect(text(".duplicates")).toContain("Another one of the same is not allowed");
		expect(document.querySelector("footer")?.textContent).not.toContain("Save");
		await type(field("LastName"), "Okonkwo");
		await settled();
		expect(document.querySelector(".duplicates")).toBeNull();
		host.creation.outcome = "created";
		await press("Control+Enter");
		expect(host.creation.saves.at(-1)?.allowDuplicates).toBe(false);
		expect(dialog()).toBeNull();
	});
});
