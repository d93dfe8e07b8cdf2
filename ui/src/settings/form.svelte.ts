import { untrack } from "svelte";
import type {
	FieldId,
	FieldProblem,
	Problem,
	SecretId,
	SecretView,
	SettingsChange,
	SettingsView,
	SettingValue,
} from "../bindings";
import { DEFAULTS } from "../bindings";
import { Checkup } from "../parts/checkup.svelte";
import { asProblem } from "../parts/problem";
import { t } from "../text/text.svelte";
import { current } from "../view.svelte";
import { findsNothing } from "./rules";
import type { Section } from "./sections";

/** Why a field is not saved: in the engine's words, or because the next step needs it. */
export type Refusal = FieldProblem | { field: string; error: "needed" | "needed-test" };
export type Saved = "saved" | "refused" | "failed";

interface Edits {
	values: Record<string, SettingValue>;
	secrets: Partial<Record<SecretId, string>>;
}

/** So long nothing is typed before a value that means nothing half typed is checked. */
const PAUSE_MS = 400;

const NONE: Edits = { values: {}, secrets: {} };

/** Values as they are sent: lines that say nothing are no entries of a list. */
function sent(value: SettingValue): SettingValue {
	if (!Array.isArray(value)) return value;
	return value.map((line) => line.trim()).filter((line) => line !== "");
}

function same(one: SettingValue | undefined, other: SettingValue | undefined): boolean {
	if (one === undefined || other === undefined) return one === other;
	return JSON.stringify(sent(one)) === JSON.stringify(sent(other));
}

/**
 * The settings as last read, and on top of them what the person changed and has not saved. Lives as
 * long as the window, so that changes survive a look at another view.
 */
export class Form {
	settings = $state.raw<SettingsView | null>(null);
	/** Why the settings could not be read or saved; `"silent"`: no answer at all. */
	problem = $state.raw<Problem | "silent" | null>(null);
	refused = $state.raw<Record<string, Refusal>>({});
	saving = $state(false);
	/** The number in the test box. */
	tried = $state("");
	/** What a screen reader hears. */
	said = $state("");
	/** So many changes were there when the form was opened: kept from the last time. */
	restored = $state(0);
	readonly phoneTest = new Checkup("phone");
	readonly rights = new Checkup("salesforce");
	#edits = $state.raw<Edits>(NONE);
	/** What Discard threw away, until something else is changed. */
	#discarded = $state.raw<Edits | null>(null);
	#section = $state<Section | null>(null);
	#first = true;
	#reads = 0;
	#checks = 0;
	/** The engine answers what is typed: an error stays until its next answer. */
	#live = false;
	#pause: ReturnType<typeof setTimeout> | undefined;
	#keeping = false;
	#keepAgain = false;

	/** Until the person chooses one: the first that has to be set up. */
	get section(): Section {
		return this.#section ?? "general";
	}

	set section(section: Section) {
		this.#section = section;
	}

	/** The same words a second time are heard as well: a blank no one sees makes them new. */
	say(text: string): void {
		const last = untrack(() => this.said);
		this.said = text !== "" && text === last ? `${text}\u00a0` : text;
	}

	has(field: string): boolean {
		return this.settings !== null && field in this.settings.values;
	}

	/** The administrator's policy has set it. */
	isLocked(field: string): boolean {
		return this.settings?.locked.includes(field as FieldId) ?? false;
	}

	/** Why, and whom to ask. */
	get lockedText(): string {
		const contact = this.settings?.policy_contact ?? "";
		return contact === "" ? t("setting-locked") : t("setting-locked-ask", { contact });
	}

	/** As edited, else as saved. */
	value(field: string): SettingValue | undefined {
		return this.#edits.values[field] ?? this.saved(field);
	}

	text(field: string): string {
		const value = this.value(field);
		return value === undefined || Array.isArray(value) ? "" : String(value);
	}

	saved(field: string): SettingValue | undefined {
		return this.settings?.values[field as FieldId];
	}

	edited(field: string): boolean {
		return field in this.#edits.values;
	}

	/** What is changed of the settings that begin so, as it would be saved. */
	changed(prefix: string): Record<string, SettingValue> {
		const changed = Object.entries(this.#edits.values).filter(([field]) => field.startsWith(prefix));
		return Object.fromEntries(changed.map(([field, value]) => [field, sent(value)]));
	}

	/** `typing`: a value that means nothing before it is typed to its end. */
	set(field: string, value: SettingValue, typing = false): void {
		const values = { ...this.#edits.values, [field]: value };
		if (same(value, this.saved(field))) delete values[field];
		this.#change({ ...this.#edits, values }, field);
		this.#keep();
		clearTimeout(this.#pause);
		if (typing) this.#pause = setTimeout(() => void this.check(), PAUSE_MS);
		else void this.check();
	}

	/** As it comes with the program. */
	reset(field: FieldId): void {
		this.set(field, DEFAULTS[field]);
	}

	isDefault(field: FieldId): boolean {
		return !this.has(field) || same(this.value(field), DEFAULTS[field]);
	}

	/** What was being typed is typed to its end. */
	typed(): void {
		if (this.#pause !== undefined) void this.check();
	}

	/** Asks what is wrong with the changes; of two answers the one asked for later counts. */
	async check(): Promise<void> {
		clearTimeout(this.#pause);
		this.#pause = undefined;
		this.#checks += 1;
		const turn = this.#checks;
		try {
			const wrong = this.changes === 0 ? [] : await current.host.checkSettings(this.#begun());
			if (turn !== this.#checks) return;
			this.#live = true;
			this.#found(wrong);
		} catch {
			if (turn === this.#checks) this.#live = false;
		}
	}

	secret(secret: SecretId): SecretView | undefined {
		return this.settings?.secrets.find((one) => one.secret === secret);
	}

	/** As typed and not saved; empty: to be forgotten; `undefined`: stays as it is. */
	typedSecret(secret: SecretId): string | undefined {
		return this.#edits.secrets[secret];
	}

	setSecret(secret: SecretId, text: string | undefined): void {
		const secrets = { ...this.#edits.secrets };
		if (text === undefined) delete secrets[secret];
		else secrets[secret] = text;
		this.#change({ ...this.#edits, secrets }, secret);
	}

	get changes(): number {
		return Object.keys(this.#edits.values).length + Object.keys(this.#edits.secrets).length;
	}

	get discarded(): number {
		const edits = this.#discarded;
		return edits === null ? 0 : Object.keys(edits.values).length + Object.keys(edits.secrets).length;
	}

	discard(): void {
		if (this.changes === 0) return;
		this.#discarded = this.#edits;
		this.#edits = NONE;
		this.#forgetErrors();
		this.#keep();
	}

	undiscard(): void {
		if (this.#discarded !== null) this.#edits = this.#discarded;
		this.#discarded = null;
		this.#keep();
		void this.check();
	}

	/** What was thrown away is gone for good, secrets that were typed with it. */
	forgetDiscarded(): void {
		this.#discarded = null;
	}

	/** A refusal that stands for several fields goes with the first of them that is edited. */
	allow(field: string): void {
		const { [field]: _, ...others } = this.refused;
		this.refused = others;
	}

	refuse(refusals: Refusal[]): void {
		this.refused = Object.fromEntries(refusals.map((one) => [one.field, one]));
	}

	/** Reads what is saved; of two answers the one asked for later counts. */
	async read(): Promise<void> {
		this.#reads += 1;
		const read = this.#reads;
		try {
			const settings = await current.host.settings();
			if (read !== this.#reads) return;
			this.settings = settings;
			this.problem = null;
			this.#section ??= firstSection(settings);
			const first = this.#first;
			this.#first = false;
			const kept = Object.entries(settings.unsaved).filter(
				([field]) => !settings.locked.includes(field as FieldId),
			);
			const edited = first ? { ...Object.fromEntries(kept), ...this.#edits.values } : this.#edits.values;
			const still = Object.entries(edited).filter(([field, value]) => !same(value, this.saved(field)));
			this.#edits = { ...this.#edits, values: Object.fromEntries(still) };
			if (first && this.changes > 0) {
				this.restored = this.changes;
				void this.check();
			}
		} catch (problem) {
			if (read === this.#reads) this.problem = asProblem(problem);
		}
	}

	async save(): Promise<Saved> {
		if (this.changes === 0) return "saved";
		if (this.saving) return "failed";
		this.saving = true;
		const edits = this.#edits;
		try {
			const change: SettingsChange = {
				values: Object.fromEntries(
					Object.entries(edits.values).map(([field, value]) => [field, sent(value)]),
				),
				secrets: edits.secrets,
			};
			const outcome = await current.host.changeSettings(change);
			if (outcome.saved === "refused") {
				this.refuse(outcome.fields);
				return "refused";
			}
			if (outcome.saved === "failed") {
				this.problem = outcome.problem;
				return "failed";
			}
			this.#settle(edits);
			await this.read();
			return "saved";
		} catch {
			this.problem = "silent";
			return "failed";
		} finally {
			this.saving = false;
		}
	}

	/** What was sent is no change any more; what was typed meanwhile is. */
	#settle(edits: Edits): void {
		const values = Object.entries(this.#edits.values).filter(
			([field, value]) => edits.values[field] !== value,
		);
		const secrets = Object.entries(this.#edits.secrets).filter(
			([secret, text]) => edits.secrets[secret as SecretId] !== text,
		);
		this.#edits = { values: Object.fromEntries(values), secrets: Object.fromEntries(secrets) };
		this.#discarded = null;
		this.#forgetErrors();
		this.#keep();
		this.phoneTest.forget();
		this.rights.forget();
	}

	/** No answer that is under way counts any more. */
	#forgetErrors(): void {
		clearTimeout(this.#pause);
		this.#pause = undefined;
		this.#checks += 1;
		this.refused = {};
		this.problem = null;
		this.restored = 0;
	}

	/** The changes without rows that are not begun yet: those are no mistake before they are saved. */
	#begun(): Record<string, SettingValue> {
		const typed = (field: string, value: SettingValue) => {
			if (!Array.isArray(value)) return value;
			return value.filter((line) => (field === "matching.rules" ? !findsNothing(line) : line !== "="));
		};
		const changed = Object.entries(this.changed(""));
		return Object.fromEntries(changed.map(([field, value]) => [field, typed(field, value)]));
	}

	/** What the next step needs stays said until it is there. */
	#found(wrong: FieldProblem[]): void {
		const needed = Object.values(this.refused).filter(({ error }) => error.startsWith("needed"));
		this.refuse([...needed, ...wrong]);
	}

	#change(edits: Edits, field: string): void {
		this.#edits = edits;
		this.#discarded = null;
		this.problem = null;
		this.restored = 0;
		if (!this.#live || this.refused[field]?.error.startsWith("needed")) this.allow(field);
	}

	/** On disk as soon as typed, so that a window that is closed loses nothing. */
	#keep(): void {
		this.#keepAgain = true;
		if (!this.#keeping) void this.#keepAll();
	}

	async #keepAll(): Promise<void> {
		this.#keeping = true;
		while (this.#keepAgain) {
			this.#keepAgain = false;
			await current.host.keepUnsaved(this.changed("")).catch(() => undefined);
		}
		this.#keeping = false;
	}
}

function firstSection({ values }: SettingsView): Section {
	if (values["phone.address"] === "") return "phone";
	return values["salesforce.consumer_key"] === "" ? "salesforce" : "general";
}
