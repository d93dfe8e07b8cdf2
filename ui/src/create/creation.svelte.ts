import type {
	AccountChoiceView,
	CreateField,
	CreateForm,
	CreateFrom,
	CreateKindView,
	DraftCheck,
	DraftValues,
	DuplicateView,
	FoundView,
	NumberAdded,
	NumberView,
	PersonSaved,
	Problem,
	RefusalWhy,
} from "../bindings";
import { asProblem } from "../parts/problem";
import { current } from "../view.svelte";
import { basics } from "./basics";

/** So long nothing is typed before the draft goes to disk: a crash costs less than a word. */
export const KEEP_MS = 250;
/** So long nothing is typed before Salesforce is asked for duplicates: each question costs an API call. */
export const ASK_MS = 700;

/** What came of it, where the form has nothing more to do. */
export type End =
	| { end: "created"; person: FoundView; found: boolean }
	| { end: "linked"; person: FoundView; number: NumberAdded }
	| { end: "queued"; name: string; problem: Problem };

/** Why a field is refused; `unchosen`: a company was typed and neither chosen nor said to be new. */
export type Refusal = RefusalWhy | { why: "unchosen"; text: string };

/** The first of these fields that says something names the person. */
function nameOf(values: DraftValues): string {
	const { fields } = values;
	const person = [fields.FirstName, fields.LastName].filter(Boolean).join(" ").trim();
	return person || fields.Company?.trim() || fields.Phone?.trim() || "";
}

/** What may be chosen of a dependent list; of any other, all. */
export function choicesOf(field: CreateField, values: DraftValues): CreateField["choices"] {
	if (field.controlled_by === null) return field.choices;
	const control = values.fields[field.controlled_by] ?? "";
	return field.choices.filter((choice) => choice.with === null || choice.with.includes(control));
}

/**
 * A person who is being created: the form, what was typed into it, who may be there already, and
 * what came of saving. Everything typed goes to disk; the engine alone judges it.
 */
export class Creation {
	form = $state.raw<CreateForm>(basics("contact"));
	values = $state.raw<DraftValues>(this.form.values);
	/** The fields of the org are on their way. */
	loading = $state(true);
	saving = $state(false);
	/** By API name; the account under its field's. */
	refused = $state.raw<Record<string, Refusal>>({});
	general = $state.raw<readonly string[]>([]);
	/** What kept the last step from working; `"silent"`: no answer. */
	problem = $state.raw<Problem | "silent" | null>(null);
	matches = $state.raw<readonly DuplicateView[]>([]);
	/** `false`: the org, or a setting, forbids another of the same. */
	mayStillSave = $state(true);
	/** The org's own words about duplicates. */
	message = $state<string | null>(null);
	numbers = $state.raw<Record<string, NumberView>>({});
	/** A company that was typed and is not chosen yet. */
	accountText = $state("");
	/** All that was typed is on disk. */
	kept = $state(false);
	/** What the person typed before is back. */
	restored = $state(false);
	end = $state.raw<End | null>(null);
	/** What a screen reader hears. */
	said = $state("");
	readonly from: CreateFrom;
	/** As filled in before anybody typed. */
	#prefilled: DraftValues = this.form.values;
	/** Typed before the form was there. */
	#early: Record<string, string> = {};
	#account: AccountChoiceView | null;
	#draft: string | null = null;
	/** Something is typed that is not on disk. */
	#dirty = false;
	#turn = 0;
	#keep: ReturnType<typeof setTimeout> | undefined;
	#ask: ReturnType<typeof setTimeout> | undefined;
	#checks = 0;

	/** `account`: the company somebody new belongs to, unless another was chosen before. */
	constructor(from: CreateFrom, kind: CreateKindView | null, account: AccountChoiceView | null = null) {
		this.from = from;
		this.#account = account;
		if (kind !== null) this.#take(basics(kind));
		void this.load(kind);
	}

	/** The call it is opened from, while it is known. */
	get call(): number | null {
		return this.form.call ?? (this.from.from === "call" ? this.from.call : null);
	}

	get name(): string {
		return nameOf(this.values);
	}

	value(field: string): string {
		return this.values.fields[field] ?? "";
	}

	/** Whether a field still holds what it was filled with. */
	untouched(field: string): boolean {
		return this.value(field) !== "" && this.value(field) === this.#prefilled.fields[field];
	}

	/** Fields that cannot be saved as they are. */
	get wrong(): number {
		return Object.keys(this.refused).length + this.general.length;
	}

	set(field: string, value: string): void {
		const fields = { ...this.values.fields, [field]: value };
		if (this.#draft === null) this.#early[field] = value;
		this.#change({ ...this.values, fields: this.#consistent(fields) }, field);
	}

	setAccount(account: AccountChoiceView | null, field: string): void {
		this.accountText = "";
		this.#change({ ...this.values, account }, field);
	}

	typeAccount(text: string, field: string): void {
		this.accountText = text;
		this.#change({ ...this.values, account: null }, field);
	}

	/** Another kind, or another record type, has other fields; what was typed goes along. */
	async turn(kind: CreateKindView, recordType: string | null): Promise<void> {
		await this.#flush();
		this.values = { ...this.values, kind, record_type: recordType };
		this.#forget();
		await this.load(kind, recordType);
	}

	async load(kind: CreateKindView | null, recordType: string | null = null): Promise<void> {
		this.#turn += 1;
		const turn = this.#turn;
		this.loading = true;
		this.problem = null;
		try {
			const form = await current.host.createForm(this.from, kind, recordType);
			if (turn !== this.#turn) return;
			this.#take(form);
			this.#check();
		} catch (thrown) {
			if (turn === this.#turn) this.problem = asProblem(thrown);
		} finally {
			if (turn === this.#turn) this.loading = false;
		}
	}

	/** Forgets what was typed, and starts with what is known. */
	async startOver(): Promise<void> {
		const draft = this.#draft;
		if (draft === null) return;
		clearTimeout(this.#keep);
		this.#draft = null;
		this.#dirty = false;
		this.#early = {};
		this.#forget();
		this.accountText = "";
		await current.host.dropDraft(draft).catch(() => undefined);
		await this.load(this.values.kind);
	}

	async save(): Promise<void> {
		const draft = this.#draft;
		if (this.saving || this.loading || draft === null) return;
		if (this.matches.length > 0 && !this.mayStillSave) return;
		const account = this.form.fields.find((field) => field.kind === "account");
		if (account !== undefined && this.accountText.trim() !== "") {
			this.refused = { [account.name]: { why: "unchosen", text: this.accountText.trim() } };
			return;
		}
		this.saving = true;
		clearTimeout(this.#keep);
		clearTimeout(this.#ask);
		this.problem = null;
		try {
			const saved = await current.host.savePerson(draft, this.values, this.matches.length > 0);
			this.#saved(saved);
		} catch {
			this.problem = "silent";
		} finally {
			this.saving = false;
		}
	}

	async use(match: DuplicateView, addNumber: boolean): Promise<void> {
		const draft = this.#draft;
		if (this.saving || draft === null) return;
		this.saving = true;
		clearTimeout(this.#keep);
		this.problem = null;
		try {
			const used = await current.host.useExisting(draft, match.person.id, addNumber);
			if (used.used === "linked") this.end = { end: "linked", person: used.person, number: used.number };
			else this.problem = used.problem;
		} catch {
			this.problem = "silent";
		} finally {
			this.saving = false;
		}
	}

	/** The form goes: what was typed stays on disk. */
	close(): void {
		this.#turn += 1;
		clearTimeout(this.#ask);
		if (this.end === null) void this.#flush();
	}

	#saved(saved: PersonSaved): void {
		switch (saved.saved) {
			case "created":
				this.end = { end: "created", person: saved.person, found: saved.found };
				break;
			case "queued":
				this.end = { end: "queued", name: this.name, problem: saved.problem };
				break;
			case "failed":
				this.problem = saved.problem;
				break;
			case "refused":
				this.refused = Object.fromEntries(saved.fields.map(({ field, why }) => [field, why]));
				this.general = saved.general;
				break;
			case "duplicates":
				this.matches = saved.matches;
				this.mayStillSave = saved.may_save_anyway;
				this.message = saved.message;
				break;
		}
	}

	#take(form: CreateForm): void {
		const fields = { ...form.values.fields, ...this.#early };
		this.form = form;
		this.values = { ...form.values, fields, account: form.values.account ?? this.#account };
		this.#prefilled = form.values;
		this.restored = form.restored;
		this.#draft = form.draft === "" ? null : form.draft;
		this.refused = Object.fromEntries((form.refused?.fields ?? []).map(({ field, why }) => [field, why]));
		this.general = form.refused?.general ?? [];
		if (this.#draft !== null && Object.keys(this.#early).length > 0) {
			this.#early = {};
			this.#keepSoon();
		}
	}

	/** A value that its controlling field does not allow any more is none. */
	#consistent(fields: Record<string, string>): Record<string, string> {
		const values = { ...this.values, fields };
		for (const field of this.form.fields) {
			const value = fields[field.name] ?? "";
			if (field.controlled_by === null || value === "") continue;
			const allowed = choicesOf(field, values).map((choice) => choice.value);
			const kept = value.split(";").filter((one) => allowed.includes(one));
			fields[field.name] = kept.join(";");
		}
		return fields;
	}

	#change(values: DraftValues, field: string): void {
		this.values = values;
		this.problem = null;
		const { [field]: _, ...others } = this.refused;
		this.refused = others;
		if (this.wrong === 0 || Object.keys(others).length === 0) this.general = [];
		this.#keepSoon();
		this.#check();
	}

	#forget(): void {
		this.refused = {};
		this.general = [];
		this.matches = [];
		this.mayStillSave = true;
		this.message = null;
	}

	#keepSoon(): void {
		this.#dirty = true;
		this.kept = false;
		clearTimeout(this.#keep);
		this.#keep = setTimeout(() => void this.#flush(), KEEP_MS);
	}

	async #flush(): Promise<void> {
		clearTimeout(this.#keep);
		if (this.#draft === null || !this.#dirty) return;
		this.#dirty = false;
		try {
			await current.host.keepDraft(this.#draft, this.values);
			this.kept = !this.#dirty;
		} catch {
			// Kept only here for now: the next letter tries again.
			this.#dirty = true;
		}
	}

	/** Asks this computer at once who may be there already, and Salesforce when nothing is typed any more. */
	#check(): void {
		if (this.#draft === null) return;
		this.#checks += 1;
		const turn = this.#checks;
		clearTimeout(this.#ask);
		current.host.checkDraft(this.values).then(
			(check) => {
				if (turn === this.#checks) this.#checked(check, turn);
			},
			() => undefined,
		);
	}

	#checked(check: DraftCheck, turn: number): void {
		this.numbers = check.numbers;
		this.#matched(check.matches);
		if (!check.ask) return;
		this.#ask = setTimeout(async () => {
			const there = await current.host.askDuplicates(this.values).catch(() => null);
			if (turn === this.#checks && there?.there === "found") this.#matched(there.matches);
		}, ASK_MS);
	}

	/** Who is listed stays where the hand is; the org's word on them holds while they are. */
	#matched(matches: readonly DuplicateView[]): void {
		const listed = this.matches.filter((one) => matches.some((other) => other.person.id === one.person.id));
		const news = new Map(matches.map((one) => [one.person.id, one]));
		const kept = listed.map((one) => news.get(one.person.id) ?? one);
		for (const one of kept) news.delete(one.person.id);
		const ofOrg = this.message === null ? [] : this.matches.filter((one) => one.why.includes("salesforce"));
		const others = ofOrg.filter((one) => !kept.some((other) => other.person.id === one.person.id));
		this.matches = [...kept, ...others.filter((one) => !news.has(one.person.id)), ...news.values()];
		if (this.matches.length === 0) {
			this.mayStillSave = true;
			this.message = null;
		}
	}
}
