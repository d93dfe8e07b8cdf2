import type { FoundView, NumberPartView, TextId, WhyView } from "../bindings";
import { t } from "../text/text.svelte";

/** Field and rule in one line: `Mobile, last 7 digits`. */
export function ruleText(why: WhyView): string {
	if (why.linked) return t("linked-by-you");
	return why.last_digits === null
		? t("rule-exact", { label: why.label })
		: t("rule-last", { label: why.label, digits: why.last_digits });
}

const PART_TEXT: Record<NumberPartView, TextId> = {
	whole: "rule-exact",
	beginning: "rule-beginning",
	ending: "rule-ending",
	inside: "rule-inside",
};

/** Field and part of the number that was typed: `Mobile, beginning`. */
export function digitsText({ digits, phones }: FoundView): string {
	return digits === null ? "" : t(PART_TEXT[digits.part], { label: phones[digits.phone]?.label ?? "" });
}

/** The compared digits of the stored number, one by one, for reading aloud. */
function spelled(why: WhyView): string {
	const letters = Array.from(why.spelling);
	return why.stored_marks
		.flatMap(([start, end]) => letters.slice(start, end))
		.filter((letter) => /\d/.test(letter))
		.join(" ");
}

/** The same for reading aloud, with the compared digits. */
export function whyText(why: WhyView): string {
	const { label, last_digits } = why;
	if (why.linked) return `${t("linked-by-you")}.`;
	return last_digits === null
		? t("say-why-exact", { label })
		: t("say-why-last", { label, digits: last_digits, spelled: spelled(why) });
}
