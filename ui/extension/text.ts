/** The words of the extension, from the one source of all words. */

import words from "virtual:extension-words";
import type { LanguageView, TextId } from "../src/bindings";

export type Word = Extract<TextId, `extension-${string}`>;

const WORDS = words as Record<LanguageView, Record<Word, string>>;

let language: LanguageView = chrome.i18n.getUILanguage().startsWith("de") ? "de" : "en";

/** The language of the app, once it is known; until then the browser's. */
export function speak(to: LanguageView | null): void {
	if (to !== null) language = to;
}

export function spoken(): LanguageView {
	return language;
}

export function say(word: Word, values: Record<string, string> = {}): string {
	return WORDS[language][word].replace(/\{ \$([a-z]+) \}/g, (whole, name: string) => values[name] ?? whole);
}
