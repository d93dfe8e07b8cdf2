import type {
	ChoicesView,
	IndexOrder,
	IndexView,
	NumberTryView,
	RegionView,
	RuleError,
	RuleView,
	SettingValue,
} from "../bindings";

type Fixture = <T>(name: string) => Promise<T>;

/** Matching in the scripted companion, by the names in the fixtures `tries`, `choices` and `index`. */
export async function openScriptedMatching(
	query: URLSearchParams,
	fixture: Fixture,
): Promise<ScriptedMatching> {
	const tries = await fixture<Record<string, NumberTryView>>("tries");
	const choices = await fixture<Record<string, ChoicesView>>("choices");
	const index = await fixture<Record<string, IndexView>>("index");
	const named = <T>(all: Record<string, T>, name: string): T => {
		const found = all[name];
		if (found === undefined) throw new Error(`no ${name} in the fixture`);
		return found;
	};
	return new ScriptedMatching(
		named(tries, query.get("tried") ?? "index"),
		named(tries, query.get("asked") ?? "salesforce"),
		named(choices, query.get("choices") ?? "some"),
		named(index, query.get("index") ?? "synced"),
		named(index, "syncing"),
		named(index, "empty"),
	);
}

/** Roughly what the engine says of a rule. */
export function wrongRule(text: string): { error: RuleError; detail: string | null } | null {
	const find = / =>/.test(text) ? (text.split(" =>")[0]?.split(" :: ").at(-1) ?? "") : "";
	if (find.trim() === "") return { error: "nothing-to-find", detail: null };
	const open = find.split("(").length !== find.split(")").length;
	return open ? { error: "pattern-group-unclosed", detail: "unclosed group" } : null;
}

function parts(text: string): RuleView {
	const off = /^off :: /i.test(text);
	const rest = off ? text.replace(/^off :: /i, "") : text;
	const [before = "", replace = ""] = rest.split(" =>");
	const named = before.split(" :: ");
	const wrong = wrongRule(text);
	return {
		on: !off,
		name: named.length > 1 ? (named[0] ?? "").trim() : "",
		find: (named.at(-1) ?? "").trim(),
		replace: replace.trim(),
		error: wrong?.error ?? null,
		detail: wrong?.detail ?? null,
	};
}

export class ScriptedMatching {
	/** Every number that was tried, in order. */
	readonly tries: { raw: string; values: Record<string, SettingValue>; ask: boolean }[] = [];
	readonly forgotten: (string | null)[] = [];
	readonly orders: IndexOrder[] = [];
	/** What the next tries end with, instead of an answer. */
	tryFails = false;
	/** Set by a test: answers wait for it. */
	held: Promise<void> | null = null;

	constructor(
		public tried: NumberTryView,
		public asked: NumberTryView,
		public choices: ChoicesView,
		public index: IndexView,
		readonly syncing: IndexView,
		readonly empty: IndexView,
	) {}

	regions(): RegionView[] {
		return [
			["AT", 43],
			["CA", 1],
			["CH", 41],
			["DE", 49],
			["GB", 44],
			["US", 1],
		].map(([region, code]) => ({ region: String(region), calling_code: Number(code) }));
	}

	readRules(texts: string[]): RuleView[] {
		return texts.map(parts);
	}

	async tryNumber(raw: string, values: Record<string, SettingValue>, ask: boolean): Promise<NumberTryView> {
		this.tries.push({ raw, values: structuredClone(values), ask });
		const answer = structuredClone(ask ? this.asked : this.tried);
		await this.held;
		if (this.tryFails) throw null;
		return answer;
	}

	listChoices(): ChoicesView {
		return structuredClone(this.choices);
	}

	forget(number: string | null): void {
		this.forgotten.push(number);
		const choices = number === null ? [] : this.choices.choices.filter((one) => one.number !== number);
		this.choices = { choices, more: number === null ? 0 : this.choices.more };
	}

	order(order: IndexOrder): IndexView {
		this.orders.push(order);
		if (order === "sync") this.index = this.syncing;
		if (order === "wipe") this.index = this.empty;
		return structuredClone(this.index);
	}
}
