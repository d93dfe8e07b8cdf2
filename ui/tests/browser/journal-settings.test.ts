import { describe, expect, it } from "vitest";
import type { SettingValue } from "../../src/bindings";
import { element, press, pressButton, settled, showSettings, text, type } from "./show";

const SUBJECT = "#field-journal-subject";
const INBOUND = "#field-journal-answered_inbound";
const MISSED = "#field-journal-missed";
const area = (selector: string) => element<HTMLTextAreaElement>(selector);
const options = () => [...document.querySelectorAll("[role=option] .name")].map((one) => one.textContent);
const said = () => text("[role=status][aria-live=polite]");

/** The texts on the layer behind a field, those with a ground in `«»`. */
function painted(selector: string): string {
	const layer = area(selector).closest(".box")?.querySelector(".layer");
	return [...(layer?.childNodes ?? [])]
		.map((node) => {
			if (!(node instanceof Element)) return node instanceof Text ? node.data : "";
			return node.classList.contains("unknown") ? `!${node.textContent}!` : `«${node.textContent}»`;
		})
		.join("")
		.replace(/\s*\u200b\s*/g, "")
		.trim();
}

/** Types at the caret as a keyboard does. */
async function write(selector: string, letters: string): Promise<void> {
	area(selector).focus();
	document.execCommand("insertText", false, letters);
	await settled();
}

async function caret(selector: string, at: number): Promise<void> {
	area(selector).focus();
	area(selector).setSelectionRange(at, at);
	await settled();
}

describe("texts", () => {
	it("have the names an admin of 3CX knows, in both languages", async () => {
		await showSettings("journal", { lang: "de" });
		const labels = [...document.querySelectorAll(".form label")].map((one) => one.textContent?.trim());
		for (const label of [
			"Anrufjournal aktivieren",
			"Betreff des Anrufs",
			"Beantworteter eingehender Anruf",
			"Verpasster Anruf",
			"Angenommener ausgehender Anruf",
			"Unbeantworteter ausgehender Anruf",
		]) {
			expect(labels).toContain(label);
		}
	});

	it("paint what stands in brackets, letter for letter", async () => {
		await showSettings("journal");
		await type(MISSED, "[DateTime]: Missed ([Name]) [ open");
		expect(painted(MISSED)).toBe("«[DateTime]»: Missed («[Name]») [ open");
		const layer = area(MISSED).closest(".box")?.querySelector(".layer");
		expect(layer?.getAttribute("aria-hidden")).toBe("true");
	});

	it("lie exactly on what is painted, however long they are", async () => {
		await showSettings("journal");
		await type(MISSED, "[DateTime]: a text of many words [Name] ".repeat(6));
		const box = (of: Element) => of.getBoundingClientRect();
		const layer = area(MISSED).closest(".box")?.querySelector(".layer") as Element;
		expect(box(layer)).toEqual(box(area(MISSED)));
		expect(area(MISSED).scrollHeight).toBeLessThanOrEqual(area(MISSED).clientHeight);
		for (const style of ["font", "lineHeight", "padding", "letterSpacing", "whiteSpace"] as const) {
			expect(getComputedStyle(layer)[style], style).toBe(getComputedStyle(area(MISSED))[style]);
		}
	});

	it("an unknown variable is an error at once, with the one that was meant", async () => {
		const host = await showSettings("journal", { lang: "de" });
		await type(MISSED, "[DateTime]: Verpasst, [Dauer].");
		expect(area(MISSED).getAttribute("aria-invalid")).toBe("true");
		expect(text("#field-journal-missed-error")).toBe(
			"[Dauer] gibt es nicht. Gemeint ist vielleicht [Duration].",
		);
		expect(area(MISSED).getAttribute("aria-describedby")).toContain("field-journal-missed-error");
		expect(painted(MISSED)).toBe("«[DateTime]»: Verpasst, ![Dauer]!.");
		expect(text(".bar")).toContain("1 Fehler");
		expect(host.setup.changes).toEqual([]);
		await type(MISSED, "[DateTime]: Verpasst, [Duration].");
		expect(area(MISSED).hasAttribute("aria-invalid")).toBe(false);
		expect(text(".bar")).not.toContain("Fehler");
	});

	it("an error does not flicker while the text is typed on", async () => {
		await showSettings("journal");
		await type(MISSED, "[Dauer]");
		const before = element("#field-journal-missed-error");
		area(MISSED).value = "[Dauer] x";
		area(MISSED).dispatchEvent(new Event("input", { bubbles: true }));
		expect(document.querySelector("#field-journal-missed-error")).toBe(before);
		await settled();
		expect(document.querySelector("#field-journal-missed-error")).toBe(before);
	});

	it("Save goes to the first error", async () => {
		const host = await showSettings("journal");
		await type(MISSED, "[Xyz]");
		await type(SUBJECT, "Call of [Name]");
		await press("Control+s");
		expect(document.activeElement).toBe(area(MISSED));
		expect(text("#field-journal-missed-error")).toBe("[Xyz] does not exist.");
		expect(host.setup.settings.values["journal.subject"]).toBe("3CX Phone System Call");
	});

	it("the subject stays one line, other texts may have several", async () => {
		await showSettings("journal");
		await caret(SUBJECT, 3);
		expect(await press("Enter")).toBe(true);
		await caret(INBOUND, 3);
		expect(await press("Enter")).toBe(false);
	});
});

describe("completion", () => {
	it("opens with a bracket and narrows by name, then by meaning", async () => {
		await showSettings("journal");
		await type(MISSED, "");
		await write(MISSED, "At [");
		expect(options().slice(0, 3)).toEqual(["[Number]", "[Name]", "[Agent]"]);
		await write(MISSED, "dur");
		expect(options()).toEqual(["[Duration]", "[DurationTimespan]"]);
		await type(MISSED, "[company");
		expect(options()).toEqual(["[Contact::CompanyName]"]);
		await type(MISSED, "[zzz");
		expect(options()).toEqual([]);
	});

	it("is driven by the keyboard, and told to who cannot see it", async () => {
		await showSettings("journal");
		await type(MISSED, "At [dur");
		expect(area(MISSED).getAttribute("aria-controls")).toBe("field-journal-missed-list");
		expect(area(MISSED).getAttribute("aria-activedescendant")).toBe("field-journal-missed-option-0");
		await press("ArrowDown");
		const active = area(MISSED).getAttribute("aria-activedescendant") ?? "";
		expect(text(`#${active} .name`)).toBe("[DurationTimespan]");
		expect(element(`#${active}`).getAttribute("aria-selected")).toBe("true");
		await press("ArrowUp");
		expect(await press("Enter")).toBe(true);
		expect(area(MISSED).value).toBe("At [Duration]");
		expect(area(MISSED).selectionStart).toBe("At [Duration]".length);
		expect(options()).toEqual([]);
		expect(area(MISSED).hasAttribute("aria-activedescendant")).toBe(false);
		expect(document.activeElement).toBe(area(MISSED));
	});

	it("Esc closes it and keeps the changes; a second Esc discards", async () => {
		await showSettings("journal");
		await type(MISSED, "At [dur");
		await press("Escape");
		expect(options()).toEqual([]);
		expect(area(MISSED).value).toBe("At [dur");
		await press("Escape");
		expect(area(MISSED).value).toContain("Missed call from");
	});

	it("writes over the name it is begun in", async () => {
		await showSettings("journal");
		await type(MISSED, "At [Duration] x");
		await caret(MISSED, 5);
		area(MISSED).dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
		await settled();
		expect(options()[0]).toBe("[Duration]");
		await press("ArrowDown");
		await press("ArrowDown");
		const chosen = options()[2];
		await press("Tab");
		expect(area(MISSED).value).toBe(`At ${chosen} x`);
	});

	it("a click takes one without moving the focus", async () => {
		await showSettings("journal");
		await type(MISSED, "[wrap");
		element("[role=option]").click();
		await settled();
		expect(area(MISSED).value).toBe("[WrapUp]");
		expect(document.activeElement).toBe(area(MISSED));
	});
});

describe("palette", () => {
	it("is searched by name and by meaning, in the language of the page", async () => {
		await showSettings("journal", { lang: "de" });
		const names = () => [...document.querySelectorAll(".help li .name")].map((one) => one.textContent);
		expect(names()).toHaveLength(9);
		await type(".help input[type=search]", "warteschlange");
		expect(names()).toEqual(["[QueueExtension]"]);
		expect(text(".help li")).toContain("Leer bei direkten Anrufen.");
		await type(".help input[type=search]", "quark");
		expect(text(".help .none")).toBe("Keine Variable heißt so.");
		await type(".help input[type=search]", "");
		await pressButton("30 weitere anzeigen");
		expect(names()).toHaveLength(39);
	});

	it("inserts where the caret was last", async () => {
		await showSettings("journal");
		await type(SUBJECT, "Call of ");
		await caret(SUBJECT, 8);
		await press("Escape");
		await type(SUBJECT, "Call of ");
		const name = element<HTMLButtonElement>(".help li:nth-child(2) button");
		name.focus();
		name.click();
		await settled();
		expect(area(SUBJECT).value).toBe("Call of [Name]");
		expect(document.activeElement).toBe(area(SUBJECT));
		expect(said()).toBe("[Name] inserted");
	});

	it("goes into the first text when none was chosen yet", async () => {
		await showSettings("journal");
		element<HTMLButtonElement>(".help li:nth-child(1) button").click();
		await settled();
		expect(document.activeElement).toBe(area(INBOUND));
		expect(area(INBOUND).value.match(/\[Number\]/g)).toHaveLength(2);
	});
});

describe("preview", () => {
	it("shows the last call, and the text that is being written", async () => {
		await showSettings("journal");
		expect(element<HTMLSelectElement>("#preview-kind").value).toBe("answered-inbound");
		expect(text(".card .of")).toBe("Call of 14:32, Katharina Vogelsang");
		expect(text(".card .subject")).toBe("3CX Phone System Call");
		expect(text(".card .description")).toContain(
			"Answered incoming call from +494066969412 Katharina Vogelsang",
		);
		expect(text(".help .note")).toContain(
			"Without a name: “2026-11-22 14:32:00: Answered incoming call from +494066969412 to 812",
		);
		area(MISSED).focus();
		await settled();
		expect(element<HTMLSelectElement>("#preview-kind").value).toBe("missed");
		expect(text(".card .of")).toBe("Sample call");
		expect(text(".card .description")).toContain("Missed call from");
	});

	it("asks for what was changed and nothing else, at every change", async () => {
		const host = await showSettings("journal");
		const first: Record<string, SettingValue>[] = [{}];
		expect(host.setup.previews).toEqual(first);
		await type(SUBJECT, "A");
		await type("#field-journal-never", "812\n\n +49 40* ");
		expect(host.setup.previews.at(-1)).toEqual({
			"journal.subject": "A",
			"journal.never": ["812", "+49 40*"],
		});
		expect(host.setup.changes).toEqual([]);
	});

	it("says what is cut, open, kept, or not written at all", async () => {
		const host = await showSettings("journal");
		const [shown] = host.setup.preview.texts;
		if (shown === undefined) throw new Error("no text");
		Object.assign(shown, { cut: true, open: true, kept_nameless: true, fields: [["Queue__c", "Support"]] });
		await type(SUBJECT, "A");
		expect(text(".help .cut")).toBe("Too long for Salesforce: it ends in “…”.");
		expect(text(".card .mark")).toBe("Open task");
		expect(text(".help .note")).toBe("Without a name: kept until linked.");
		expect(text(".card dl")).toBe("Queue__c Support");
		shown.not_written = "outcome";
		await type(SUBJECT, "B");
		expect(text(".card")).toContain("Calls that end so are not written.");
	});

	it("no answer is said, and an error then goes with the next change", async () => {
		const host = await showSettings("journal");
		await type(MISSED, "[Dauer]");
		host.setup.previewFails = true;
		await type(MISSED, "[Duration]");
		expect(text(".help")).toContain("No preview now");
		await type(MISSED, "[Duration] x");
		expect(area(MISSED).hasAttribute("aria-invalid")).toBe(false);
	});
});

describe("rules", () => {
	it("are saved by outcome, for unmatched calls, as lists", async () => {
		const host = await showSettings("journal");
		element("#field-journal-outcomes-missed-open").click();
		element("#field-journal-outcomes-rejected-nothing").click();
		const unmatched = element<HTMLSelectElement>("#field-journal-unmatched");
		unmatched.value = "keep";
		unmatched.dispatchEvent(new Event("change", { bubbles: true }));
		element("#field-journal-internal").click();
		await type("#field-journal-wrap_up_codes", "Order\nComplaint");
		await pressButton("Add field");
		await type("#field-journal-fields-0-name", "Code__c");
		await press("Enter");
		await type("#field-journal-fields-0-text", "[WrapUp]");
		element("#field-journal-enabled").click();
		await settled();
		await press("Control+s");
		expect(host.setup.changes[0]?.values).toEqual({
			"journal.outcomes.missed": "open",
			"journal.outcomes.rejected": "nothing",
			"journal.unmatched": "keep",
			"journal.internal": true,
			"journal.wrap_up_codes": ["Order", "Complaint"],
			"journal.fields": ["Code__c = [WrapUp]"],
			"journal.enabled": false,
		});
	});

	it("a line that cannot be used is named while it is typed", async () => {
		await showSettings("journal");
		await type("#field-journal-never", "812\nnobody");
		expect(text("#field-journal-never-error")).toBe(
			"Line 2: Not a phone number. Enter digits, with * at the end for all that begin so.",
		);
	});
});

describe("room", () => {
	it.each([
		{ name: "880 by 560", look: { width: 880, height: 560 } },
		{ name: "200 %", look: { zoom: 2 } },
		{ name: "200 % in German at 880", look: { zoom: 2, lang: "de" as const, width: 880, height: 560 } },
	])("nothing is wider than the window at $name", async ({ look }) => {
		await showSettings("journal", look);
		await type(MISSED, "[Dauer] [Con");
		const width = document.documentElement.clientWidth;
		expect(document.documentElement.scrollWidth).toBe(width);
		for (const one of document.querySelectorAll(".form *, .help *")) {
			if (one.closest(".visually-hidden") !== null) continue;
			const { right, left } = one.getBoundingClientRect();
			expect(right, one.outerHTML.slice(0, 120)).toBeLessThanOrEqual(width + 1);
			expect(left, one.outerHTML.slice(0, 120)).toBeGreaterThanOrEqual(-1);
		}
	});
});
