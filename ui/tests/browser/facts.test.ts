import { describe, expect, it } from "vitest";
import full from "../../../tests/fixtures/views/pop-one.json";
import type { FactsView } from "../../src/bindings";
import { element, press, settled, show, showSettings, text, type } from "./show";

const place = (one: Element) => {
	const { x, y, width, height } = one.getBoundingClientRect();
	return { x, y, width, height };
};
const all = (selector: string) => [...document.querySelectorAll(selector)];
const bodyText = () => element(".body").innerText.replaceAll("\u00a0", " ");
const known = full.pop[0]?.facts as FactsView;

describe("facts on the pop", () => {
	it("stand in three lines, a line, and three activities", async () => {
		await show("pop-one");
		const rows = all(".body dl .row").map(place);
		expect(rows.map(({ y, height }) => [y, height])).toEqual([
			[160, 28],
			[188, 28],
			[216, 28],
		]);
		expect(all(".body dd").map((one) => place(one).x)).toEqual([96, 96, 96]);
		expect(all(".body li").map((one) => place(one).y)).toEqual([251, 279, 307]);
		expect(all(".body li .subject").map((one) => place(one).x)).toEqual([96, 96, 96]);
		const last = all(".body li").at(-1);
		expect(last === undefined ? 0 : place(last).y + 28).toBeLessThanOrEqual(340);
	});

	it("say it in words of the language", async () => {
		await show("pop-one");
		expect(bodyText()).toContain("Jonas Weber");
		expect(all(".body dd").map((one) => one.textContent?.replace(/\s+/g, " ").trim())).toEqual([
			"Jonas Weber",
			"North wind farm, phase 2 · €180,000",
			"00012841 Meter reading wrong · 3 days",
		]);
		expect(all(".body li").map((one) => one.textContent?.replace(/\s+/g, " ").trim())).toEqual([
			"18 Nov Questions on the quote · you, 6 min",
			"12 Nov Quote 2026-118 sent · Jonas Weber",
			"3 Nov Missed call · Support queue",
		]);
		expect(all(".body li [role=img]").map((one) => one.getAttribute("aria-label"))).toEqual([
			"Incoming call",
			"Email",
			"Missed call",
		]);
	});

	it("and in German", async () => {
		await show("pop-facts-de", { lang: "de" });
		expect(bodyText()).toContain("180.000 €");
		expect(bodyText()).toContain("· 3 Tage");
		expect(bodyText()).toContain("· Sie, 6 Min.");
		expect(all(".body dt").map((one) => one.textContent)).toEqual(["Inhaber", "Opportunity", "Vorgang"]);
	});

	it("move nothing when they come", async () => {
		const host = await show("pop-facts-asking");
		const bars = all(".body .facts .row").map(place);
		const line = place(element(".body .facts .line"));
		const strip = place(element(".body .strip"));
		expect(bars).toHaveLength(6);
		host.change((view) => {
			for (const call of view.pop) call.facts = structuredClone(known);
		});
		await settled();
		const rows = all(".body .facts .row, .body .facts li").map(place);
		expect(rows.map(({ y, height }) => [y, height])).toEqual(bars.map(({ y, height }) => [y, height]));
		expect(place(element(".body .facts .line"))).toEqual(line);
		expect(place(element(".body .strip"))).toEqual(strip);
		host.change((view) => {
			for (const call of view.pop) {
				if (call.facts.facts === "known") call.facts.rows = call.facts.rows.slice(0, 1);
			}
		});
		await settled();
		expect(place(element(".body .facts .line"))).toEqual(line);
	});

	it.each([
		["pop-facts-full", ["+2", "+1"]],
		["pop-facts-long", ["+49", "+12"]],
	])("%s: how many more is never cut", async (name, more) => {
		await show(name);
		const counts = all(".body dd .kept[aria-hidden]");
		expect(counts.map((one) => one.textContent)).toEqual(more);
		for (const one of all(".body .kept")) {
			expect(place(one).x + place(one).width).toBeLessThanOrEqual(384);
			expect(one.scrollWidth).toBeLessThanOrEqual(one.clientWidth + 1);
		}
		for (const one of all(".body li, .body dd"))
			expect(place(one).x + place(one).width).toBeLessThanOrEqual(384);
	});

	it("texts of the org are texts", async () => {
		await show("pop-facts-long");
		expect(document.querySelectorAll(".body img")).toHaveLength(0);
		expect(bodyText()).toContain("<img src=x");
	});

	it("leave room for the warning that is learned with them", async () => {
		await show("pop-facts-warned");
		expect(text(".do-not-call strong")).toBe("Do Not Call");
		const items = all(".body li").map(place);
		expect(items).toHaveLength(2);
		expect((items.at(-1)?.y ?? 0) + 28).toBeLessThanOrEqual(340);
		expect(text("[aria-live=assertive]")).toContain("Do Not Call is set. 1 open case.");
	});

	it("move nothing when they bring a warning", async () => {
		const host = await show("pop-facts-asking");
		const bars = all(".body .facts .row").map(place);
		const strip = place(element(".body .strip"));
		host.change((view) => {
			for (const call of view.pop) {
				call.facts = structuredClone(known);
				if (call.caller.caller === "one") call.caller.best.do_not_call = true;
			}
		});
		await settled();
		const warning = place(element(".do-not-call"));
		expect(place(element(".body .strip"))).toEqual(strip);
		const rows = all(".body .facts .row, .body .facts li").map(place);
		expect(rows.map(({ y }) => y)).toEqual(bars.slice(0, 5).map(({ y }) => y));
		expect([warning.y, warning.height]).toEqual([307, 32]);
		expect(text("[aria-live=assertive]") + text("[aria-live=polite]")).toContain("Do Not Call is set.");
		host.change((view) => {
			for (const call of view.pop) {
				if (call.facts.facts === "known") call.facts.activities = call.facts.activities.slice(0, 1);
			}
		});
		await settled();
		expect(place(element(".do-not-call"))).toEqual(warning);
	});

	it.each([
		["pop-facts-saving", "API calls are being saved"],
		["pop-facts-failed", "Salesforce"],
		["pop-facts-none", "Nothing more in Salesforce."],
	])("%s says why there are none", async (name, note) => {
		await show(name);
		expect(text(".body .note")).toContain(note);
		if (name !== "pop-facts-none") expect(bodyText()).toContain("Jonas Weber");
	});

	it("cases are said once, when they come", async () => {
		const host = await show("pop-facts-asking");
		expect(text("[aria-live=assertive]")).not.toContain("case");
		host.change((view) => {
			for (const call of view.pop) call.facts = structuredClone(known);
		});
		await settled();
		expect(text("[aria-live=polite]")).toBe("1 open case.");
		await press("a");
		expect(text("[aria-live=polite]")).toBe("Connected. Notes are saved as you type.");
	});
});

it("details of a call ask for them, and show them all", async () => {
	const host = await show("main-calls");
	host.told = new Proxy({}, { get: () => known });
	const before = host.factsAsked.length;
	await press("Control+5");
	await press("Control+1");
	await settled();
	expect(host.factsAsked.length).toBeGreaterThan(before);
	await settled();
	await expect
		.poll(() => all(".details .facts.wide dt").map((one) => one.textContent))
		.toEqual(["Owner", "Opportunity", "Case", "Task", "Last activity"]);
	expect(all(".details .facts.wide li")).toHaveLength(3);
	const asked = host.factsAsked.length;
	host.change(() => undefined);
	await settled();
	expect(host.factsAsked).toHaveLength(asked);
});

it("Health says that calls are saved", async () => {
	const host = await show("main-calls");
	await press("Control+5");
	expect(document.querySelector(".saving")).toBeNull();
	host.change((view) => {
		view.health.api.saving = true;
	});
	await settled();
	expect(text(".saving")).toBe("API calls are being saved: facts on the pop are off.");
});

describe("facts in the settings", () => {
	const names = () => all(".field li[data-kind]").map((one) => one.textContent?.trim());
	const shown = () => all(".field li[data-kind] input:checked").length;
	const control = (label: string) => element<HTMLButtonElement>(`button[aria-label="${label}"]`);

	it("are put in order with keys, and the focus stays", async () => {
		const host = await showSettings("pop");
		expect(names()[0]).toBe("Owner");
		control("Move up: Open case").focus();
		control("Move up: Open case").click();
		await settled();
		expect(document.activeElement).toBe(control("Move up: Open case"));
		control("Move up: Open case").click();
		await settled();
		// At the top, the other direction is left.
		expect(document.activeElement).toBe(control("Move down: Open case"));
		element<HTMLInputElement>("li[data-kind=owner] input").click();
		await settled();
		expect(names().slice(0, 2)).toEqual(["Open case", "Open opportunity"]);
		expect([names().at(-1), shown()]).toEqual(["Owner", 6]);
		await press("Control+s");
		expect(host.setup.changes.at(-1)?.values["facts.show"]).toEqual([
			"case",
			"opportunity",
			"fields",
			"next_task",
			"last_activity",
			"activities",
		]);
	});

	it("name a field that cannot be one, beside it", async () => {
		await showSettings("pop");
		await type("#field-facts-fields", "Contact.Region__c\nRegion__c");
		await type("#field-facts-max_api_share_percent", "101");
		await press("Control+s");
		expect(text("#field-facts-fields-error")).toContain("is not a field like Contact.Region__c");
		expect(text("#field-facts-max_api_share_percent-error")).toBe("Enter a number from 1 to 100.");
	});

	it("off, they leave nothing else to set", async () => {
		await showSettings("pop");
		element("#field-facts-enabled").click();
		await settled();
		expect(document.querySelector("#field-facts-fields")).toBeNull();
	});
});
