import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
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

/** What went wrong, and what mends it. A code without words does not pass the type check. */
export function problemText(problem: Problem): { what: string; remedy: string; detail: string | null } {
	return {
		what: t(`problem-${problem.code}`, { detail: problem.detail ?? "" }),
		remedy: t(`problem-${problem.code}-remedy`, { detail: problem.detail ?? "" }),
		detail: problem.detail,
	};
}
