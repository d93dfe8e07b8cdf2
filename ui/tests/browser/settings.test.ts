import { describe, expect, it, vi } from "vitest";
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

const ADDRESS = "#field-phone-address";
const EXTENSION = "#field-phone-extension";
const WRAP_UP = "#field-pop-wrap_up_s";
const value = (selector: string) => element<HTMLInputElement>(selector).value;
const bar = () => document.querySelector(".bar");
const said = () => text("[role=status][aria-live=polite]");

/** What a field's error and hint say to who cannot see them. */
function description(selector: string): string {
	const ids = element(selector).getAttribute("aria-describedby")?.split(" ") ?? [];
	return ids.map((id) => text(`#${id}`)).join(" ");
}

describe("frame", () => {
	it("opens where something is to be set up first, else at the first section", async () => {
		for (const [setup, title] of [
			["settings=fresh", "Phone"],
			["settings=connected", "General"],
		] as const) {
			await show("main-calls", { setup });
			await press("Control+6");
			await settled();
			expect(text("h1")).toBe(title);
			tidy();
		}
	});

	it("names the section it shows", async () => {
		await showSettings("network");
		expect(text(".sections [aria-current]")).toBe("Network");
		expect(text("h1")).toBe("Network");
		expect(value("#field-salesforce-callback_port")).toBe("47113");
	});

	it("the save bar comes with the first change, counts, and goes when all is as before", async () => {
		await showSettings("phone");
		expect(bar()).toBeNull();
		await type(EXTENSION, "813");
		expect(text(".bar")).toContain("1 change");
		await type("#field-phone-client_id", "901");
		expect(text(".bar")).toContain("2 changes");
		await type(EXTENSION, "812");
		expect(text(".bar")).toContain("1 change");
		await type("#field-phone-client_id", "900");
		expect(bar()).toBeNull();
	});

	it("nothing above the save bar moves when it comes", async () => {
		await showSettings("phone");
		const before = element(EXTENSION).getBoundingClientRect().top;
		await type(EXTENSION, "813");
		expect(element(EXTENSION).getBoundingClientRect().top).toBe(before);
		expect(element(".bar").getBoundingClientRect().height).toBe(56);
	});

	it("Ctrl S saves what changed and nothing else, and says so", async () => {
		const host = await showSettings("phone");
		await type(EXTENSION, "813");
		await press("Control+s");
		expect(host.setup.changes).toEqual([{ values: { "phone.extension": "813" }, secrets: {} }]);
		expect(bar()).toBeNull();
		expect(said()).toBe("Saved");
		expect(value(EXTENSION)).toBe("813");
		expect(document.activeElement).toBe(element(EXTENSION));
	});

	it("a second save is heard as well", async () => {
		await showSettings("pop");
		const region = element("[role=status][aria-live=polite]");
		await type(WRAP_UP, "90");
		await press("Control+s");
		const first = region.textContent;
		await type(WRAP_UP, "80");
		await press("Control+s");
		expect(region.textContent?.trim()).toBe("Saved");
		expect(region.textContent).not.toBe(first);
	});

	it("Ctrl S without a change asks for nothing", async () => {
		const host = await showSettings("phone");
		expect(await press("Control+s")).toBe(true);
		expect(host.setup.changes).toEqual([]);
	});

	it("pressing Save keeps the focus in the form, although the button goes", async () => {
		await showSettings("pop");
		await type(WRAP_UP, "90");
		await pressButton("Save");
		expect(bar()).toBeNull();
		expect(document.activeElement).toBe(element(".form"));
	});

	it("Esc discards, Undo brings the changes back", async () => {
		const host = await showSettings("pop");
		await type(WRAP_UP, "90");
		await press("Escape");
		expect(value(WRAP_UP)).toBe("60");
		expect(text(".bar")).toContain("1 change discarded");
		await pressButton("Undo");
		expect(value(WRAP_UP)).toBe("90");
		expect(document.activeElement).toBe(button("Save"));
		await press("Control+s");
		expect(host.setup.changes).toEqual([{ values: { "pop.wrap_up_s": 90 }, secrets: {} }]);
	});

	it("unsaved changes survive another view and another section, unasked", async () => {
		await showSettings("phone");
		await type(EXTENSION, "813");
		await press("Control+1");
		expect(text("h1")).toContain("Today");
		await press("Control+6");
		await settled();
		expect(value(EXTENSION)).toBe("813");
		await choose("network");
		expect(text(".bar")).toContain("1 change");
		expect(document.querySelector("dialog")).toBeNull();
	});

	it("a change from elsewhere is shown at once; what is edited here stays", async () => {
		const host = await showSettings("phone");
		await type(EXTENSION, "813");
		host.setup.settings.values["phone.extension"] = "700";
		host.setup.settings.values["phone.client_id"] = "950";
		host.change((view) => {
			view.setup.revision += 1;
		});
		await settled();
		expect(value("#field-phone-client_id")).toBe("950");
		expect(value(EXTENSION)).toBe("813");
		expect(text(".bar")).toContain("1 change");
		await press("Escape");
		expect(value(EXTENSION)).toBe("700");
	});

	it("is read anew only when something changed", async () => {
		const host = await showSettings("phone");
		const read = vi.spyOn(host.setup, "read");
		host.change((view) => {
			view.pops_paused = true;
		});
		await settled();
		expect(read).not.toHaveBeenCalled();
		host.change((view) => {
			view.setup.revision += 1;
		});
		await settled();
		expect(read).toHaveBeenCalledTimes(1);
	});

	it("the web view's own reload does not take what is edited", async () => {
		await showSettings("phone");
		await type(EXTENSION, "813");
		expect(await press("Control+r")).toBe(true);
	});

	it("settings that cannot be read say why, and Retry asks the keychain again", async () => {
		const host = await show("main-calls");
		host.setup.readProblem = { code: "keychain-locked", detail: null };
		await press("Control+6");
		await settled();
		expect(text(".form")).toContain("The keychain is locked");
		await pressButton("Retry");
		expect(host.setup.keychainRetries).toBe(1);
		expect(text("h1")).toBe("General");
	});

	it("language and theme are saved like the rest", async () => {
		const host = await showSettings("general");
		element("input[value=de]").click();
		element("input[value=high_contrast]").click();
		await settled();
		await press("Control+s");
		expect(host.setup.changes[0]?.values).toEqual({ "look.language": "de", "look.theme": "high_contrast" });
	});
});

describe("a refused field", () => {
	it("takes the focus, in whatever section it is, and says what is wrong", async () => {
		await showSettings("phone");
		await type(EXTENSION, "8a");
		await choose("network");
		await press("Control+s");
		expect(text("h1")).toBe("Phone");
		expect(document.activeElement).toBe(element(EXTENSION));
		expect(element(EXTENSION).getAttribute("aria-invalid")).toBe("true");
		expect(description(EXTENSION)).toContain("Not an extension number. Enter digits only.");
		expect(text(".bar")).toContain("1 error");
		expect(said()).toBe("1 error");
		expect(value(EXTENSION)).toBe("8a");
	});

	it("is the first of several on the screen", async () => {
		await showSettings("phone");
		await type("#field-phone-email", "mara");
		await type(ADDRESS, "http://pbx.example.com");
		await pressButton("Save");
		expect(document.activeElement).toBe(element(ADDRESS));
		expect(description(ADDRESS)).toContain("Only https is used");
		expect(description("#field-phone-email")).toContain(
			"Not an e-mail address or user name like anna@example.com.",
		);
		expect(text(".bar")).toContain("2 errors");
	});

	it("is well again once it is edited, and Save works all the time", async () => {
		const host = await showSettings("phone");
		await type(EXTENSION, "8a");
		await press("Control+s");
		await type(EXTENSION, "80");
		expect(element(EXTENSION).hasAttribute("aria-invalid")).toBe(false);
		expect(button("Save").disabled).toBe(false);
		await press("Control+s");
		expect(host.setup.settings.values["phone.extension"]).toBe("80");
	});

	it("tells the range, in German too", async () => {
		await showSettings("pop", { lang: "de" });
		await type(WRAP_UP, "5");
		await press("Control+s");
		expect(description(WRAP_UP)).toContain("Geben Sie eine Zahl von 10 bis 3600 ein.");
	});

	it("a number takes digits only", async () => {
		await showSettings("pop");
		await type(WRAP_UP, "soon");
		await press("Control+s");
		expect(description(WRAP_UP)).toContain("Enter a whole number.");
	});

	it("that no section shows is told in the save bar", async () => {
		const host = await showSettings("pop");
		host.setup.refusal = [
			{ field: "no.such.field", error: "not-an-email", detail: null, min: null, max: null },
		];
		await type(WRAP_UP, "90");
		await press("Control+s");
		expect(text(".bar")).toContain("no.such.field: Not an e-mail address or user name");
	});

	it("a save that fails as a whole keeps everything and tells the remedy", async () => {
		const host = await showSettings("pop");
		host.setup.saveProblem = { code: "keychain-locked", detail: null };
		await type(WRAP_UP, "90");
		await press("Control+s");
		expect(text(".bar")).toContain("The keychain is locked. Unlock it");
		expect(value(WRAP_UP)).toBe("90");
	});
});

describe("secrets", () => {
	const SECRET = "#field-pbx_key";
	const TEXT = "0123-top-secret";

	it("that are kept are never shown: there is a word and Replace", async () => {
		await showSettings("phone");
		expect(text(".shut")).toBe("In the keychain");
		expect(document.querySelector("input[type=password]")).toBeNull();
	});

	it("are typed unseen, sent once, and leave no trace", async () => {
		const host = await showSettings("phone");
		await pressButton("Replace");
		expect(document.activeElement).toBe(element(SECRET));
		expect(value(SECRET)).toBe("");
		expect(element<HTMLInputElement>(SECRET).type).toBe("password");
		await type(SECRET, TEXT);
		expect(document.documentElement.outerHTML).not.toContain(TEXT);
		await press("Control+s");
		expect(host.setup.changes).toEqual([{ values: {}, secrets: { pbx_key: TEXT } }]);
		expect(document.querySelector(SECRET)).toBeNull();
		expect(text(".shut")).toBe("In the keychain");
		await choose("salesforce");
		await choose("phone");
		await pressButton("Replace");
		expect(value(SECRET)).toBe("");
	});

	it("a cleared field stays open, discarding shuts it", async () => {
		await showSettings("phone");
		await pressButton("Replace");
		await type(SECRET, TEXT);
		await type(SECRET, "");
		expect(document.activeElement).toBe(element(SECRET));
		await type(SECRET, TEXT);
		await press("Escape");
		expect(text(".shut")).toBe("In the keychain");
	});

	it("Keep gives up replacing", async () => {
		await showSettings("phone");
		await pressButton("Replace");
		await type(SECRET, TEXT);
		await pressButton("Keep");
		expect(bar()).toBeNull();
		expect(text(".shut")).toBe("In the keychain");
		expect(document.activeElement).toBe(button("Replace"));
	});

	it("an optional one can be removed, and kept after all", async () => {
		const host = await showSettings("salesforce");
		await pressButton("Remove");
		expect(text(".shut")).toBe("Removed when you save");
		await pressButton("Keep");
		expect(bar()).toBeNull();
		await pressButton("Remove");
		await press("Control+s");
		expect(host.setup.changes).toEqual([{ values: {}, secrets: { consumer_secret: "" } }]);
		expect(element<HTMLInputElement>("#field-consumer_secret").type).toBe("password");
	});

	it("without a keychain are said to be in memory only", async () => {
		await showSettings("phone", { setup: "settings=memory" });
		expect(text(".shut")).toBe("In memory only");
		expect(text(".form")).toContain("This computer has no keychain");
		await pressButton("Replace");
		expect(description(SECRET)).toContain("gone when Ringside ends");
	});
});
