import type {
	CreateField,
	CreateForm,
	CreateFrom,
	CreateKindView,
	DraftCheck,
	DraftValues,
	DuplicatesThere,
	DuplicateView,
	FieldRefusal,
	NumberAdded,
	NumberView,
	PersonSaved,
	PersonUsed,
	Problem,
	RecordTypeView,
	ValueSource,
	WaitingPerson,
} from "../bindings";
import type { ScriptedSearch } from "./search";

interface KnownForm {
	fields: CreateField[];
	record_types: RecordTypeView[];
	values: Record<string, string>;
	sources: Record<string, ValueSource>;
}

const STORE_BROKEN: Problem = { code: "store-broken", detail: null };
const TRIGGER = "MyTrigger: execution of BeforeInsert caused by: no";
const OFFLINE: Problem = { code: "salesforce-offline", detail: null };

/**
 * Creating people in the scripted companion. `create` names what comes of it: `refused`, `outside`
 * (fields the form has not), `block`, `alert`, `unseen` and `unseen-block` (of records that are not
 * shown), `offline`, `failed`; `form` how the form comes: `slow` (never), `basics`, `restored`,
 * `fails`; `people=waiting` that three people are not in Salesforce yet.
 */
export async function openScriptedCreation(
	query: URLSearchParams,
	search: ScriptedSearch,
): Promise<ScriptedCreation> {
	const forms = await import("../../../tests/fixtures/creation/forms.json");
	const known = structuredClone(forms.default) as unknown as Record<CreateKindView, KnownForm>;
	const creation = new ScriptedCreation(known, search);
	creation.outcome = query.get("create") ?? "created";
	creation.comes = query.get("form") ?? "whole";
	if (query.get("people") === "waiting") {
		const people = await import("../../../tests/fixtures/creation/people.json");
		creation.waiting = structuredClone(people.default) as WaitingPerson[];
	}
	return creation;
}

/** Fills forms, finds duplicates and saves, simply. */
export class ScriptedCreation {
	outcome = "created";
	comes = "whole";
	kinds: CreateKindView[] = ["contact", "lead", "person_account"];
	/** What was asked for, in order. */
	readonly asked: { from: CreateFrom; kind: CreateKindView | null; recordType: string | null }[] = [];
	readonly opened: { call: number; kind: CreateKindView | null }[] = [];
	readonly kept: DraftValues[] = [];
	readonly dropped: string[] = [];
	readonly saves: { values: DraftValues; allowDuplicates: boolean }[] = [];
	readonly used: { person: string; addNumber: boolean }[] = [];
	/** Who is not in Salesforce yet. */
	waiting: WaitingPerson[] = [];
	/** Who was tried again, by draft. */
	readonly retried: string[] = [];
	closed = 0;
	/** What becomes of the number that is to be added. */
	number: NumberAdded = { number: "added", label: "Mobile" };
	#forms: Record<CreateKindView, KnownForm>;
	#search: ScriptedSearch;
	/** By draft. */
	#drafts = new Map<string, DraftValues>();

	constructor(forms: Record<CreateKindView, KnownForm>, search: ScriptedSearch) {
		this.#forms = forms;
		this.#search = search;
	}

	async form(from: CreateFrom, kind: CreateKindView | null, recordType: string | null): Promise<CreateForm> {
		this.asked.push({ from, kind, recordType });
		if (this.comes === "slow") return new Promise(() => undefined);
		if (this.comes === "fails") throw STORE_BROKEN;
		const draft = Object.values(from).join(" ");
		const kept = this.#drafts.get(draft);
		const chosen = kind ?? kept?.kind ?? this.kinds[0] ?? "contact";
		const known = structuredClone(this.#forms[chosen]);
		const typed = this.comes === "restored" ? { FirstName: "Jonathan", LastName: "Meyer" } : kept?.fields;
		if (this.comes === "basics") known.fields = known.fields.filter((field) => !field.custom);
		return {
			draft,
			kinds: this.kinds,
			record_types: known.record_types,
			fields: known.fields,
			values: {
				kind: chosen,
				record_type: recordType ?? known.record_types[0]?.id ?? null,
				fields: { ...known.values, ...typed },
				account: kept?.account ?? null,
			},
			sources: known.sources,
			call: from.from === "call" ? from.call : null,
			restored: typed !== undefined && kind === null,
			problem: this.comes === "basics" ? OFFLINE : null,
			refused: null,
		};
	}

	keep(draft: string, values: DraftValues): void {
		this.kept.push(structuredClone(values));
		this.#drafts.set(draft, structuredClone(values));
	}

	drop(draft: string): void {
		this.dropped.push(draft);
		this.#drafts.delete(draft);
		this.comes = "whole";
	}

	check(values: DraftValues): DraftCheck {
		const numbers = Object.entries(values.fields).filter(([field]) => field.endsWith("Phone"));
		return {
			numbers: Object.fromEntries(numbers.map(([field, text]) => [field, numberOf(text)])),
			matches: this.#matches(values),
			ask: true,
		};
	}

	async there(values: DraftValues): Promise<DuplicatesThere> {
		return { there: "found", matches: this.#matches(values), requests: 1 };
	}

	save(values: DraftValues, allowDuplicates: boolean): PersonSaved {
		this.saves.push({ values: structuredClone(values), allowDuplicates });
		if (this.outcome === "failed") return { saved: "failed", problem: OFFLINE };
		if (this.outcome === "offline") return { saved: "queued", problem: OFFLINE };
		const fields = this.#refusals(values);
		const general = this.outcome === "outside" ? [TRIGGER, TRIGGER] : [];
		if (fields.length + general.length > 0) return { saved: "refused", fields, general };
		const unseen = this.outcome.startsWith("unseen");
		if (this.outcome === "unseen-block" || (unseen && !allowDuplicates)) {
			const message = "You are creating a duplicate record.";
			return { saved: "duplicates", matches: [], may_save_anyway: this.outcome === "unseen", message };
		}
		const blocks = this.outcome === "block";
		if (blocks || (this.outcome === "alert" && !allowDuplicates)) {
			const matches = this.#all("salesforce").slice(0, blocks ? 1 : 3);
			const message = "Use one of these records?";
			return { saved: "duplicates", matches, may_save_anyway: !blocks, message };
		}
		const person = this.#all("name")[0]?.person;
		if (person === undefined) throw new Error("nobody is known");
		const name = [values.fields.FirstName, values.fields.LastName].filter(Boolean).join(" ");
		return { saved: "created", person: { ...person, name }, found: false };
	}

	retry(draft: string): PersonSaved {
		this.retried.push(draft);
		const found = this.waiting.find((one) => one.draft === draft);
		const kind = found?.kind ?? "contact";
		const needed = this.#forms[kind].fields.filter((field) => field.required).map(({ name }) => [name, "-"]);
		const fields = { ...Object.fromEntries(needed), LastName: found?.name ?? "" };
		return this.save({ kind, record_type: null, fields, account: null }, false);
	}

	use(person: string, addNumber: boolean): PersonUsed {
		this.used.push({ person, addNumber });
		const found = this.#all("name").find((one) => one.person.id === person);
		if (found === undefined) return { used: "failed", problem: OFFLINE };
		const number: NumberAdded = addNumber ? this.number : { number: "not_wanted" };
		return { used: "linked", person: found.person, number };
	}

	#refusals(values: DraftValues): FieldRefusal[] {
		const missing = this.#forms[values.kind].fields
			.filter((field) => field.required && field.kind !== "account" && !values.fields[field.name])
			.map((field): FieldRefusal => ({ field: field.name, why: { why: "missing" } }));
		if (this.outcome === "outside") {
			return [...missing, { field: "Region__c", why: { why: "salesforce", message: "Region is needed." } }];
		}
		if (this.outcome !== "refused") return missing;
		const message = "not a valid e-mail address.";
		return [...missing, { field: "Email", why: { why: "salesforce", message } }];
	}

	#all(why: DuplicateView["why"][number]): DuplicateView[] {
		const people = ["vogel", "brandt"].flatMap((name) => this.#search.here(name, false).found);
		return people
			.filter((person) => person.kind !== "account")
			.map((person, at) => ({ person, why: [why], add_to: at === 0 ? "Mobile" : null }));
	}

	#matches(values: DraftValues): DuplicateView[] {
		const last = (values.fields.LastName ?? "").trim().toLowerCase();
		if (last.length < 3) return [];
		const why = values.account === null ? "name" : "name_and_company";
		return this.#all(why).filter(({ person }) => person.name.toLowerCase().endsWith(` ${last}`));
	}
}

function numberOf(text: string): NumberView {
	const region = text.startsWith("+44") ? "GB" : text.startsWith("+49") || text.startsWith("0") ? "DE" : null;
	return { shown: text, copied: text, region, withheld: false };
}
