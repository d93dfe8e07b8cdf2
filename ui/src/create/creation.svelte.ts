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
import { basics, carried } from "./basics";

/** So long nothing is typed before the draft goes to disk: a crash costs less than a word. */
export const KEEP_MS = 250;
/** So long nothing is typed before Salesforce is asked for duplicates: each question costs an API call. */
export const ASK_MS = 700;

/** After what was typed could not be put on disk, until it is tried again. */
export const KEEP_AGAIN_MS = 2000;
/** salesforce.md 1.1: the id of an account, which nobody types as its name. */
const ACCOUNT_ID = /^001[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/;

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

/** What is typed and not in the form that is on its way. */
interface Fresh {
	/** By API name. */
	fields: Record<string, string>;
	/** `undefined`: not touched. */
	account?: AccountChoiceView | null;
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
	/** Why there is no form, and so no place on disk for what is typed. */
	formless = $state.raw<Problem | "silent" | null>(null);
	matches = $state.raw<readonly DuplicateView[]>([]);
	/** Saving was answered with: they are there already. Whom that means may not be told. */
	ruled = $state(false);
	/** `false`: the org, or a setting, forbids another of the same. */
	mayStillSave = $state(true);
	/** The org's own words about duplicates. */
	message = $state<string | null>(null);
	numbers = $state.raw<Record<string, NumberView>>({});
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
	/** Asked for and not there yet. */
	#wanted = $state.raw<{ kind: CreateKindView; recordType: string | null } | null>(null);
	#fresh: Fresh = { fields: {} };
	#account: AccountChoiceView | null;
	#draft: string | null = null;
	/** Something is typed that is not on disk. */
	#dirty = false;
	/** One letter after the other goes to disk: the last one stays. */
	#keeping: Promise<void> = Promise.resolve();
	/** Ends with the last question for a form. */
	#loaded: Promise<void> = Promise.resolve();
	#asked: { kind: CreateKindView | null; recordType: string | null } = { kind: null, recordType: null };
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

	/** As chosen, also while its fields are on their way. */
	get kind(): CreateKindView {
		return this.#wanted?.kind ?? this.values.kind;
	}

	get recordType(): string | null {
		return this.#wanted === null ? this.values.record_type : this.#wanted.recordType;
	}

	/** Somebody like this is there already, as far as is known. */
	get doubled(): boolean {
		return this.ruled || this.matches.length > 0;
	}

	/** A company that was typed and is not chosen yet; it stands where the account's id would. */
	get accountText(): string {
		const field = this.#accountField;
		const text = field === undefined || this.values.account !== null ? "" : this.value(field.name);
		return ACCOUNT_ID.test(text) ? "" : text;
	}

	get #accountField(): CreateField | undefined {
		return this.form.fields.find((field) => field.kind === "account");
	}

	/** Refusals of fields that the form has not, in words. */
	get elsewhere(): { field: string; why: Refusal }[] {
		const here = new Set(this.form.fields.map((field) => field.name));
		const others = Object.entries(this.refused).filter(([field]) => !here.has(field));
		return others.map(([field, why]) => ({ field, why }));
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
		const fields = this.#consistent({ ...this.values.fields, [field]: value });
		for (const [name, text] of Object.entries(fields)) {
			if (text !== this.value(name)) this.#fresh.fields[name] = text;
		}
		this.#change({ ...this.values, fields }, field);
	}

	setAccount(account: AccountChoiceView | null, field: string): void {
		this.#setAccount(account, field, "");
	}

	typeAccount(text: string, field: string): void {
		this.#setAccount(null, field, text);
	}

	#setAccount(account: AccountChoiceView | null, field: string, text: string): void {
		this.#fresh.account = account;
		this.#fresh.fields[field] = text;
		this.#change({ ...this.values, account, fields: { ...this.values.fields, [field]: text } }, field);
	}

	/** Another kind, or another record type, has other fields; what was typed goes along. */
	async turn(kind: CreateKindView, recordType: string | null): Promise<void> {
		this.#forget();
		await this.load(kind, recordType);
	}

	load(kind: CreateKindView | null, recordType: string | null = null): Promise<void> {
		this.#asked = { kind, recordType };
		this.#loaded = this.#load(kind, recordType);
		return this.#loaded;
	}

	/** Asks for the form once more. */
	loadAgain(): Promise<void> {
		return this.load(this.#asked.kind, this.#asked.recordType);
	}

	async #load(kind: CreateKindView | null, recordType: string | null): Promise<void> {
		this.#turn += 1;
		const turn = this.#turn;
		this.loading = true;
		this.problem = null;
		this.#wanted = kind === null ? null : { kind, recordType };
		try {
			await this.#flush();
			if (!this.#dirty) this.#fresh = { fields: {} };
			const form = await this.#askForm(kind, recordType);
			if (turn !== this.#turn) return;
			this.formless = null;
			this.#take(form);
			this.#check();
		} catch (thrown) {
			if (turn !== this.#turn) return;
			if (this.#draft === null) this.formless = asProblem(thrown);
			else this.problem = asProblem(thrown);
			if (this.#dirty) this.#keepIn(KEEP_AGAIN_MS);
		} finally {
			if (turn === this.#turn) {
				this.loading = false;
				this.#wanted = null;
			}
		}
	}

	/** A call or chat that is gone meanwhile leaves what was typed: it stands for itself then. */
	async #askForm(kind: CreateKindView | null, recordType: string | null): Promise<CreateForm> {
		const { host } = current;
		try {
			return await host.createForm(this.from, kind, recordType);
		} catch (thrown) {
			const isGone = this.from.from === "call" || this.from.from === "chat";
			if (!isGone || asProblem(thrown) !== "silent") throw thrown;
			return await host.createForm({ from: "text", text: "" }, kind, recordType);
		}
	}

	/** Forgets what was typed, and starts with what is known. */
	async startOver(): Promise<void> {
		const draft = this.#draft;
		if (draft === null) return;
		clearTimeout(this.#keep);
		this.#draft = null;
		this.#dirty = false;
		this.#fresh = { fields: {} };
		this.#forget();
		await this.#keeping;
		await current.host.dropDraft(draft).catch(() => undefined);
		await this.load(this.values.kind);
	}

	async save(): Promise<void> {
		if (this.saving) return;
		this.saving = true;
		try {
			await (this.loading ? this.#loaded : this.#draft === null ? this.loadAgain() : this.#keeping);
			await this.#save();
		} catch {
			this.problem = "silent";
		} finally {
			this.saving = false;
		}
	}

	async #save(): Promise<void> {
		const draft = this.#draft;
		if (draft === null || (this.doubled && !this.mayStillSave)) return;
		const account = this.#accountField;
		const text = this.accountText.trim();
		if (account !== undefined && text !== "") {
			this.refused = { [account.name]: { why: "unchosen", text } };
			return;
		}
		this.#leaveToOutcome();
		const { values } = this;
		const saved = await current.host.savePerson(draft, values, this.doubled);
		// What was typed meanwhile is not in it.
		if (this.values === values) this.#dirty = false;
		this.#saved(saved);
	}

	#leaveToOutcome(): void {
		this.problem = null;
		clearTimeout(this.#keep);
		clearTimeout(this.#ask);
		// What was asked before is answered by what comes of it.
		this.#checks += 1;
	}

	async use(match: DuplicateView, addNumber: boolean): Promise<void> {
		const draft = this.#draft;
		if (this.saving || draft === null) return;
		this.saving = true;
		try {
			// The number that is added is the one on disk.
			await this.#flush();
			this.#leaveToOutcome();
			const used = await current.host.useExisting(draft, match.person.id, addNumber);
			if (used.used === "linked") this.end = { end: "linked", person: used.person, number: used.number };
			else this.problem = used.problem;
		} catch {
			this.problem = "silent";
		} finally {
			this.saving = false;
		}
	}

	/** The form goes: what was typed is on disk when this has ended. */
	async close(): Promise<void> {
		clearTimeout(this.#ask);
		if (this.#draft === null && this.#dirty) await this.#loaded;
		this.#turn += 1;
		clearTimeout(this.#keep);
		await this.#flush();
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
				this.ruled = true;
				this.mayStillSave = saved.may_save_anyway;
				this.message = saved.message;
				break;
		}
	}

	#take(form: CreateForm): void {
		const fresh = carried(this.#fresh.fields, this.values.kind, form);
		const touched = this.#fresh.account;
		const account = touched === undefined ? (form.values.account ?? this.#account) : touched;
		this.form = form;
		this.values = { ...form.values, fields: { ...form.values.fields, ...fresh }, account };
		this.#prefilled = form.values;
		// Of another kind, it is what was typed just now.
		if (this.#draft === null) this.restored = form.restored;
		this.#draft = form.draft === "" ? null : form.draft;
		this.refused = Object.fromEntries((form.refused?.fields ?? []).map(({ field, why }) => [field, why]));
		this.general = form.refused?.general ?? [];
		const isNews = touched !== undefined || Object.keys(fresh).length > 0;
		this.#fresh = { fields: {} };
		if (this.#draft !== null && isNews) this.#keepSoon();
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
		const isRefused = this.form.fields.some(({ name }) => name in others);
		this.refused = isRefused ? others : {};
		if (!isRefused) this.general = [];
		if (this.matches.length === 0) this.#unrule();
		this.#keepSoon();
		this.#check();
	}

	#forget(): void {
		this.refused = {};
		this.general = [];
		this.matches = [];
		this.#unrule();
	}

	/** What the org said of others holds no more. */
	#unrule(): void {
		this.ruled = false;
		this.mayStillSave = true;
		this.message = null;
	}

	#keepSoon(): void {
		this.#dirty = true;
		this.kept = false;
		this.#keepIn(KEEP_MS);
	}

	#keepIn(ms: number): void {
		clearTimeout(this.#keep);
		this.#keep = setTimeout(() => {
			if (this.#draft !== null) void this.#flush();
			else if (!this.loading) void this.loadAgain();
		}, ms);
	}

	#flush(): Promise<void> {
		clearTimeout(this.#keep);
		this.#keeping = this.#keeping.then(() => this.#toDisk());
		return this.#keeping;
	}

	async #toDisk(): Promise<void> {
		if (this.#draft === null || !this.#dirty || this.end !== null) return;
		this.#dirty = false;
		try {
			await current.host.keepDraft(this.#draft, this.values);
			this.kept = !this.#dirty;
		} catch {
			// Kept only here for now.
			this.#dirty = true;
			this.#keepIn(KEEP_AGAIN_MS);
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
		if (this.matches.length === 0) this.#unrule();
	}
}
