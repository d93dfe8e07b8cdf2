import { describe, expect, it } from "vitest";
import { SETUPS } from "./setups";
import { element, fixtureNames, press, settled, show, showSettings } from "./show";
import { LOOKS, violations } from "./violations";

describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
	it.each(fixtureNames("pop"))("%s", async (name) => {
		await show(name, look);
		expect(await violations()).toEqual([]);
	});

	it.each(["pop-one", "pop-do-not-call"])("%s, why", async (name) => {
		await show(name, look);
		await press("w");
		expect(await violations()).toEqual([]);
	});

	it("pop without the keyboard", async () => {
		await show("pop-one", { ...look, focus: false });
		expect(await violations()).toEqual([]);
	});

	it.each(fixtureNames("main"))("%s", async (name) => {
		await show(name, look);
		expect(await violations()).toEqual([]);
		await press("Control+5");
		expect(await violations()).toEqual([]);
		await press("?");
		expect(await violations()).toEqual([]);
	});

	it.each(SETUPS)("settings, $name", async ({ section, setup, doing }) => {
		await showSettings(section, { ...look, setup });
		await doing?.();
		expect(await violations()).toEqual([]);
	});

	it("health with checks", async () => {
		await show("main-calls", { ...look, setup: "findings=faults" });
		await press("Control+5");
		await press("Control+r");
		expect(await violations()).toEqual([]);
	});

	it("dialogs that ask once", async () => {
		await showSettings("salesforce", { ...look, setup: "sign_in=in" });
		element(".account button").click();
		await settled();
		expect(await violations()).toEqual([]);
	});
});
