import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { LanguageView, Problem, TextId } from "../bindings";
import de from "./de.ftl?raw";
import en from "./en.ftl?raw";

/** English with the day before the month and 24 hours, as both systems' admins are used to. */
export const LOCALES: Record<LanguageView, string> = { en: "en-GB", de: "de-DE" };

function bundle(language: LanguageView, source: string): FluentBundle {
	const bundle = new FluentBundle(LOCALES[language], { useIsolating: false });
	bundle.addResource(new FluentResource(source));
	return bundle;
}

const bundles: Record<LanguageView, FluentBundle> = { en: bundle("en", en), de: bundle("de", de) };

let language = $state<LanguageView>("en");

/** Sets the language of every text on this page. */
export function speak(to: LanguageView): void {
	language = to;
}

export function spoken(): LanguageView {
	return language;
}

export function locale(): string {
	return LOCALES[language];
}

export function t(id: TextId, args?: Record<string, FluentVariable>): string {
	const message = bundles[language].getMessage(id)?.value;
	if (message === undefined || message === null) return id;
	return bundles[language].formatPattern(message, args ?? null, []);
}

/** Facts come as texts. A count chooses its plural; it is written as it came. */
export function variables(facts: Record<string, string>): Record<string, FluentVariable> {
	const variable = (text: string): FluentVariable =>
		/^(0|[1-9]\d{0,8})$/.test(text) ? new FluentNumber(Number(text), { useGrouping: false }) : text;
	return Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, variable(text)]));
}

/** What went wrong, and what mends it. A code without words does not pass the type check. */
export function problemText(problem: Problem): { what: string; remedy: string; detail: string | null } {
	const args = variables({ detail: problem.detail ?? "" });
	return {
		what: t(`problem-${problem.code}`, args),
		remedy: t(`problem-${problem.code}-remedy`, args),
		detail: problem.detail,
	};
}

/** The other side's own words, unless the sentence names them already. */
export function ownWords({ what, detail }: { what: string; detail: string | null }): string | null {
	return detail === null || what.includes(detail) ? null : detail;
}
