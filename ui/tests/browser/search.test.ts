import { describe, expect, it, onTestFinished } from "vitest";
import { cdp } from "vitest/browser";
import type { FoundView, SearchHere, SearchThere } from "../../src/bindings";
import type { BrowserHost } from "../../src/host/browser";
import { element, type Look, press, pressButton, settled, show, text, type } from "./show";
import { LOOKS, violations } from "./violations";

const FIELD = "[role=combobox]";
const AT_ONCE = "search_delay=0";
const names = () => [...document.querySelectorAll(".list .name")].map((one) => one.textContent);
const headings = () => [...document.querySelectorAll(".heading")].map((one) => one.textContent?.trim());
const tabs = () =>
	[...document.querySelectorAll(".segments label")].map((one) =>
		one.textContent?.trim().replace(/\s+/g, " "),
	);
const chosen = () => text(".row.selected .name");
const row = (name: string): HTMLElement => {
	const found = [...document.querySelectorAll<HTMLElement>(".list .row")].find((one) =>
		one.textContent?.includes(name),
	);
	if (found === undefined) throw new Error(`nobody called ${name}`);
	return found;
};
const box = (selector: string) => element(selector).getBoundingClientRect();
const shown = (selector: string) => box(selector).width > 0;

/** Opens the search and types a text; Salesforce has answered, or nobody waits for it. */
async function search(
	typed: string,
	look: Look & { view?: string; wait?: boolean } = {},
): Promise<BrowserHost> {
	const host = await show(look.view ?? "main-calls", { setup: AT_ONCE, ...look });
	await press("Control+3");
	await settled();
	await type(FIELD, typed);
	if (look.wait !== false && host.search.askedHere.length > 0) await answered();
	return host;
}

/** Salesforce has been asked, or will not be. */
async function answered(): Promise<void> {
	await expect.poll(() => document.querySelector(".scroller")?.textContent).not.toMatch(/Asking|gefragt…/);
	await settled();
}

/** Salesforce answers when the test says so. */
function hold(host: BrowserHost): { answer: (answer: SearchThere) => Promise<void>; asked: string[] } {
	const waiting: ((answer: SearchThere) => void)[] = [];
	const asked: string[] = [];
	host.searchThere = (typed) => {
		asked.push(typed);
		return new Promise((done) => waiting.push(done));
	};
	return {
		asked,
		answer: async (answer) => {
			waiting.shift()?.(answer);
			await settled();
		},
	};
}

const thereFound = (found: FoundView[]): SearchThere => ({ there: "found", found, more: false, requests: 1 });

describe("as it is typed", () => {
	it("this computer answers every letter, Salesforce only what is new, below, with its cost", async () => {
		const host = await search("vogel");
		expect(host.search.askedHere).toEqual(["vogel"]);
		expect(names()).toEqual([
			"Katharina Vogelsang",
			"Tim Vogel",
			"Sabine Achterberg-Vogel",
			"Vogelweide Gartenbau KG",
			"Ines Vogeler",
			"Paul Vogel",
			"Hannes Vogelmann",
			"Vogel & Partner",
			"Dana Vogel",
		]);
		expect(headings()).toEqual(["On this computer, 6", "In Salesforce, 3 more 1 API call"]);
		expect(text(".field .count")).toBe("9 found");
	});

	it("accents and the order of words do not matter; the letters typed are marked", async () => {
		await search("gross elo");
		expect(names()).toEqual(["Élodie Müller-Groß"]);
		expect([...document.querySelectorAll(".name mark")].map((one) => one.textContent)).toEqual([
			"Élo",
			"Groß",
		]);
		expect(getComputedStyle(element(".name mark")).fontWeight).toBe("600");
		expect(getComputedStyle(element(".name mark")).textDecorationLine).toBe("underline");
		expect(headings()).toEqual(["In Salesforce, 1 1 API call"]);
	});

	it("a row tells company, number or how many, and Do Not Call", async () => {
		await search("vogel");
		const second = (name: string) =>
			row(name).querySelector(".second")?.textContent?.replace(/\s+/g, " ").trim();
		expect(second("Tim Vogel")).toBe("Rheinhafen Logistik · 0221 4710 230");
		expect(second("Sabine")).toBe("Stadtwerke Lindau · 2 numbers");
		expect(second("Paul")).toBe("Cobalt Freight Ltd · no number");
		expect(second("Vogelweide")).toBe("Berlin · 030 23125 310");
		expect(row("Sabine").textContent).toContain("Do Not Call");
	});

	it("an e-mail address that was typed stands in the row, marked", async () => {
		await search("s.achter");
		expect(text(".second mark")).toBe("s.achter");
		expect(text(".second")).toContain("s.achterberg-vogel@stadtwerke-lindau.example");
	});

	it("found by number, the row says why: field, rule, digits", async () => {
		await search("030 23125 100");
		expect(names()).toEqual(["Brandt & Söhne Maschinenbau GmbH", "Miriam Brandt", "Ole Brandt"]);
		expect(row("Miriam").querySelector(".rule")?.textContent).toBe("Business Phone, exact");
		expect(row("Miriam").querySelector("mark")?.textContent).toBe("30 23125100");
		expect(row("Ole").querySelector(".rule")?.textContent).toBe("Other Phone, last 7 digits");
		expect(row("Ole").querySelector(".visually-hidden")?.textContent).toContain(
			"last 7 digits match: 3 1 2 5 1 0 0",
		);
		expect(headings()[0]).toContain("Read as 03023125100");
		await press("ArrowDown");
		expect(text(".details")).toContain("Why this person");
		expect(text(".details")).toContain("Typed +49 3023125100");
	});

	it("the beginning of a number is marked in the number, and said", async () => {
		await search("040 669");
		expect(names()).toContain("Katharina Vogelsang");
		expect(row("Katharina").querySelector("mark")?.textContent).toBe("40 669");
		expect(row("Katharina").querySelector(".visually-hidden")?.textContent).toBe(
			"Business Phone, beginning:",
		);
		row("Katharina").click();
		await settled();
		expect(text(".details .number mark")).toBe("40 669");
		expect(text(".details")).toContain("Field Business Phone, beginning");
	});

	it("the line moves while Salesforce is asked, and the list stays", async () => {
		const host = await search("vogel");
		const salesforce = hold(host);
		await type(FIELD, "vogels");
		expect(names()).toEqual(["Katharina Vogelsang"]);
		expect(headings()).toContain("Asking Salesforce…");
		expect(document.querySelector(".list-side .line .line")).toBeNull();
		await expect.poll(() => document.querySelector(".list-side .line .line")).not.toBeNull();
		await salesforce.answer(thereFound([]));
		expect(document.querySelector(".list-side .line .line")).toBeNull();
		expect(headings()).toContain("Nobody else in Salesforce 1 API call");
	});
});

describe("so that nothing jumps", () => {
	it("Salesforce's answer moves neither the row under the pointer nor the selection", async () => {
		const host = await search("vogel", { wait: false });
		const salesforce = hold(host);
		await type(FIELD, "voge");
		await expect.poll(() => salesforce.asked).toEqual(["voge"]);
		await press("ArrowDown");
		await press("ArrowDown");
		const before = row("Sabine").getBoundingClientRect();
		const pointed = document.elementFromPoint(before.left + 60, before.top + 10);
		const people = host.search.here("voge", true).found;
		const [katharina, tim, sabine] = people;
		if (!katharina || !tim || !sabine) throw new Error("too few people");
		const newer = { ...sabine, company: "Stadtwerke Konstanz", index_read_ms: null };
		const news = { ...tim, id: "0035g00000Newcomer", name: "Nils Vogelhuber" };
		await salesforce.answer(thereFound([news, newer, tim, katharina]));
		expect(names().slice(0, 6)).toEqual(people.map((one) => one.name));
		expect(names().slice(6)).toEqual(["Nils Vogelhuber"]);
		expect(row("Sabine").getBoundingClientRect()).toEqual(before);
		expect(document.elementFromPoint(before.left + 60, before.top + 10)).toBe(pointed);
		expect(row("Sabine").textContent).toContain("Stadtwerke Konstanz");
		expect(chosen()).toBe("Sabine Achterberg-Vogel");
		expect(text(".details")).toContain("Stadtwerke Konstanz");
		expect(text(".details .source")).toBe("From Salesforce just now");
	});

	it("nor what has been scrolled to", async () => {
		const host = await search("v", { height: 400, wait: false });
		const salesforce = hold(host);
		await type(FIELD, "vo");
		await expect.poll(() => salesforce.asked).toEqual(["vo"]);
		element(".scroller").scrollTop = 40;
		await salesforce.answer(await host.search.there("vogel"));
		expect(names()).toHaveLength(9);
		expect(element(".scroller").scrollTop).toBe(40);
	});

	it("another list starts at its top, or where the agent was", async () => {
		await search("vogel", { height: 400 });
		element(".scroller").scrollTop = 60;
		await type(FIELD, "voge");
		expect(element(".scroller").scrollTop).toBe(0);
		row("Paul").click();
		await settled();
		element(".scroller").scrollTop = 0;
		await type(FIELD, "vog");
		expect(chosen()).toBe("Paul Vogel");
		expect(box(".row.selected").bottom).toBeLessThanOrEqual(box(".scroller").bottom);
	});

	it("an older answer is dropped, whoever gives it", async () => {
		const host = await search("", { wait: false });
		const salesforce = hold(host);
		await type(FIELD, "vogel");
		await expect.poll(() => salesforce.asked).toEqual(["vogel"]);
		await type(FIELD, "brandt");
		await expect.poll(() => salesforce.asked).toEqual(["vogel", "brandt"]);
		await salesforce.answer(await host.search.there("vogel"));
		expect(names()).toEqual(["Brandt & Söhne Maschinenbau GmbH", "Miriam Brandt"]);
		expect(headings()).toContain("Asking Salesforce…");
		await salesforce.answer(await host.search.there("brandt"));
		expect(names()).toEqual(["Brandt & Söhne Maschinenbau GmbH", "Miriam Brandt", "Ole Brandt"]);
	});

	it("the selection stays on its person while the list changes, and goes to the best when they are gone", async () => {
		await search("vogel");
		await press("End");
		await press("ArrowUp");
		await press("ArrowUp");
		await press("ArrowUp");
		await press("ArrowUp");
		expect(chosen()).toBe("Ines Vogeler");
		await type(FIELD, "vogele");
		expect(chosen()).toBe("Ines Vogeler");
		await type(FIELD, "vogel");
		await answered();
		expect(names()[0]).toBe("Katharina Vogelsang");
		expect(chosen()).toBe("Ines Vogeler");
		await type(FIELD, "vogels");
		expect(chosen()).toBe("Katharina Vogelsang");
		await type(FIELD, "vogel");
		expect(chosen()).toBe("Katharina Vogelsang");
	});

	it("rows are 48 high, the list 488 wide, headings 28", async () => {
		await search("vogel");
		expect(box(".list-side").width).toBe(488);
		expect(new Set([...document.querySelectorAll(".list .row")].map((one) => one.clientHeight))).toEqual(
			new Set([48]),
		);
		expect(box(".heading").height).toBe(28);
	});
});

describe("kinds", () => {
	it("are counted and narrow the list; what not every org has appears with the first of it", async () => {
		await search("vogel");
		expect(tabs()).toEqual(["All 9", "Contacts 5", "Leads 2", "Accounts 2"]);
		element<HTMLInputElement>("[name=kind][value=lead]").click();
		await settled();
		expect(names()).toEqual(["Ines Vogeler", "Dana Vogel"]);
		expect(headings()).toEqual(["On this computer, 1", "In Salesforce, 1 more 1 API call"]);
		expect(chosen()).toBe("Ines Vogeler");
		await type(FIELD, "henrik");
		expect(tabs()).toEqual(["All 1", "Contacts 0", "Leads 0", "Accounts 0", "Person Accounts 1"]);
		expect(text(".empty")).toContain("Nobody of this kind among those found.");
		await pressButton("Show all");
		expect(names()).toEqual(["Henrik Aaltonen"]);
		element<HTMLInputElement>("[name=kind][value=person_account]").click();
		await type(FIELD, "jonas");
		expect(tabs().at(-1)).toBe("Users 1");
		expect(names()).toEqual(["Jonas Weber"]);
	});
});

describe("keys", () => {
	it("the field keeps the focus and moves the selection", async () => {
		await search("vogel");
		const field = element<HTMLInputElement>(FIELD);
		const active = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
		expect(document.activeElement).toBe(field);
		expect(active()?.textContent).toContain("Katharina Vogelsang");
		await press("ArrowDown");
		expect(chosen()).toBe("Tim Vogel");
		expect(active()).toBe(element(".row.selected"));
		await press("End");
		expect(chosen()).toBe("Dana Vogel");
		await press("ArrowDown");
		expect(chosen()).toBe("Dana Vogel");
		await press("Home");
		expect(chosen()).toBe("Katharina Vogelsang");
		await press("PageDown");
		expect(chosen()).not.toBe("Katharina Vogelsang");
		await press("PageUp");
		expect(chosen()).toBe("Katharina Vogelsang");
		expect(document.activeElement).toBe(field);
		expect(field.getAttribute("aria-controls")).toBe(element("[role=listbox]").id);
		expect(field.getAttribute("aria-expanded")).toBe("true");
	});

	it("Enter opens the selected person, a double click too; who has no page stays shut", async () => {
		const host = await search("vogel");
		await press("ArrowDown");
		await press("Enter");
		row("Dana").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
		await type(FIELD, "<img");
		await press("Enter");
		expect(host.acts).toEqual([
			{ action: "open_person", id: "0035g00000TVogel" },
			{ action: "open_person", id: "00Q5g00000DVogel" },
		]);
		expect(document.querySelector(".details .buttons")).toBeNull();
	});

	it("Enter right after the last letter means what is found for it, not what stood there before", async () => {
		const host = await search("vogel");
		const before = host.searchHere;
		const holding: { answer?: (answer: SearchHere) => void } = {};
		host.searchHere = () => new Promise((done) => (holding.answer = done));
		await type(FIELD, "miriam");
		expect(chosen()).toBe("Katharina Vogelsang");
		await press("Enter");
		expect(host.acts).toEqual([]);
		holding.answer?.(await before("miriam"));
		await settled();
		expect(host.acts).toEqual([{ action: "open_person", id: "0035g00000MBrand" }]);
	});

	it("Ctrl K opens the search from every view, its text selected; / leads back to the field", async () => {
		await search("vogel");
		for (const key of ["1", "5", "6"]) {
			await press(`Control+${key}`);
			await press("Control+k");
			await settled();
			const field = element<HTMLInputElement>(FIELD);
			expect(document.activeElement).toBe(field);
			expect([field.selectionStart, field.selectionEnd, field.value]).toEqual([0, 5, "vogel"]);
			expect(names()).toHaveLength(9);
		}
		element(".details-side").focus();
		await press("/");
		await settled();
		expect(document.activeElement).toBe(element(FIELD));
		element("aside nav button:first-child").click();
		await settled();
		expect(text("h1")).toContain("Today");
	});

	it("Esc clears, then goes back to where the search was opened", async () => {
		await search("vogel");
		await press("Control+5");
		await press("Control+k");
		await settled();
		await press("Escape");
		expect(element<HTMLInputElement>(FIELD).value).toBe("");
		expect(names()).toEqual([]);
		expect(text(".empty")).toContain("Type a name, a company, a number or an e-mail address.");
		await press("Escape");
		expect(text("h1")).toBe("Health");
	});

	it("Alt and a figure calls that number; the buttons call and copy", async () => {
		const host = await search("vogelsang");
		await press("Alt+1");
		await press("Alt+2");
		await press("Alt+3");
		const called = host.acts.map(
			(act) => act.action === "dial" && act.dial.order === "call" && act.dial.number,
		);
		expect(called).toEqual(["+494066969412", "+4915228817386"]);
		element(".way button.slim").click();
		element(".email button").click();
		await settled();
		expect(host.copied).toEqual(["+494066969412", "k.vogelsang@nordlicht-energie.example"]);
		expect(element(".way button").getAttribute("aria-keyshortcuts")).toBe("Alt+1");
	});

	it("? lists the keys of the search", async () => {
		await search("vogel");
		element(".details-side").focus();
		await press("?");
		expect(text("dialog")).toContain("Call that number");
		expect(text("dialog")).toContain("Search for a person");
	});
});

describe("details", () => {
	it("tell who, how to reach them, whose they are, and where it is from", async () => {
		await search("tim vogel", { setup: "search_delay=600000", wait: false });
		const details = text(".details");
		expect(details).toContain("Dispatcher · Rheinhafen Logistik");
		expect(details).toContain("Business Phone 0221 4710 230");
		expect(details).toContain("Owner Mara Lindqvist · you");
		expect(details).toContain("Last activity 12 Nov");
		expect(text(".details .source")).toBe("From this computer, read 2 hours ago");
		expect(getComputedStyle(element(".details .number")).userSelect).toBe("text");
	});

	it("below 880 px list and details take turns, by pointer and by key", async () => {
		await search("vogel", { width: 620, height: 560 });
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
		row("Tim").click();
		await settled();
		expect([shown(".list-side"), shown(".details-side")]).toEqual([false, true]);
		expect(document.activeElement).toBe(element(".details-side"));
		expect(text(".details h2")).toBe("Tim Vogel");
		await press("Escape");
		await settled();
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
		expect(document.activeElement).toBe(element(FIELD));
		expect(element<HTMLInputElement>(FIELD).value).toBe("vogel");
		await press("Alt+d");
		await settled();
		expect([shown(".list-side"), shown(".details-side")]).toEqual([false, true]);
		await pressButton("Back");
		expect([shown(".list-side"), shown(".details-side")]).toEqual([true, false]);
	});

	it("in a wide window both stay, and Esc goes on clearing", async () => {
		await search("vogel");
		row("Tim").click();
		await settled();
		expect(text(".details h2")).toBe("Tim Vogel");
		expect([shown(".list-side"), shown(".details-side"), shown(".back")]).toEqual([true, true, false]);
		await press("Escape");
		expect(element<HTMLInputElement>(FIELD).value).toBe("");
	});
});

describe("when there is less", () => {
	it("a text too short for Salesforce says so", async () => {
		const host = await search("v");
		expect(names()).toHaveLength(6);
		expect(headings()).toContain("Salesforce is asked from a longer text on.");
		expect(host.search.askedThere).toEqual([]);
	});

	it("nobody found says where was looked", async () => {
		await search("vogl");
		expect(text(".empty")).toBe("Nobody found for “vogl”, here or in Salesforce.");
		await type(FIELD, "xy");
		expect(text(".scroller")).toBe("Nobody found for “xy” on this computer. Asking Salesforce…");
	});

	it("Salesforce away: what this computer knows stays, Retry asks again, and the rows do not move", async () => {
		const host = await search("vogel", { setup: "search_delay=0&search_fails=salesforce-offline" });
		expect(names()).toHaveLength(6);
		expect(text(".banner")).toContain("Only results from this computer");
		expect(text(".banner")).toContain("Salesforce does not answer.");
		const top = row("Katharina").getBoundingClientRect().top;
		host.search.failure = null;
		await press("Alt+y");
		await answered();
		expect(document.querySelector(".banner")).toBeNull();
		expect(names()).toHaveLength(9);
		expect(row("Katharina").getBoundingClientRect().top).toBe(top);
	});

	it("signed out: one remedy, by button and key", async () => {
		const host = await search("vogel", { view: "main-down" });
		expect(names()).toHaveLength(6);
		expect(text(".banner")).toContain("You are signed out of Salesforce.");
		await pressButton("Sign in again");
		element(".details-side").focus();
		await press("y");
		expect(host.acts).toEqual([{ action: "sign_in" }, { action: "sign_in" }]);
	});

	it("not set up leads to the settings, a link that only waits has no button", async () => {
		const host = await search("vogel");
		const down = (code: "salesforce-offline" | "salesforce-not-configured") =>
			host.change((view) => {
				view.health.salesforce = { link: "down", since_ms: 1, problem: { code, detail: null } };
			});
		down("salesforce-offline");
		await settled();
		expect(text(".banner")).toContain("Trying again by itself.");
		expect(document.querySelector(".banner button")).toBeNull();
		down("salesforce-not-configured");
		await settled();
		await pressButton("Set up");
		expect(text("h1")).toBe("Salesforce");
	});

	it("who signs out sees nobody any more, also after a look at another view", async () => {
		const host = await search("vogel");
		await press("Control+1");
		host.searchHere = async () => ({ number: null, found: [], more: false, ask: false });
		host.change((view) => {
			view.health.salesforce = {
				link: "down",
				since_ms: 1,
				problem: { code: "salesforce-signed-out", detail: null },
			};
		});
		await settled();
		await press("Control+3");
		await settled();
		expect(names()).toEqual([]);
	});

	it("a search that does not answer says so", async () => {
		const host = await search("");
		host.searchHere = () => Promise.reject(null);
		await type(FIELD, "vogel");
		expect(text(".empty")).toBe("The search gave no answer.");
	});

	it("more than are listed is said, not counted", async () => {
		const host = await search("");
		host.searchHere = async (typed) => ({ ...host.search.here(typed, true), more: true });
		await type(FIELD, "vogel");
		await answered();
		expect(text(".field .count")).toBe("9+ found");
		expect(headings()[0]).toBe("On this computer, 6+");
		expect(text(".narrow")).toContain("Type more of the name or number.");
	});
});

describe("what a screen reader hears", () => {
	it("how many were found, once, when it has settled", async () => {
		await search("vogel");
		const status = element(".list-side [role=status]");
		const heard: string[] = [];
		const watch = new MutationObserver(() => {
			if (status.textContent) heard.push(status.textContent);
		});
		watch.observe(status, { childList: true, characterData: true, subtree: true });
		await expect.poll(() => heard).toEqual(["9 found."]);
		await type(FIELD, "vog");
		await type(FIELD, "vo");
		await type(FIELD, "vogel");
		await expect.poll(() => heard.length).toBeGreaterThan(1);
		await expect.poll(() => status.textContent).toBe("9 found.");
		expect(heard.filter((one) => one === "9 found.")).toHaveLength(2);
		await type(FIELD, "vogl");
		await expect.poll(() => status.textContent).toBe("Nobody found for “vogl”, here or in Salesforce.");
		watch.disconnect();
	});
});

it("the selected row and kind show where the system forces its own colours", async () => {
	const forced = async (value: "active" | "none"): Promise<void> => {
		await cdp().send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value }] });
	};
	onTestFinished(() => forced("none"));
	await forced("active");
	await search("vogel");
	expect(getComputedStyle(element(".row.selected")).outlineStyle).toBe("solid");
	expect(getComputedStyle(element(".segments .on")).outlineStyle).toBe("solid");
	expect(getComputedStyle(row("Tim")).outlineStyle).toBe("none");
});

it("texts from outside stay texts", async () => {
	await search("<img");
	expect(names()[0]).toContain("<img src=x onerror=alert(1)>");
	expect(document.querySelector(".window img, .window b, .window i")).toBeNull();
	expect(text(".way button .visually-hidden")).toContain("<i>Phone</i>");
});

/** Words and controls that are wider than their place, numbers that are cut, and what stands outside. */
function cutOff(): string[] {
	const parts = document.querySelectorAll<HTMLElement>(
		".button, kbd, .segments label, .badge, .heading, .heading span, .number, .reach:not(.ellipsis), .field .count, .copy button, .way .selectable",
	);
	const visible = [...parts].filter((one) => one.clientWidth > 1);
	const wide = visible
		.filter((one) => one.scrollWidth > one.clientWidth + 1)
		.map((one) => `cut: ${one.className} ${one.textContent}`);
	const outside = visible
		.filter((one) => {
			const side = one.closest(".list-side, .details-side")?.getBoundingClientRect();
			return side !== undefined && one.getBoundingClientRect().right > side.right + 1;
		})
		.map((one) => `outside: ${one.className} ${one.textContent}`);
	const covered = [...document.querySelectorAll<HTMLElement>(".way")]
		.filter((way) => {
			const words = way.querySelector(".selectable")?.getBoundingClientRect();
			const copy = way.querySelector("button")?.getBoundingClientRect();
			return words && copy && words.right > copy.left && words.bottom > copy.top && words.top < copy.bottom;
		})
		.map((way) => `covered: ${way.textContent}`);
	return [...wide, ...outside, ...covered];
}

const TYPED = ["vogel", "maximiliane", "23125100", "s.achter", "vogl", "v", ""];

describe.each([
	{ at: "880 × 560", look: { width: 880, height: 560 } },
	{ at: "1040 × 700", look: { width: 1040, height: 700 } },
	{ at: "1120 × 760", look: {} },
	{ at: "620 × 560", look: { width: 620, height: 560 } },
	{ at: "200 %", look: { zoom: 2 } },
	{ at: "880 × 560 at 200 %", look: { width: 880, height: 560, zoom: 2 } },
])("German at $at cuts no number, key or button", ({ look }) => {
	it.each(TYPED)("%s", async (typed) => {
		await search(typed, { lang: "de", ...look });
		expect(cutOff()).toEqual([]);
		await press("Alt+d");
		await settled();
		expect(cutOff()).toEqual([]);
		expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(look.width ?? 1120);
	});
});

describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
	it.each(["vogel", "maximiliane", "s.achter", "vogl", ""])("%s", async (typed) => {
		await search(typed, look);
		expect(await violations()).toEqual([]);
	});

	it.each([
		{ name: "Salesforce away", setup: "search_delay=0&search_fails=salesforce-offline", view: "main-calls" },
		{ name: "signed out", setup: AT_ONCE, view: "main-down" },
	])("$name", async ({ setup, view }) => {
		await search("vogel", { ...look, setup, view });
		expect(await violations()).toEqual([]);
	});

	it("asking", async () => {
		await search("vogel", { ...look, setup: "search_delay=600000", wait: false });
		expect(await violations()).toEqual([]);
	});

	it("details alone", async () => {
		await search("23125100", { ...look, width: 620, height: 560 });
		await press("Alt+d");
		expect(await violations()).toEqual([]);
	});
});
