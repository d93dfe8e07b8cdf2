import { describe, expect, it } from "vitest";
import type { BrowserHost } from "../../src/host/browser";
import { element, type Look, press, settled, show, text, type } from "./show";
import { LOOKS, violations } from "./violations";

const LINK = "#call-link";
const RELATED = "#related";
const field = (id: string) => element<HTMLInputElement>(id);
const rows = (id: string) =>
	[...document.querySelectorAll(`${id}-list [role=option]`)].map((one) =>
		one.textContent?.trim().replace(/\s+/g, " "),
	);
const headings = (id: string) =>
	[...document.querySelectorAll(`${id}-list .heading`)].map((one) => one.textContent);
const status = (id: string) => document.querySelector(`${id}-list ~ [role=status]`)?.textContent;
/** What the screen reader is told is active. */
const active = (id: string) =>
	document.getElementById(field(id).getAttribute("aria-activedescendant") ?? "")?.textContent?.trim();

/** Details of a call that is over, by the name or number it is listed with. */
async function callOf(name: string, look: Look = {}): Promise<BrowserHost> {
	const host = await show("main-calls", { ...look, setup: "search_delay=0" });
	const found = [...document.querySelectorAll<HTMLElement>(".list [role=option]")];
	found.find((one) => one.textContent?.includes(name))?.click();
	await settled();
	return host;
}

const links = (host: BrowserHost) =>
	host.acts.filter(({ action }) => action === "link" || action === "choose_nobody");

describe("linking a call to somebody", () => {
	it("starts with R, offers whom it may have been, and says what typing does", async () => {
		await callOf("030 23125 144");
		element(".list").focus();
		await press("r");
		expect(document.activeElement?.id).toBe("call-link");
		await press("ArrowDown");
		expect(rows(LINK)).toEqual(["Nobody"]);
		expect(status(LINK)).toBe("Type to search here and in Salesforce.");
	});

	it("finds as typed, and links whom Enter chooses", async () => {
		const host = await callOf("030 23125 144");
		field(LINK).focus();
		await type(LINK, "vogel");
		await expect.poll(() => rows(LINK).length).toBeGreaterThan(2);
		expect(rows(LINK)[0]).toContain("Katharina Vogelsang");
		expect(active(LINK)).toContain("Katharina Vogelsang");
		await press("ArrowDown");
		expect(active(LINK)).toContain("Tim Vogel");
		await press("ArrowUp");
		await press("ArrowUp");
		expect(active(LINK)).toBe(
			[...document.querySelectorAll(`${LINK}-list [role=option]`)].at(-1)?.textContent?.trim(),
		);
		await press("ArrowDown");
		await press("Enter");
		expect(links(host)).toEqual([{ action: "link", call: 58, person: expect.any(String), remember: false }]);
		expect(field(LINK).getAttribute("aria-expanded")).toBe("false");
	});

	it("holds for later calls from the number where the agent says so", async () => {
		const host = await callOf("030 23125 144");
		element(`${LINK}-remember`).click();
		await type(LINK, "vogel");
		await expect.poll(() => rows(LINK).length).toBeGreaterThan(2);
		await press("Enter");
		expect(links(host)[0]).toMatchObject({ action: "link", remember: true });
	});

	it("closes with Esc without linking anybody, and says whom it did not find", async () => {
		const host = await callOf("030 23125 144");
		field(LINK).focus();
		await type(LINK, "okafor");
		await expect.poll(() => status(LINK)).toBe("Nobody found for “okafor”, here or in Salesforce.");
		await press("Enter");
		expect(links(host)).toEqual([]);
		await press("Escape");
		expect(field(LINK).getAttribute("aria-expanded")).toBe("false");
		expect(field(LINK).value).toBe("Nobody");
	});

	it("takes somebody off it again", async () => {
		const host = await callOf("Katharina Vogelsang");
		expect(field(LINK).value).toBe("Katharina Vogelsang");
		field(LINK).click();
		await settled();
		const nobody = [...document.querySelectorAll<HTMLElement>(`${LINK}-list [role=option]`)].at(-1);
		expect(nobody?.textContent?.trim()).toBe("Nobody");
		nobody?.click();
		await settled();
		expect(links(host)).toEqual([{ action: "choose_nobody", call: 59 }]);
	});
});

describe("what a call was about", () => {
	const related = (host: BrowserHost) => host.acts.filter(({ action }) => action === "relate");

	it("is one of the open opportunities and cases, in their groups", async () => {
		const host = await callOf("Katharina Vogelsang");
		field(RELATED).focus();
		await press("ArrowDown");
		await expect.poll(() => rows(RELATED).length).toBe(4);
		expect(rows(RELATED)).toEqual([
			"Nothing",
			"North wind farm, phase 2",
			"Service contract 2027",
			"00012841 Cracked blade",
		]);
		expect(headings(RELATED)).toEqual(["Opportunities", "Cases"]);
		expect(active(RELATED)).toBe("Nothing");
		await press("ArrowDown");
		await press("ArrowDown");
		await press("Enter");
		expect(related(host)).toEqual([
			{
				action: "relate",
				call: 59,
				related: { kind: "opportunity", id: "006000000000002", name: "Service contract 2027" },
			},
		]);
		expect(field(RELATED).value).toBe("Service contract 2027");
	});

	it("is asked of Salesforce as typed, where more are open than are listed", async () => {
		const host = await callOf("Katharina Vogelsang");
		field(RELATED).click();
		await settled();
		await type(RELATED, "gear");
		await expect.poll(() => rows(RELATED)).toEqual(["00012990 Gearbox noise"]);
		expect(host.relatedAsked).toEqual(["", "gear"]);
		await press("Enter");
		expect(related(host)[0]).toMatchObject({ related: { id: "500000000000002" } });
	});

	it("can be nothing again", async () => {
		const host = await show("pop-ended-written");
		await press("Alt+o");
		expect(document.activeElement?.id).toBe("related");
		expect(field(RELATED).value).toBe("North wind farm, phase 2");
		field(RELATED).click();
		await settled();
		await expect.poll(() => rows(RELATED)[0]).toBe("Nothing");
		element(`${RELATED}-list [role=option]`).click();
		await settled();
		expect(related(host)).toEqual([{ action: "relate", call: 41, related: null }]);
		expect(field(RELATED).value).toBe("Nothing");
	});

	it("says why it cannot be said of a lead, and of nobody", async () => {
		await callOf("030 23125 144");
		expect(field(RELATED).readOnly).toBe(true);
		expect(text(`${RELATED}-why`)).toContain("Link the call to a contact or an account first.");
		expect(field(RELATED).getAttribute("aria-describedby")).toBe("related-why");
	});
});

describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
	it("whom a call is linked to, open with people", async () => {
		await callOf("030 23125 144", look);
		await type(LINK, "vogel");
		await expect.poll(() => rows(LINK).length).toBeGreaterThan(2);
		expect(await violations()).toEqual([]);
	});

	it("what a call was about, open", async () => {
		await callOf("Katharina Vogelsang", look);
		field(RELATED).click();
		await expect.poll(() => rows(RELATED).length).toBe(4);
		expect(await violations()).toEqual([]);
	});
});
