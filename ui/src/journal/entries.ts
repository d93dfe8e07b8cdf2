import type { LucideIcon } from "@lucide/svelte";
import type { EntryRow, OutcomeView, TextId, View } from "../bindings";
import { isSignedOut } from "../parts/problem";
import { joined } from "../text/names";
import { problemText, t } from "../text/text.svelte";
import { duration, since } from "../text/time";
import { entryLook, stepText } from "./state";

export type GroupName = "stuck" | "waiting" | "written" | "earlier";

export interface Group {
	name: GroupName;
	rows: EntryRow[];
	/** How many there are, where more are there than are listed. */
	count: number;
}

export const OUTCOMES: Record<OutcomeView, TextId> = {
	answered_inbound: "entries-answered-inbound",
	missed: "entries-missed",
	rejected: "entries-rejected",
	answered_outbound: "entries-answered-outbound",
	unanswered_outbound: "entries-unanswered-outbound",
	answered_elsewhere: "entries-elsewhere",
	not_known: "entries-not-known",
};

export function outcomeText(row: EntryRow): string {
	if (row.channel !== null) return row.channel;
	return t(OUTCOMES[row.outcome]);
}

/** Whether a person must act. */
export function isStuck({ entry }: EntryRow): boolean {
	return entry.state.state === "stuck" || entry.step?.state.state === "stuck";
}

/** Stuck first, then waiting, then written: today's and earlier ones. A written one with a step open stands once. */
export function groups(view: View, written: readonly EntryRow[], day_ms: number): Group[] {
	const open = view.entries;
	const keys = new Set(open.map((row) => row.entry.key));
	const rest = written.filter((row) => !keys.has(row.entry.key));
	const today = rest.filter(({ entry }) => entry.state.state !== "written" || entry.state.at_ms >= day_ms);
	const earlier = rest.filter((row) => !today.includes(row));
	const stuck = open.filter(isStuck);
	const waiting = open.filter((row) => !isStuck(row));
	const all: Group[] = [
		{ name: "stuck", rows: stuck, count: Math.max(stuck.length, view.journal.stuck) },
		{ name: "waiting", rows: waiting, count: Math.max(waiting.length, view.journal.waiting) },
		{ name: "written", rows: today, count: Math.max(today.length, view.journal.written_today) },
		{ name: "earlier", rows: earlier, count: earlier.length },
	];
	return all.filter((group) => group.rows.length > 0);
}

export function groupTitle({ name, count }: Group): string {
	switch (name) {
		case "stuck":
			return t("entries-stuck", { count });
		case "waiting":
			return t("entries-waiting", { count });
		case "written":
			return t("entries-written-today", { count });
		case "earlier":
			return t("entries-earlier");
	}
}

/** The second line: why it is stuck, else what the call was and how far it is. */
export function secondLine(row: EntryRow): string {
	const { state, step } = row.entry;
	if (step) return stepText(step);
	if (state.state === "stuck") {
		const { what, detail } = problemText(state.problem);
		return detail ?? what;
	}
	const call = joined([outcomeText(row), row.talked_s > 0 ? duration(row.talked_s) : null], ", ");
	return joined([call, tail(row), row.from ? t("from-whom", { who: row.from }) : null]);
}

function tail({ entry, attempts }: EntryRow): string | null {
	switch (entry.state.state) {
		case "kept":
			return t("entries-kept");
		case "in_doubt":
			return t("entries-in-doubt");
		case "waiting":
			return entry.state.problem === null ? t("entries-wrap-up") : t("entries-try", { count: attempts });
		default:
			return null;
	}
}

export function rowIcon(row: EntryRow, now_ms: number): { icon: LucideIcon; name: string; tone: string } {
	const look = entryLook(row.entry.state, now_ms);
	return { icon: look.mark, name: t(look.markName), tone: isStuck(row) ? "danger" : look.tone };
}

/** What stands above the list while Salesforce as a whole cannot be asked. */
export interface Away {
	since_ms: number;
	signedOut: boolean;
	/** How long until the next try, where one is planned. */
	next: string | null;
}

export function awayOf(view: View, now_ms: number): Away | null {
	const { salesforce } = view.health;
	if (salesforce.link !== "down" || view.journal.waiting + view.journal.stuck === 0) return null;
	const dues = view.entries.flatMap(({ entry: { state } }) =>
		state.state === "waiting" && state.problem !== null && state.due_ms !== null && state.due_ms > now_ms
			? [state.due_ms]
			: [],
	);
	const signedOut = isSignedOut(salesforce.problem.code);
	return {
		since_ms: salesforce.since_ms,
		signedOut,
		next: dues.length > 0 && !signedOut ? since(now_ms, Math.min(...dues)) : null,
	};
}

/** The start of the day a time is in, on this computer's calendar. */
export function dayStart(ms: number): number {
	return new Date(ms).setHours(0, 0, 0, 0);
}
