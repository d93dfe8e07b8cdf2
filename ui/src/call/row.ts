import type { CallRow } from "../bindings";
import { t } from "../text/text.svelte";

/** What a call is called in a list: the person, else the number, else what the phone system knew. */
export function rowName(row: CallRow): string {
	if (row.name !== null) return row.name;
	if (row.number.withheld) return t("number-withheld");
	if (row.internal) return row.phone_name ?? row.number.shown;
	return row.number.shown || (row.phone_name ?? "");
}

export type Segment = "all" | "missed" | "unknown" | "unwritten";

export function inSegment(row: CallRow, segment: Segment): boolean {
	switch (segment) {
		case "all":
			return true;
		case "missed":
			return row.phase.phase === "ended" && row.phase.outcome === "missed";
		case "unknown":
			return row.unknown;
		case "unwritten":
			return row.entry !== null && row.entry.state.state !== "written";
	}
}

const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** Whether every word of the filter is in the row; digits match however the number is spaced. */
export function matchesFilter(row: CallRow, filter: string): boolean {
	const digits = digitsOf(filter);
	if (digits.length >= 2 && /^[\d\s()+/.-]+$/.test(filter.trim())) {
		return digitsOf(row.number.shown).includes(digits) || digitsOf(row.number.copied).includes(digits);
	}
	const text = [rowName(row), row.company, row.phone_name, row.via, row.number.shown, row.taken_by, row.from]
		.join(" ")
		.toLocaleLowerCase();
	return filter
		.toLocaleLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}

/** Live calls first, then the newest. */
export function ordered(rows: readonly CallRow[]): CallRow[] {
	const live = (row: CallRow) => row.phase.phase !== "ended";
	return [...rows.filter(live), ...rows.filter((row) => !live(row))];
}
