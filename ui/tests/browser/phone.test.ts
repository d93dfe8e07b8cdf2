import { afterEach, describe, expect, it, vi } from "vitest";
import { button, choose, element, press, pressButton, settled, show, showSettings, text, type } from "./show";

const said = () => text("[role=status][aria-live=polite]");
const HOOKED = "settings=hook&hook=on";

afterEach(() => vi.useRealTimers());

describe("testing the phone", () => {
	it("names what is missing, and goes there", async () => {
		const host = await showSettings("phone", { setup: "settings=fresh" });
		await pressButton("Test");
		expect(document.activeElement).toBe(element("#field-phone-address"));
		expect(document.querySelectorAll("[aria-invalid]")).toHaveLength(4);
		expect(text("#field-pbx_key-error")).toBe("This is needed for the test.");
		expect(host.setup.checks).toEqual([]);
	});

	it("saves first, then shows each step in the order it is made", async () => {
		const host = await showSettings("phone");
		await type("#field-phone-extension", "813");
		await press("Control+Enter");
		await settled();
		expect(host.setup.changes).toHaveLength(1);
		expect(host.setup.checks).toEqual(["phone"]);
		expect([...document.querySelectorAll(".findings .name")].map((one) => one.textContent)).toEqual([
			"Phone",
			"3CX sign-in",
			"3CX version",
			"Call Control",
			"Own extension",
			"Names from 3CX",
			"Live events",
		]);
		expect(text(".told")).toBe("Tested 14:52 · All steps passed");
		expect(said()).toBe("All steps passed");
	});

	it("a step that fails says what, why and the remedy; later ones are not checked", async () => {
		await showSettings("phone", { setup: "findings=refused" });
		await pressButton("Test");
		await settled();
		const failed = text(".findings .words");
		expect(failed).toContain("3CX sign-in: 3CX does not accept the client ID or the API key");
		expect(failed).toContain("Every request to 3CX needs it.");
		expect(failed).toContain("Copy both again from Integrations > API");
		const marks = [...document.querySelectorAll(".findings .icon")].map((one) =>
			one.getAttribute("aria-label"),
		);
		expect(marks).toEqual(["Passed", "Failed", ...Array(5).fill("Not checked")]);
		expect(said()).toBe("1 step needs attention");
	});

	it("while it runs the button is busy and says so", async () => {
		const host = await showSettings("phone", { setup: "findings=never" });
		await pressButton("Test");
		expect(button("Test").getAttribute("aria-busy")).toBe("true");
		expect(text(".told")).toBe("Testing…");
		await press("Control+Enter");
		expect(host.setup.checks).toEqual(["phone"]);
	});

	it("a refused value is not tested", async () => {
		const host = await showSettings("phone");
		await type("#field-phone-extension", "8a");
		await pressButton("Test");
		await settled();
		expect(host.setup.checks).toEqual([]);
		expect(document.activeElement).toBe(element("#field-phone-extension"));
	});

	it("no answer at all is said, and tried again", async () => {
		const host = await showSettings("phone");
		host.setup.checkFails = true;
		await pressButton("Test");
		await settled();
		expect(text(".told")).toBe("The checks gave no answer. Run them again.");
		host.setup.checkFails = false;
		await pressButton("Test");
		await settled();
		expect(text(".told")).toContain("All steps passed");
	});

	it("the result stays after a look elsewhere, and goes when something is saved", async () => {
		await showSettings("phone");
		await pressButton("Test");
		await settled();
		await press("Control+1");
		await press("Control+6");
		await settled();
		expect(document.querySelectorAll(".findings li")).toHaveLength(7);
		await type("#field-phone-extension", "813");
		await press("Control+s");
		expect(document.querySelector(".findings")).toBeNull();
	});
});

describe("second source", () => {
	it("is off until it is switched on, and shows its settings", async () => {
		const host = await showSettings("phone");
		expect(text(".state")).toBe("Off");
		expect(document.querySelector("#presets-panel")).toBeNull();
		element("#field-phone-hook-enabled").click();
		await type("#field-phone-hook-lan_phones", "192.168.10.31\n\n 192.168.10.32 ");
		await press("Control+s");
		expect(host.setup.changes[0]?.values).toEqual({
			"phone.hook.enabled": true,
			"phone.hook.lan_phones": ["192.168.10.31", "192.168.10.32"],
		});
	});

	it("shows no field that the settings do not have", async () => {
		const host = await show("main-calls", { setup: "hook=on" });
		for (const field of Object.keys(host.setup.settings.values)) {
			if (field.startsWith("phone.hook."))
				delete (host.setup.settings.values as Record<string, unknown>)[field];
		}
		await press("Control+6");
		await settled();
		await choose("phone");
		expect(document.querySelector("[id^=field-phone-hook]")).toBeNull();
		expect(text(".state")).toContain("Listening on 127.0.0.1:47114");
	});

	it("what to enter is copied line by line, for each kind of phone", async () => {
		const host = await showSettings("phone", { setup: HOOKED });
		element("#presets-three-cx-client").focus();
		await press("ArrowRight");
		await press("ArrowRight");
		expect(element("#presets-snom").getAttribute("aria-selected")).toBe("true");
		element<HTMLElement>("#presets-panel [aria-label='Copy On Connected']").click();
		await settled();
		expect(host.copied).toEqual(["http://192.168.10.24:47114/k3Zr0xQmV7bTnE9sWc1uYd/answer?number=$remote"]);
		await press("ArrowRight");
		await press("ArrowRight");
		expect(text("#presets-panel")).toContain("Names may differ on your model.");
	});

	it("a new secret is asked for once and replaces the texts", async () => {
		const host = await showSettings("phone", { setup: HOOKED });
		await pressButton("New secret");
		expect(text("dialog")).toContain("stops working");
		expect(host.setup.renewals).toBe(0);
		element<HTMLElement>("dialog .danger").click();
		await settled();
		expect(host.setup.renewals).toBe(1);
		expect(text("#presets-panel")).toContain("Xp5LdJ2hRq8yVw0mKe6sBt");
		expect(text("#presets-panel")).not.toContain("k3Zr0xQmV7bTnE9sWc1uYd");
		expect(said()).toBe("New secret made");
	});

	it("shows what arrived with its verdict", async () => {
		await showSettings("phone", { setup: HOOKED });
		const rows = [...document.querySelectorAll("section ol li")].map((one) =>
			one.textContent?.trim().replace(/\s+/g, " "),
		);
		expect(rows).toHaveLength(5);
		expect(rows[0]).toContain("14:52:13");
		expect(rows[0]).toContain("taken Henrik Aaltonen · +358942450123 127.0.0.1");
		expect(rows[2]).toContain("not understood");
		expect(rows[2]).toContain("/incoming?nr=04066969412");
	});

	it("asks every two seconds while it is on the screen, and only then", async () => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
		const host = await showSettings("phone", { setup: HOOKED });
		const asked = vi.spyOn(host.setup, "askHook");
		vi.advanceTimersByTime(2000);
		vi.advanceTimersByTime(2000);
		expect(asked).toHaveBeenCalledTimes(2);
		vi.spyOn(document, "hidden", "get").mockReturnValue(true);
		vi.advanceTimersByTime(4000);
		expect(asked).toHaveBeenCalledTimes(2);
		vi.restoreAllMocks();
		const later = vi.spyOn(host.setup, "askHook");
		await choose("network");
		vi.advanceTimersByTime(4000);
		expect(later).not.toHaveBeenCalled();
	});

	it("down says why", async () => {
		await showSettings("phone", { setup: "settings=hook&hook=down" });
		expect(text(".state")).toContain("The network settings cannot be used: 127.0.0.1:47114.");
	});

	it("what others sent is text and nothing else", async () => {
		await showSettings("phone", { setup: "settings=hook&hook=hostile" });
		expect(text("section ol")).toContain("<img src=x onerror=alert(1)>");
		expect(text("section ol")).toContain("<b>192.168.10.31</b>");
		expect(document.querySelectorAll(".form img, .form script, .form b")).toHaveLength(0);
	});
});
