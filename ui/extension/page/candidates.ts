/** What in a text may be a number: the cheap look that keeps most of a page away from Ringside. */

/** A stretch of text that may hold a number, with what stands around it. */
export interface Candidate {
	/** In the text. */
	start: number;
	end: number;
	/** With its surroundings, where they tell an order number from a telephone number. */
	window: string;
	/** Where the window begins in the text. */
	from: number;
}

/** Shorter ones are years, prices and ids too often. */
const DIGITS_MIN = 7;
/** A text of digits alone, such as a log, is not looked at further. */
const CANDIDATES_MAX = 200;
const BEFORE = 40;
const BEHIND = 18;

/** Digits of any script with what people write between them; marks of direction among it. */
const RUN =
	/[+＋(]?[+＋(\p{Nd}][\p{Nd}\s().\-/\u2010-\u2015\u2212\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00b7]{4,80}\p{Nd}/gu;
const DIGIT = /\p{Nd}/gu;

export function candidates(text: string): Candidate[] {
	if (text.length < DIGITS_MIN) return [];
	const found: Candidate[] = [];
	for (const match of text.matchAll(RUN)) {
		if ((match[0].match(DIGIT)?.length ?? 0) < DIGITS_MIN) continue;
		const start = match.index;
		const end = start + match[0].length;
		const from = Math.max(0, start - BEFORE);
		found.push({ start, end, from, window: text.slice(from, end + BEHIND) });
		if (found.length >= CANDIDATES_MAX) break;
	}
	return found;
}
