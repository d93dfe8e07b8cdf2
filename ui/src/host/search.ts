import type { FoundView, NumberView, Problem, SearchHere, SearchThere, WhyView } from "../bindings";

interface Known {
	on_this_computer: boolean;
	person: FoundView;
}

type Marks = [number, number][];

/** Long enough to see a search at work. */
const DELAY_MS = 400;
/** So short a text Salesforce does not search. */
const SHORTEST = 2;
/** Compared digits of a number that is not typed whole. */
const LAST_DIGITS = 7;

/** People of the scripted companion, and how Salesforce answers: `search_delay` in ms, `search_fails` with a code. */
export async function openScriptedSearch(query: URLSearchParams): Promise<ScriptedSearch> {
	const people = await import("../../../tests/fixtures/search/people.json");
	const search = new ScriptedSearch(structuredClone(people.default) as unknown as Known[]);
	const delay = query.get("search_delay");
	if (delay !== null) search.delay_ms = Number(delay);
	const code = query.get("search_fails");
	if (code !== null) search.failure = { code: code as Problem["code"], detail: null };
	return search;
}

/** Finds made-up people, simply: every typed word begins a word of name, company or e-mail address. */
export class ScriptedSearch {
	delay_ms = DELAY_MS;
	/** What Salesforce answers, instead of people. */
	failure: Problem | null = null;
	/** Every text that was asked for, in order. */
	readonly askedHere: string[] = [];
	readonly askedThere: string[] = [];
	#people: Known[];

	constructor(people: Known[]) {
		this.#people = people;
	}

	here(text: string, online: boolean): SearchHere {
		this.askedHere.push(text);
		const known = this.#people.filter((one) => one.on_this_computer).map((one) => one.person);
		const digits = typedDigits(text);
		return {
			number: digits === null ? null : numberOf(digits),
			found: matching(known, text),
			more: false,
			ask: online && text.trim().length >= SHORTEST,
		};
	}

	async there(text: string): Promise<SearchThere> {
		this.askedThere.push(text);
		const turn = this.askedThere.length;
		if (this.delay_ms > 0) await new Promise((done) => setTimeout(done, this.delay_ms));
		if (turn !== this.askedThere.length) return { there: "stale" };
		if (this.failure !== null) return { there: "failed", problem: this.failure };
		const people = this.#people.map((one) => ({ ...one.person, index_read_ms: null }));
		return { there: "found", found: matching(people, text), more: false, requests: 1 };
	}
}

/** The digits of what can only be a number. */
function typedDigits(text: string): string | null {
	const digits = text.replace(/\D/g, "");
	return digits.length >= 3 && /^[\d\s()+/.-]+$/.test(text.trim())
		? digits.replace(/^0049|^49|^0/, "")
		: null;
}

function numberOf(digits: string): NumberView {
	return { shown: `0${digits}`, copied: `+49${digits}`, region: "DE", withheld: false };
}

function matching(people: FoundView[], text: string): FoundView[] {
	const digits = typedDigits(text);
	return people.flatMap((person) => (digits === null ? named(person, text) : numbered(person, digits)) ?? []);
}

function named(person: FoundView, text: string): FoundView | null {
	const fields = [person.name, person.company ?? "", person.email ?? ""];
	const marks: Marks[] = fields.map(() => []);
	for (const word of text.trim().split(/\s+/)) {
		const at = fields.findIndex((field, index) => {
			const mark = wordMark(field, word);
			if (mark !== null) marks[index]?.push(mark);
			return mark !== null;
		});
		if (at < 0) return null;
	}
	const [name_marks = [], company_marks = [], email_marks = []] = marks.map((some) =>
		some.sort(([one], [other]) => one - other),
	);
	return { ...person, name_marks, company_marks, email_marks };
}

const folded = (letter: string): string =>
	letter.normalize("NFD").replace(/\p{M}/gu, "").replace("ß", "ss").toLowerCase();

/** Where a word of the field begins with what was typed, in letters of the field. */
function wordMark(field: string, typed: string): [number, number] | null {
	const letters = Array.from(field);
	const wanted = Array.from(typed).map(folded).join("");
	for (let start = 0; start < letters.length; start += 1) {
		if (start > 0 && /[\p{L}\p{N}]/u.test(letters[start - 1] ?? "")) continue;
		let end = start;
		let read = "";
		while (read.length < wanted.length && end < letters.length) read += folded(letters[end++] ?? "");
		if (wanted !== "" && read.startsWith(wanted)) return [start, end];
	}
	return null;
}

function numbered(person: FoundView, digits: string): FoundView | null {
	return whole(person, digits) ?? begun(person, digits);
}

/** Whose number begins with the digits, as it is shown in its own country. */
function begun(person: FoundView, digits: string): FoundView | null {
	for (const [phone, { number }] of person.phones.entries()) {
		if (!number.copied.startsWith(`+49${digits}`)) continue;
		const letters = Array.from(number.shown);
		const start = letters.indexOf(digits[0] ?? "");
		let end = start;
		for (let left = digits.length; left > 0; end += 1) if (/\d/.test(letters[end] ?? "")) left -= 1;
		return { ...person, digits: { phone, part: "beginning", marks: [[start, end]] } };
	}
	return null;
}

function whole(person: FoundView, digits: string): FoundView | null {
	for (const phone of person.phones) {
		const stored = phone.number.copied.replace(/\D/g, "");
		const exact = stored.endsWith(digits) && digits.length >= stored.length - 2;
		const last = exact ? digits.length : Math.min(LAST_DIGITS, digits.length);
		if (!exact && (digits.length < LAST_DIGITS || !stored.endsWith(digits.slice(-LAST_DIGITS)))) continue;
		const why: WhyView = {
			label: phone.label,
			spelling: phone.spelling,
			last_digits: exact ? null : LAST_DIGITS,
			caller: `+49 ${digits}`,
			caller_marks: lastDigits(`+49 ${digits}`, last),
			stored_marks: lastDigits(phone.spelling, last),
			index_read_ms: person.index_read_ms,
			linked: false,
		};
		return { ...person, why };
	}
	return null;
}

/** The last so many digits of a number as it is written. */
function lastDigits(text: string, count: number): Marks {
	const letters = Array.from(text);
	let start = letters.length;
	for (let left = count; left > 0 && start > 0; start -= 1)
		if (/\d/.test(letters[start - 1] ?? "")) left -= 1;
	return [[start, letters.length]];
}
