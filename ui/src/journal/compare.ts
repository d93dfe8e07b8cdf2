import type { LucideIcon } from "@lucide/svelte";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import Copy from "@lucide/svelte/icons/copy";
import FileX from "@lucide/svelte/icons/file-x";
import type { CompareDoing, FindingView, MissingWhy, TextId } from "../bindings";
import { joined, unreachable } from "../text/names";
import { t } from "../text/text.svelte";
import { duration } from "../text/time";
import { OUTCOMES } from "./entries";

export type FindingGroupName = "missing" | "doubled" | "foreign";

export interface FindingGroup {
	name: FindingGroupName;
	findings: FindingView[];
}

/** Which days are compared. */
export type Days = "today" | "yesterday" | "week" | "other";

/** Most days of one comparison, as the companion has it. */
const DAYS_MAX = 31;
const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK = 7;

const TITLES: Record<FindingGroupName, TextId> = {
	missing: "compare-missing",
	doubled: "compare-doubled",
	foreign: "compare-foreign",
};

const MARKS: Record<FindingGroupName, { icon: LucideIcon; name: TextId; tone: string }> = {
	missing: { icon: FileX, name: "compare-missing-mark", tone: "danger" },
	doubled: { icon: Copy, name: "compare-doubled-mark", tone: "warn" },
	foreign: { icon: CircleQuestionMark, name: "compare-foreign-mark", tone: "plain" },
};

const SHORT_WHY: Record<MissingWhy, TextId> = {
	gone: "compare-short-gone",
	never_queued: "compare-short-never",
	not_seen_here: "compare-short-log",
};

const WHY: Record<MissingWhy, TextId> = {
	gone: "compare-why-gone",
	never_queued: "compare-why-never",
	not_seen_here: "compare-why-log",
};

/** What is missing first: it can be mended, and costs most. */
export function findingGroups(findings: readonly FindingView[]): FindingGroup[] {
	const names: FindingGroupName[] = ["missing", "doubled", "foreign"];
	const groups = names.map((name) => ({
		name,
		findings: findings.filter((finding) => finding.what.what === name),
	}));
	return groups.filter((group) => group.findings.length > 0);
}

export function findingGroupTitle({ name, findings }: FindingGroup): string {
	return t(TITLES[name], { count: findings.length });
}

export function findingMark(finding: FindingView): { icon: LucideIcon; name: string; tone: string } {
	const { icon, name, tone } = MARKS[finding.what.what];
	return { icon, name: t(name), tone };
}

/** What the call was, in a few words; nothing for a Task without one. */
export function callText({ outcome, talked_s }: FindingView): string | null {
	if (outcome === null) return null;
	return joined([t(OUTCOMES[outcome]), talked_s > 0 ? duration(talked_s) : null], ", ");
}

/** The second line of a row. */
export function findingShort(finding: FindingView): string {
	const { what } = finding;
	const call = callText(finding);
	switch (what.what) {
		case "missing":
			return joined([call, t(SHORT_WHY[what.why])]);
		case "doubled":
			return joined([
				call,
				what.rivals.length > 0
					? t("compare-short-rivals")
					: what.remove.length === 0
						? t("compare-short-left")
						: t("compare-short-doubled", { count: what.remove.length + 1 }),
			]);
		case "foreign":
			return t("compare-short-foreign");
		default:
			return unreachable(what);
	}
}

/** Why it is a finding, in whole sentences. */
export function findingWhy({ what }: FindingView): string {
	switch (what.what) {
		case "missing":
			return t(WHY[what.why]);
		case "doubled":
			if (what.rivals.length > 0) return t("compare-why-rivals");
			return t(what.remove.length === 0 ? "compare-why-left" : "compare-why-doubled");
		case "foreign":
			return t("compare-why-foreign");
		default:
			return unreachable(what);
	}
}

/** Whether something can be done about it from here. */
export function canMend({ what }: FindingView): boolean {
	return what.what === "missing" || (what.what === "doubled" && what.remove.length > 0);
}

/** What goes when one of these records is kept: the person decides between all of them. */
export function othersThan(record: string, { what }: FindingView): string[] {
	if (what.what !== "doubled") return [];
	return [what.keep, ...what.rivals, ...what.remove].filter((id) => id !== record);
}

export function doingText(doing: CompareDoing): string {
	switch (doing.doing) {
		case "calls":
			return t("compare-doing-calls");
		case "log":
			return t("compare-doing-log", { nth: doing.nth, of: doing.of });
		case "tasks":
			return t("compare-doing-tasks");
		case "keys":
			return t("compare-doing-keys", { count: doing.count });
		case "people":
			return t("compare-doing-people", { nth: doing.nth, of: doing.of });
		case "mending":
			return t("compare-doing-mending", { nth: doing.nth, of: doing.of });
		default:
			return unreachable(doing);
	}
}

/** A calendar day of this computer, `2026-11-22`. */
export function isoDay(ms: number): string {
	const day = new Date(ms);
	const two = (n: number) => String(n).padStart(2, "0");
	return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** So many days before the day a time is in; a day may have 23 or 25 hours. */
function before(now_ms: number, days: number): string {
	const day = new Date(now_ms);
	day.setHours(12, 0, 0, 0);
	day.setDate(day.getDate() - days);
	return isoDay(day.getTime());
}

/** The first and the last day of a choice; `null`: the person names them. */
export function daysOf(choice: Days, now_ms: number): { from: string; to: string } | null {
	switch (choice) {
		case "today":
			return { from: isoDay(now_ms), to: isoDay(now_ms) };
		case "yesterday":
			return { from: before(now_ms, 1), to: before(now_ms, 1) };
		case "week":
			return { from: before(now_ms, WEEK - 1), to: isoDay(now_ms) };
		case "other":
			return null;
	}
}

/** What is wrong with days that somebody entered, and at which of the two. */
export function daysError(from: string, to: string): { at: "from" | "to"; text: TextId } | null {
	const [first, last] = [Date.parse(from), Date.parse(to)];
	if (Number.isNaN(first)) return { at: "from", text: "compare-no-day" };
	if (Number.isNaN(last)) return { at: "to", text: "compare-no-day" };
	if (last < first) return { at: "to", text: "compare-backwards" };
	return (last - first) / DAY_MS >= DAYS_MAX ? { at: "to", text: "compare-too-long" } : null;
}
