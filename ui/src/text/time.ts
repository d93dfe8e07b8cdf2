const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60 * MS_PER_SECOND;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
const MS_PER_DAY = 24 * MS_PER_HOUR;

const two = (n: number): string => String(n).padStart(2, "0");

/** `6:42`, or `1:02:03` from an hour on. Never negative: clocks of two machines differ. */
export function duration(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor((whole % 3600) / 60);
	const rest = two(whole % 60);
	return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

export function since(from_ms: number, now_ms: number): string {
	return duration((now_ms - from_ms) / MS_PER_SECOND);
}

/** `14:32` */
export function clockTime(ms: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(ms);
}

/** `14:32:06` */
export function exactTime(ms: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(ms);
}

/** Today `14:32`, this year `18 Nov`, else `18 Nov 2025`. */
export function moment(ms: number, now_ms: number, locale: string): string {
	const then = new Date(ms);
	const now = new Date(now_ms);
	if (then.toDateString() === now.toDateString()) return clockTime(ms, locale);
	return day(then, now, locale);
}

function day(then: Date, now: Date, locale: string): string {
	const year = then.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
	return shortMonth(
		new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...year }).format(then),
	);
}

/** British English alone gives one month four letters; a column of dates wants three. */
function shortMonth(text: string): string {
	return text.replace("Sept ", "Sep ").replace(/Sept$/, "Sep");
}

/** A calendar day as Salesforce says it, `2026-11-18`. `null` for anything else. */
export function calendarDay(iso: string, now_ms: number, locale: string): string | null {
	const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
	if (parts === null) return null;
	const then = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
	return Number.isNaN(then.getTime()) ? null : day(then, new Date(now_ms), locale);
}

/** The same for a narrow column: `18 Nov` this year, else `11/2025`. */
export function shortDay(iso: string, now_ms: number, locale: string): string {
	const full = calendarDay(iso, now_ms, locale);
	const [year, month] = iso.split("-");
	if (full === null || Number(year) === new Date(now_ms).getFullYear()) return full ?? iso;
	return `${month}/${year}`;
}

/** `Sunday 22 November` */
export function longDay(ms: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(ms);
}

/** `3 Nov 2026`, the year always: for what lasts longer than one. */
export function fullDay(ms: number, locale: string): string {
	return shortMonth(
		new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).format(ms),
	);
}

/** How long ago, in the unit that matters. */
export function age(
	from_ms: number,
	now_ms: number,
): { unit: "now" | "minutes" | "hours" | "days"; count: number } {
	const passed = Math.max(0, now_ms - from_ms);
	if (passed < MS_PER_MINUTE) return { unit: "now", count: 0 };
	if (passed < MS_PER_HOUR) return { unit: "minutes", count: Math.floor(passed / MS_PER_MINUTE) };
	if (passed < MS_PER_DAY) return { unit: "hours", count: Math.floor(passed / MS_PER_HOUR) };
	return { unit: "days", count: Math.floor(passed / MS_PER_DAY) };
}

/** `2 hours ago`, `vor 2 Stunden`; `null`: just now. */
export function ago(from_ms: number, now_ms: number, locale: string): string | null {
	const { unit, count } = age(from_ms, now_ms);
	return unit === "now" ? null : new Intl.RelativeTimeFormat(locale).format(-count, unit);
}

/** `11 MB`, in thousands as the system's own file lists have it. */
export function size(bytes: number, locale: string): string {
	const [unit, by] = bytes < 1_000_000 ? (["kilobyte", 1_000] as const) : (["megabyte", 1_000_000] as const);
	const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 } as const;
	return new Intl.NumberFormat(locale, format).format(bytes / by);
}
