import { describe, expect, it, vi } from "vitest";
import { found, SECTIONS } from "../../src/settings/sections";
import {
	button,
	choose,
	element,
	press,
	pressButton,
	settled,
	show,
	showSettings,
	text,
	tidy,
	type,
} from "./show";

const field = (selector: string) => element<HTMLInputElement>(selector);
const said = () => text("[role=status][aria-live=polite]");
const rows = (id: string) =>
	[...document.querySelectorAll(`#${id}-list [role=option] .label`)].map((one) => one.textContent?.trim());
const status = (id: string) => document.querySelector(`#${id}-list ~ [role=status]`)?.textContent?.trim();

async function open(selector: string): Promise<void> {
	field(selector).focus();
	await press("ArrowDown");
	await settled();
}

describe("the key field", () => {
	const KEY = "#field-journal-key_field";

	it("offers only fields that keep a second entry out, and says what it buys", async () => {
		const host = await showSettings("journal");
		expect(field(KEY).value).toBe("None");
		const hint = field(KEY).getAttribute("aria-describedby") ?? "";
		expect(text(`#${hint}`)).toContain("refuses a second entry of a call");
		await open(KEY);
		expect(rows("field-journal-key_field")).toEqual(["None", "Activity key"]);
		await press("ArrowDown");
		await press("Enter");
		expect(field(KEY).value).toBe("Activity key");
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values).toEqual({ "journal.key_field": "Activity_Key__c" });
	});

	it("takes a name that is typed, and says that this org's field will not do", async () => {
		const host = await showSettings("journal");
		await open(KEY);
		await type(KEY, "Region__c");
		expect(rows("field-journal-key_field")).toEqual(["Use “Region__c”"]);
		await press("Enter");
		await settled();
		expect(text("#field-journal-key_field-warning")).toContain("Region__c is not unique");
		await type(KEY, "Region");
		await press("Enter");
		await settled();
		expect(text("#field-journal-key_field-error")).toContain("like Call_Key__c");
		expect(host.setup.changes).toEqual([]);
	});

	it("says that no field will do, or why Salesforce cannot be asked", async () => {
		const host = await showSettings("journal", { setup: "offers=salesforce-offline" });
		await open(KEY);
		expect(status("field-journal-key_field")).toContain("Type the value instead.");
		await press("Escape");
		host.setup.offerProblem = null;
		host.setup.offeredFields = { fields: [], problem: null };
		await open(KEY);
		expect(status("field-journal-key_field")).toContain("No field of this org will do");
	});
});

describe("further Task fields", () => {
	it("are chosen by label, lookups with what they lead to", async () => {
		const host = await showSettings("journal");
		await pressButton("Add field");
		expect(document.querySelector("#field-journal-fields-error")).toBeNull();
		await open("#field-journal-fields-0-name");
		expect(rows("field-journal-fields-0-name")).toEqual([
			"Activity key",
			"Call result",
			"Reminder Date/Time",
			"Region",
			"Site",
		]);
		await type("#field-journal-fields-0-name", "account");
		expect(text("#field-journal-fields-0-name-list [role=option] .detail")).toBe(
			"Site__c · Lookup to Account",
		);
		await press("Enter");
		expect(field("#field-journal-fields-0-name").value).toBe("Site");
		await type("#field-journal-fields-0-text", "[EntityId]");
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values).toEqual({ "journal.fields": ["Site__c = [EntityId]"] });
	});
});

describe("dialling", () => {
	it("has its settings, each saved by its path", async () => {
		const host = await showSettings("dial");
		const form = field("#field-dial-form");
		form.value = "national";
		form.dispatchEvent(new Event("change", { bubbles: true }));
		await type("#field-dial-prefix", "0");
		await open("#field-dial-device");
		expect(rows("field-dial-device")).toEqual(["As 3CX chooses", "3CX Desktop", "Yealink SIP-T54W"]);
		await type("#field-dial-device", "yea");
		await press("Enter");
		await type("#field-dial-voicemail", "*4");
		element("#field-dial-links").click();
		await settled();
		await type("#field-dial-never", "0190*\n+49 900*");
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values).toEqual({
			"dial.form": "national",
			"dial.prefix": "0",
			"dial.device": "Yealink SIP-T54W",
			"dial.voicemail": "*4",
			"dial.links": true,
			"dial.never": ["0190*", "+49 900*"],
		});
	});

	it("takes part of a phone's name, and says why 3CX names none", async () => {
		const host = await showSettings("dial", { setup: "offers=phone-unreachable", lang: "de" });
		await open("#field-dial-device");
		expect(status("field-dial-device")).toContain("Geben Sie den Wert selbst ein.");
		await type("#field-dial-device", "Snom");
		await press("Enter");
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values).toEqual({ "dial.device": "Snom" });
	});
});

describe("texts of chats", () => {
	const TEXT = "#field-chat-text";

	it("have their own variables, and are shown on a real chat that is named", async () => {
		const host = await showSettings("chats");
		expect(text(".card .of")).toBe("Live chat of 21 Nov, Sabine Achterberg");
		expect(text(".card .description")).toContain("Hello, is crane 4 free on Monday?");
		await type(TEXT, "[Chat");
		expect([...document.querySelectorAll("[role=option] .name")].map((one) => one.textContent)).toContain(
			"[ChatMessages]",
		);
		await press("Escape");
		expect(host.setup.previews.at(-1)).toEqual({ "chat.text": "[Chat" });
		host.setup.chatPreview.chat_ms = null;
		host.setup.chatPreview.parts = 3;
		await type(TEXT, "[ChatMessages]");
		expect(text(".card .of")).toBe("Sample chat");
		expect(text(".help .cut")).toBe("Too long for one entry: written as 3.");
	});

	it("an unknown variable is an error in its place, at once", async () => {
		await showSettings("chats");
		await type(TEXT, "[DateTime] [Dauer]");
		expect(text("#field-chat-text-error")).toContain("[Dauer] does not exist.");
		expect(element(TEXT).parentElement?.querySelector(".unknown")?.textContent).toBe("[Dauer]");
	});
});

describe("every value", () => {
	it("is checked when its field is left, or after a pause, before anything is saved", async () => {
		const host = await showSettings("pop");
		await type("#field-pop-wrap_up_s", "5");
		expect(document.querySelector("#field-pop-wrap_up_s-error")).toBeNull();
		button("Save").focus();
		await settled();
		expect(text("#field-pop-wrap_up_s-error")).toBe("Enter a number from 10 to 3600.");
		await type("#field-pop-wrap_up_s", "50");
		await vi.waitFor(() => expect(document.querySelector("#field-pop-wrap_up_s-error")).toBeNull());
		expect(host.setup.changes).toEqual([]);
	});

	it("goes back to what comes with the program, and says so", async () => {
		await showSettings("pop");
		const reset = () => document.querySelector<HTMLElement>("button.reset");
		const before = field("#field-pop-wrap_up_s").value;
		expect(before).toBe("60");
		expect(reset()).toBeNull();
		await type("#field-pop-wrap_up_s", "90");
		expect(reset()?.getAttribute("aria-label")).toBe("Wrap-up ends after: reset to “60”");
		reset()?.click();
		await settled();
		expect(field("#field-pop-wrap_up_s").value).toBe("60");
		expect(document.activeElement).toBe(field("#field-pop-wrap_up_s"));
		expect(said()).toBe("Wrap-up ends after reset");
		expect(document.querySelector(".bar")).toBeNull();
	});

	it("that was changed and not saved is there when the window is opened again", async () => {
		const first = await showSettings("pop");
		await type("#field-pop-wrap_up_s", "5");
		expect(first.setup.kept.at(-1)).toEqual({ "pop.wrap_up_s": 5 });
		await press("Escape");
		expect(first.setup.kept.at(-1)).toEqual({});
		await pressButton("Undo");
		expect(first.setup.kept.at(-1)).toEqual({ "pop.wrap_up_s": 5 });
		tidy();
		const again = await show("main-calls", { setup: "unsaved=pop.wrap_up_s" });
		await press("Control+6");
		await settled();
		await choose("pop");
		expect(field("#field-pop-wrap_up_s").value).toBe("50");
		expect(text(".bar")).toContain("1 change kept from last time, not saved yet");
		await type("#field-pop-wrap_up_s", "70");
		await press("Control+s");
		expect(again.setup.changes.at(-1)?.values).toEqual({ "pop.wrap_up_s": 70 });
		expect(again.setup.kept.at(-1)).toEqual({});
	});
});

describe("search in settings", () => {
	const FIELD = ".side input";

	it("finds by name and by explanation, with the keyboard alone, and leads to the field", async () => {
		await showSettings("general");
		element(".form").focus();
		await press("/");
		expect(document.activeElement).toBe(field(FIELD));
		await type(FIELD, "second entry");
		expect(text(".found [role=status]")).toBe("1 setting");
		await press("Enter");
		await settled();
		expect(text("h1")).toBe("Journal");
		expect(document.activeElement).toBe(field("#field-journal-key_field"));
		expect(said()).toBe("Key field, in Journal");
		expect(document.querySelector(".sections")).not.toBeNull();
	});

	it("arrows go through what was found; Esc ends it; nothing found is said", async () => {
		await showSettings("general", { lang: "de" });
		await type(FIELD, "anruf");
		await press("ArrowDown");
		const first = document.activeElement;
		expect(first?.closest(".found")).not.toBeNull();
		await press("ArrowUp");
		expect(document.activeElement).toBe(field(FIELD));
		await type(FIELD, "quark");
		expect(text(".found [role=status]")).toBe("Keine Einstellung passt zu „quark“.");
		await press("Escape");
		expect(field(FIELD).value).toBe("");
		expect(document.querySelector(".found")).toBeNull();
	});

	it("leads to a field for every setting", async () => {
		await showSettings("general", { setup: "settings=hook&hook=on&sign_in=in" });
		const missed: string[] = [];
		for (const section of SECTIONS) {
			for (const place of found(section === "creation" ? "creation" : section)) {
				if (place.section !== section) continue;
				await type(FIELD, place.field);
				element(".found button").click();
				await settled();
				const at = document.activeElement;
				if (at === null || at.closest(".form") === null || at.matches(".form")) missed.push(place.field);
			}
		}
		expect(missed).toEqual([]);
	});
});

describe("what the administrator has set", () => {
	it("is shown with whom to ask, and cannot be changed", async () => {
		const host = await show("main-calls");
		host.setup.settings.locked = ["phone.address", "journal.enabled"];
		host.setup.settings.policy_contact = "IT, extension 500";
		await press("Control+6");
		await settled();
		await choose("phone");
		expect(field("#field-phone-address").matches(":disabled")).toBe(true);
		expect(text("#field-phone-address-hint")).toContain("Ask: IT, extension 500");
		expect(field("#field-phone-extension").matches(":disabled")).toBe(false);
		await choose("journal");
		expect(element("#field-journal-enabled").matches(":disabled")).toBe(true);
	});
});
