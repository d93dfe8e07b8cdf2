import type { FoundView } from "../bindings";
import { digitsText, ruleText } from "../caller/rule";
import { joined } from "../text/names";
import { t } from "../text/text.svelte";
import type { Search } from "./search.svelte";

interface MarkedText {
	text: string;
	marks: readonly [number, number][];
}

/** Where somebody belongs; the account itself is no news about it. */
export function belongsTo(found: FoundView): MarkedText | null {
	if (found.company !== null && found.company !== found.name) {
		return { text: found.company, marks: found.company_marks };
	}
	return found.title === null ? null : { text: found.title, marks: [] };
}

/** How to reach somebody, or the address that was typed. */
export function reachedBy(found: FoundView): MarkedText {
	if (found.email !== null && found.email_marks.length > 0) {
		return { text: found.email, marks: found.email_marks };
	}
	const typed = found.digits === null ? undefined : found.phones[found.digits.phone];
	if (typed !== undefined) {
		return { text: typed.number.shown || typed.spelling, marks: found.digits?.marks ?? [] };
	}
	const [first] = found.phones;
	if (first === undefined) return { text: t("search-no-number"), marks: [] };
	const text =
		found.phones.length === 1
			? first.number.shown || first.spelling
			: t("search-numbers", { count: found.phones.length });
	return { text, marks: [] };
}

/** A whole second line, where it does not fit. */
export function secondLine(found: FoundView): string {
	return found.why === null
		? joined([belongsTo(found)?.text, digitsText(found), reachedBy(found).text])
		: joined([ruleText(found.why), found.why.spelling]);
}

/** `50+` where not everybody is listed. */
export function countText(count: number, more: boolean): string {
	return more ? `${count}+` : String(count);
}

/** Why the list is empty: where was looked. */
export function nobody({ text, here, there }: Search): string {
	if (here === "failed") return t("search-here-silent");
	const args = { text: text.trim() };
	return there.there === "found" ? t("search-nothing", args) : t("search-nothing-here", args);
}

/** What a search came to, for reading aloud. */
export function summary(search: Search, count: string, away: boolean): string {
	if (search.here === "idle" || search.here === "asking") return "";
	const found = search.rows.length > 0 ? `${count}.` : nobody(search);
	if (search.there.there === "waiting") return `${found} ${t("search-asking")}`;
	return away ? `${found} ${t("search-local-only")}.` : found;
}
