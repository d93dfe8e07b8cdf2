import type {
	ChatPreview,
	FieldError,
	FieldProblem,
	Finding,
	HookView,
	JournalPreview,
	Problem,
	SaveOutcome,
	Scope,
	SettingsChange,
	SettingsView,
	SettingValue,
	SignInView,
	TaskFieldsView,
} from "../bindings";
import { DEFAULTS } from "../bindings";
import { openScriptedMatching, type ScriptedMatching, wrongRule } from "./matching";

const files = import.meta.glob<unknown>("../../../tests/fixtures/setup/*.json", { import: "default" });

async function fixture<T>(name: string): Promise<T> {
	const load = files[`../../../tests/fixtures/setup/${name}.json`];
	if (load === undefined) throw new Error(`no fixture called ${name}`);
	return structuredClone(await load()) as T;
}

/** What is set up in the scripted companion, by the names of fixtures; without any, all is well. */
export async function openScriptedSetup(query: URLSearchParams): Promise<ScriptedSetup> {
	const signIn = query.get("sign_in");
	const findings = query.get("findings") ?? "passed";
	const setup = new ScriptedSetup(
		await fixture(`settings-${query.get("settings") ?? "connected"}`),
		findings === "never" ? null : await fixture(`findings-${findings}`),
		await fixture(`hook-${query.get("hook") ?? "off"}`),
		await openScriptedMatching(query, fixture),
		await fixture("preview"),
		await fixture("preview-chat"),
		await fixture("task-fields"),
	);
	const unsaved = query.get("unsaved");
	if (unsaved !== null) setup.settings.unsaved = { [unsaved]: 50 };
	const offers = query.get("offers");
	if (offers !== null) setup.offerProblem = { code: offers as Problem["code"], detail: null };
	if (signIn !== null) {
		setup.signIn = (await fixture<Record<string, SignInView>>("sign-in"))[signIn] ?? null;
	}
	return setup;
}

type Values = Record<string, SettingValue>;

/** What the engine refuses, roughly: enough to see every kind of refusal on the screen. */
const RULES: Record<string, (value: SettingValue) => FieldError | null> = {
	"phone.address": address,
	"phone.extension": (value) => (/^\d*$/.test(String(value)) ? null : "not-an-extension"),
	"phone.email": (value) => (value === "" || /^\S+@\S+\.\S+$/.test(String(value)) ? null : "not-an-email"),
	"salesforce.login_address": (value) => (value === "" ? "not-an-address" : address(value)),
	"salesforce.callback_port": whole,
	"matching.rules": (value) =>
		Array.isArray(value) && value.some((rule) => wrongRule(rule)) ? "not-a-rule" : null,
	"journal.key_field": (value) =>
		value === "" || /^\w+__c$/.test(String(value)) ? null : "not-a-field-name",
	"salesforce.api_daily_max": whole,
	"dial.prefix": (value) => (/^[0-9*#]{0,8}$/.test(String(value)) ? null : "not-keys"),
	"dial.never": (value) =>
		[value].flat().every((line) => /^[+\d][\d ]+\*?$/.test(String(line))) ? null : "not-a-phone-number",
	"network.proxy": (value) =>
		value === "" || /^https?:\/\/\S+$/.test(String(value)) ? null : "not-an-address",
	"network.ca_file": (value) => (value === "" || String(value).endsWith(".pem") ? null : "not-a-file"),
	"pop.wrap_up_s": (value) =>
		whole(value) ?? (Number(value) >= 10 && Number(value) <= 3600 ? null : "out-of-range"),
	"facts.max_api_share_percent": (value) =>
		whole(value) ?? (Number(value) >= 1 && Number(value) <= 100 ? null : "out-of-range"),
	"facts.fields": (value) =>
		[value].flat().every((field) => /^(Contact|Lead|Account)\.[A-Za-z]\w*$/.test(String(field)))
			? null
			: "not-a-fact-field",
};

const WRAP_UP = { min: 10, max: 3600 };
const RANGES: Record<string, { min: number; max: number }> = {
	"facts.max_api_share_percent": { min: 1, max: 100 },
};

/** What the engine says of a few wrong texts and lists. */
function journalErrors(field: string, value: SettingValue): FieldProblem[] {
	const bounds = { field, min: null, max: null };
	if (Array.isArray(value)) {
		const place = value.indexOf("nobody") + 1;
		return place > 0 ? [{ ...bounds, error: "not-a-phone-number", detail: null, place }] : [];
	}
	if (typeof value !== "string") return [];
	if (value.includes("[Dauer]")) {
		return [{ ...bounds, error: "unknown-variable", detail: "Dauer", nearest: "Duration" }];
	}
	return value.includes("[Xyz]") ? [{ ...bounds, error: "unknown-variable", detail: "Xyz" }] : [];
}

/** What keeps these values from being saved. */
function wrong(values: Values): FieldProblem[] {
	return Object.entries(values).flatMap(([field, value]): FieldProblem[] => {
		if (/^(journal|chat)\.(?!key_field|gap_min|enabled)/.test(field)) return journalErrors(field, value);
		const error = RULES[field]?.(cleaned(field, value)) ?? null;
		if (error === null) return [];
		const range = error === "out-of-range" ? (RANGES[field] ?? WRAP_UP) : { min: null, max: null };
		return [{ field, error, detail: null, ...range }];
	});
}

function whole(value: SettingValue): FieldError | null {
	return typeof value === "number" ? null : "not-a-setting";
}

function address(value: SettingValue): FieldError | null {
	if (value === "") return null;
	if (!/^https?:\/\/[^\s/]+/.test(String(value))) return "not-an-address";
	return String(value).startsWith("https://") ? null : "not-encrypted";
}

/** As the engine cleans an address that was pasted from Lightning or Setup. */
function cleaned(field: string, value: SettingValue): SettingValue {
	if (typeof value !== "string") return value;
	const text = value.trim();
	if (field === "phone.address" && text !== "" && !text.includes("://")) return `https://${text}`;
	if (field !== "salesforce.login_address") return text;
	return text
		.replace(/^(https:\/\/[^/]+).*$/, "$1")
		.replace(".lightning.force.com", ".my.salesforce.com")
		.replace(".my.salesforce-setup.com", ".my.salesforce.com");
}

/** Settings, checks and the second phone source of the scripted companion. */
export class ScriptedSetup {
	settings: SettingsView;
	signIn: SignInView | null = null;
	/** Every change that was asked for, in order, secrets included. */
	readonly changes: SettingsChange[] = [];
	readonly checks: Scope[] = [];
	renewals = 0;
	keychainRetries = 0;
	/** What the next reads, saves and checks end with, instead of an answer. */
	readProblem: Problem | null = null;
	saveProblem: Problem | null = null;
	refusal: FieldProblem[] | null = null;
	checkFails = false;
	keychain: Problem | null = null;
	/** `null`: checks never end. */
	findings: Finding[] | null;
	hook: HookView;
	readonly matching: ScriptedMatching;
	/** As the engine made it of the texts that come with the program. */
	preview: JournalPreview;
	/** What was asked to be shown, in order. */
	readonly previews: Values[] = [];
	/** Previews and checks get no answer. */
	previewFails = false;
	chatPreview: ChatPreview;
	offeredFields: TaskFieldsView;
	/** Why neither fields nor phones can be offered. */
	offerProblem: Problem | null = null;
	/** What was kept besides what is saved, each time. */
	readonly kept: Values[] = [];

	constructor(
		settings: SettingsView,
		findings: Finding[] | null,
		hook: HookView,
		matching: ScriptedMatching,
		preview: JournalPreview,
		chatPreview: ChatPreview,
		offeredFields: TaskFieldsView,
	) {
		// Fixtures name what differs from what comes with the program, or matters to somebody.
		this.settings = {
			...settings,
			values: { ...DEFAULTS, ...settings.values },
			unsaved: {},
			locked: settings.locked ?? [],
			policy_contact: settings.policy_contact ?? "",
		};
		this.findings = findings;
		this.hook = hook;
		this.matching = matching;
		this.preview = preview;
		this.chatPreview = chatPreview;
		this.offeredFields = offeredFields;
	}

	read(): SettingsView {
		if (this.readProblem !== null) throw this.readProblem;
		return structuredClone(this.settings);
	}

	async change(change: SettingsChange): Promise<SaveOutcome> {
		this.changes.push(structuredClone(change));
		if (this.saveProblem !== null) return { saved: "failed", problem: this.saveProblem };
		if (this.refusal !== null) return { saved: "refused", fields: this.refusal };
		const values = change.values as Values;
		const fields = wrong(values);
		if (fields.length > 0) return { saved: "refused", fields };
		for (const [field, value] of Object.entries(values)) {
			(this.settings.values as Values)[field] = cleaned(field, value);
		}
		for (const secret of this.settings.secrets) {
			const text = change.secrets[secret.secret];
			if (text !== undefined) secret.kept = text !== "";
		}
		const port = this.settings.values["salesforce.callback_port"];
		this.settings.callback_url = `http://localhost:${port}/api/oauth2crm`;
		this.settings.revision += 1;
		return { saved: "saved" };
	}

	async previewJournal(values: Values): Promise<JournalPreview> {
		this.previews.push(structuredClone(values));
		if (this.previewFails) throw null;
		return structuredClone(this.preview);
	}

	async previewChat(values: Values): Promise<ChatPreview> {
		this.previews.push(structuredClone(values));
		if (this.previewFails) throw null;
		return structuredClone(this.chatPreview);
	}

	async checkSettings(values: Values): Promise<FieldProblem[]> {
		if (this.previewFails) throw null;
		return wrong(values);
	}

	async keepUnsaved(values: Values): Promise<void> {
		this.kept.push(structuredClone(values));
		this.settings.unsaved = structuredClone(values);
	}

	async taskFields(): Promise<TaskFieldsView> {
		const { offerProblem } = this;
		return offerProblem === null
			? structuredClone(this.offeredFields)
			: { fields: [], problem: offerProblem };
	}

	async check(scope: Scope): Promise<Finding[]> {
		this.checks.push(scope);
		if (this.checkFails) throw null;
		const { findings } = this;
		if (findings === null) return new Promise(() => undefined);
		return findings.filter((one) => scope === "all" || one.check.startsWith(scope));
	}

	async askHook(): Promise<HookView> {
		return structuredClone(this.hook);
	}

	async renewHook(): Promise<HookView> {
		this.renewals += 1;
		for (const line of this.hook.presets.flatMap((preset) => preset.lines)) {
			line.text = line.text.replace("k3Zr0xQmV7bTnE9sWc1uYd", "Xp5LdJ2hRq8yVw0mKe6sBt");
		}
		return structuredClone(this.hook);
	}

	async retryKeychain(): Promise<Problem | null> {
		this.keychainRetries += 1;
		if (this.keychain === null) this.readProblem = null;
		return this.keychain;
	}
}
