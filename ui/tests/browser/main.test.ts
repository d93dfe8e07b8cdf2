import { describe, expect, it } from "vitest";
import { button, element, press, settled, show, text } from "./show";

const names = () => [...document.querySelectorAll(".list .name")].map((one) => one.textContent);
const chosen = () => text(".row.selected .name");

describe("calls of today", () => {
	it("the live call is on top and green, its details open", async () => {
		await show("main-calls");
		expect(names()[0]).toBe("Henrik Aaltonen");
		expect(element(".list .row").classList).toContain("live");
		expect(text(".details h2")).toBe("Henrik Aaltonen");
	});

	it("each row names what its icons say", async () => {
		await show("main-calls");
		const marks = [...document.querySelectorAll(".list [role=img]")].map((one) =>
			one.getAttribute("aria-label"),
		);
		expect(marks.slice(0, 8)).toEqual([
			"Talking",
			"In progress",
			"Incoming call",
			"Written",
			"Missed call",
			"Written",
			"Outgoing call",
			"Waiting",
		]);
	});

	it("keys move in the list, letters jump, Enter opens the record", async () => {
		const host = await show("main-calls");
		element(".list").focus();
		await press("ArrowDown");
		expect(chosen()).toBe("Katharina Vogelsang");
		await press("End");
		expect(chosen()).toBe("Dr. Annegret Hollenstein-Baumgartner");
		await press("Home");
		await press("o");
		expect(chosen()).toBe("Oskar Lindgren");
		await press("Enter");
		expect(host.acts).toEqual([{ action: "open", call: 56 }]);
	});

	it("the filter and the segments narrow the list; Esc clears", async () => {
		await show("main-calls");
		await press("/");
		const field = element<HTMLInputElement>(".filter input");
		expect(document.activeElement).toBe(field);
		field.value = "zzz";
		field.dispatchEvent(new Event("input", { bubbles: true }));
		await settled();
		expect(text(".empty")).toContain("No call matches “zzz”.");
		await press("Escape");
		expect(names()).toHaveLength(13);
		element<HTMLInputElement>("input[value=missed]").click();
		await settled();
		expect(names()).toEqual(["030 23125 144"]);
	});

	it("details show entry, notes, why and course; Task opens", async () => {
		const host = await show("main-calls");
		element(".list").focus();
		await press("ArrowDown");
		await expect.poll(() => text(".details")).toContain("Answered incoming call from +494066969412");
		expect(text(".details")).toContain("Written 14:39");
		expect(text(".details")).toContain("Answered by you");
		await press("t");
		expect(host.acts).toEqual([{ action: "open_task", call: 59 }]);
	});

	it("a stuck entry says why and can be retried", async () => {
		const host = await show("main-calls");
		element(".list").focus();
		for (let i = 0; i < 6; i += 1) await press("ArrowDown");
		expect(chosen()).toBe("Priya Raghunathan");
		expect(text(".details")).toContain("Stuck: Salesforce refused the entry");
		expect(text(".details")).toContain("bad value for restricted picklist field");
		await press("y");
		expect(host.acts).toEqual([{ action: "retry_entry", key: "pbx|812|54|2026-11-22" }]);
	});

	it("an empty day says so", async () => {
		await show("main-empty");
		expect(text(".empty")).toBe("No calls yet today. They appear here as they ring.");
	});

	it("in a narrow window list and details take turns", async () => {
		await show("main-calls", { width: 620, height: 560 });
		const shown = (selector: string) => element(selector).getBoundingClientRect().width > 0;
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
		element(".list .row").click();
		await settled();
		expect([shown(".list-side"), shown(".details-side")]).toEqual([false, true]);
		await press("Escape");
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
	});

	it("below 1040 px the sidebar shows icons only, with their names kept", async () => {
		await show("main-calls", { width: 960 });
		expect(element("aside").getBoundingClientRect().width).toBe(48);
		expect(element("aside nav button").textContent).toContain("Calls");
	});
});

describe("keys of the window", () => {
	it("Ctrl 1, 5 and 6 change the view, Ctrl P pauses the pops", async () => {
		const host = await show("main-calls");
		await press("Control+5");
		expect(text("h1")).toBe("Health");
		await press("Control+6");
		expect(text("h1")).toBe("General");
		await press("Control+1");
		expect(text("h1")).toContain("Today");
		await press("Control+p");
		expect(host.acts).toEqual([{ action: "pause_pops" }]);
		expect(text("aside")).toContain("Pops paused");
		await press("Control+p");
		expect(host.acts.at(-1)).toEqual({ action: "resume_pops" });
	});

	it("? shows all keys in a dialog", async () => {
		await show("main-calls");
		await press("?");
		expect(element<HTMLDialogElement>("dialog").open).toBe(true);
		button("Close").click();
		await settled();
		expect(document.querySelector("dialog")).toBeNull();
	});
});

describe("health", () => {
	it("tells both connections, the keychain, the index and the API calls", async () => {
		await show("main-calls");
		await press("Control+5");
		const page = text(".health");
		expect(page).toContain("V20, extension 812, connected since 09:40");
		expect(page).toContain("nordwind.my.salesforce.com");
		expect(page).toContain("18,204 people");
		expect(page).toContain("41,980 of 115,000 used by the org");
		expect(page).toContain("Salesforce refused the entry.");
	});

	it("names each failure with its remedy, and signs in with Y", async () => {
		const host = await show("main-down", { lang: "de" });
		expect(text("aside")).toContain("3CX, keine Verbindung");
		await press("Control+5");
		const page = text(".health");
		expect(page).toContain("3CX antwortet nicht");
		expect(page).toContain("Prüfen Sie das Netz und die Adresse Ihrer 3CX.");
		expect(page).toContain("Sie sind von Salesforce abgemeldet");
		expect(page).toContain("Kein Schlüsselbund auf diesem Computer");
		await press("y");
		expect(host.acts).toEqual([{ action: "sign_in" }]);
	});
});

it.each(["main-calls", "main-down", "main-empty"])(
	"%s: German at 200 %% cuts no button and no key",
	async (name) => {
		await show(name, { lang: "de", zoom: 2 });
		for (const page of ["1", "5", "6"]) {
			await press(`Control+${page}`);
			const cut = [...document.querySelectorAll<HTMLElement>(".button, kbd, .time, .seconds")]
				.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
				.map((one) => one.textContent);
			expect(cut).toEqual([]);
			expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1120);
		}
	},
);
