import type { RuleError, RuleView } from "../bindings";

/** A rule as it is being edited. */
export type Rule = Pick<RuleView, "on" | "name" | "find" | "replace"> & { key: number };

/** What is wrong with a rule: what the engine says, or that it reads the text as another rule. */
export interface RuleTrouble {
	error: RuleError | "otherwise";
	detail: string;
}

/** The rule as one text of the settings. Nothing typed yet is no text. */
export function written({ on, name, find, replace }: Rule): string {
	if (name.trim() === "" && find.trim() === "" && replace.trim() === "") return "";
	return `${on ? "" : "off :: "}${name.trim() === "" ? "" : `${name.trim()} :: `}${find.trim()} => ${replace.trim()}`;
}

/** Whether a rule's text has nothing to find yet: no mistake before it is saved. */
export function findsNothing(text: string): boolean {
	return /^(off :: )?(.* :: )?\s*=>/.test(text);
}

/** What the engine found in the text of `rule`. */
export function trouble(rule: Rule, read: RuleView): RuleTrouble | null {
	if (read.error !== null) return { error: read.error, detail: read.detail ?? "" };
	const same =
		read.on === rule.on &&
		read.name === rule.name.trim() &&
		read.find === rule.find.trim() &&
		read.replace === rule.replace.trim();
	return same ? null : { error: "otherwise", detail: "" };
}

/** The list with one of its entries at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
	const rest = list.filter((_, at) => at !== from);
	const one = list[from];
	return one === undefined ? [...list] : [...rest.slice(0, to), one, ...rest.slice(to)];
}
