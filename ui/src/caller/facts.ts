import CalendarDays from "@lucide/svelte/icons/calendar-days";
import Mail from "@lucide/svelte/icons/mail";
import PhoneIncoming from "@lucide/svelte/icons/phone-incoming";
import PhoneMissed from "@lucide/svelte/icons/phone-missed";
import PhoneOutgoing from "@lucide/svelte/icons/phone-outgoing";
import SquareCheck from "@lucide/svelte/icons/square-check";
import type { ActivityKind, ActivityView, FactRow, FactValue, TextId } from "../bindings";
import { amount, decimal, percent } from "../text/figures";
import { joined, unreachable } from "../text/names";
import { locale, t } from "../text/text.svelte";
import { age, calendarDay, moment } from "../text/time";

/** One line as it stands: what it is, the text that may be cut, and what never is. */
export interface FactLine {
	label: string;
	/** Before the text, never cut. */
	number: string | null;
	text: string;
	/** Behind the text, never cut. */
	aside: string | null;
	more: number;
}

export const ACTIVITY_TEXT: Record<ActivityKind, TextId> = {
	call_in: "activity-call-in",
	call_out: "activity-call-out",
	call_missed: "activity-call-missed",
	email: "activity-email",
	meeting: "activity-meeting",
	task: "activity-task",
};

export const ACTIVITY_ICON: Record<ActivityKind, typeof Mail> = {
	call_in: PhoneIncoming,
	call_out: PhoneOutgoing,
	call_missed: PhoneMissed,
	email: Mail,
	meeting: CalendarDays,
	task: SquareCheck,
};

export function factLine(row: FactRow, now: number): FactLine {
	const line = { number: null, aside: null, more: 0 };
	switch (row.fact) {
		case "owner":
			return {
				...line,
				label: t("fact-owner"),
				text: row.mine ? t("fact-owner-you", { name: row.name }) : row.name,
			};
		case "last_activity":
			return {
				...line,
				label: t("fact-last-activity"),
				text: calendarDay(row.day, now, locale()) ?? row.day,
			};
		case "opportunity":
			return {
				...line,
				label: t("fact-opportunity"),
				text: row.name,
				aside: row.amount === null ? null : amount(row.amount, row.currency, locale()),
				more: row.more,
			};
		case "case":
			return {
				label: t("fact-case"),
				number: row.number,
				text: row.subject ?? "",
				aside: row.opened_ms === null ? null : t("fact-days", { count: days(row.opened_ms, now) }),
				more: row.more,
			};
		case "next_task":
			return {
				...line,
				label: t("fact-next-task"),
				text: row.subject,
				aside: row.due === null ? null : calendarDay(row.due, now, locale()),
				more: row.more,
			};
		case "field":
			return { ...line, label: row.label, text: fieldText(row.value, now) };
		default:
			return unreachable(row);
	}
}

function days(from_ms: number, now: number): number {
	const passed = age(from_ms, now);
	return passed.unit === "days" ? passed.count : 0;
}

function fieldText(value: FactValue, now: number): string {
	switch (value.field) {
		case "text":
			return value.text;
		case "flag":
			return t(value.set ? "fact-yes" : "fact-no");
		case "number":
			return decimal(value.number, locale());
		case "percent":
			return percent(value.number, locale());
		case "money":
			return amount(value.amount, value.currency, locale());
		case "day":
			return calendarDay(value.day, now, locale()) ?? value.day;
		case "time":
			return moment(value.at_ms, now, locale());
		default:
			return unreachable(value);
	}
}

/** Whose an activity was, and how long it took. */
export function activityAside(activity: ActivityView): string {
	return joined(
		[
			activity.mine ? t("fact-you") : activity.who,
			activity.minutes === null ? null : t("fact-minutes", { count: activity.minutes }),
		],
		", ",
	);
}

/** How many cases are open. */
export function openCases(rows: readonly FactRow[]): number {
	for (const row of rows) if (row.fact === "case") return row.more + 1;
	return 0;
}
