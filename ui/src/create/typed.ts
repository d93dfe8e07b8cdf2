import type { FieldKindView } from "../bindings";

/**
 * Dates and numbers as people write them, and as Salesforce wants them. What cannot be read stays as
 * it was typed, so that the engine can say what is wrong with it.
 */

const two = (text: string | undefined): string => (text ?? "").padStart(2, "0");
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
/** Day first, in every language this program speaks. */
const DAY_FIRST = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/;

function exists(year: string, month: string, day: string): boolean {
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function readDate(text: string): string | null {
	const iso = ISO.exec(text);
	const [year, month, day] = iso?.slice(1) ?? DAY_FIRST.exec(text)?.slice(1).reverse() ?? [];
	if (year === undefined || month === undefined || day === undefined) return null;
	return exists(year, month, day) ? `${year}-${two(month)}-${two(day)}` : null;
}

function readDateTime(text: string): string | null {
	const parts = /^(\S+?)[,T\s]+(\d{1,2}):(\d{2})$/.exec(text);
	const date = readDate(parts?.[1] ?? "");
	if (date === null || Number(parts?.[2]) > 23 || Number(parts?.[3]) > 59) return null;
	return `${date}T${two(parts?.[2])}:${parts?.[3]}`;
}

/** `1.234,5` in German, `1,234.5` in English. */
function readNumber(text: string, locale: string): string | null {
	const [group, point] = locale.startsWith("de") ? [".", ","] : [",", "."];
	const bare = text.replace(/\s/g, "");
	const whole = bare.split(point)[0] ?? "";
	const grouped = whole.includes(group ?? "");
	if (grouped && !/^-?\d{1,3}([.,]\d{3})+$/.test(whole)) return null;
	const plain = (grouped ? bare.replaceAll(group ?? "", "") : bare).replace(point ?? "", ".");
	return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
}

/** As it is kept and sent. */
export function read(kind: FieldKindView, typed: string, locale: string): string {
	const text = typed.trim();
	if (kind === "date") return readDate(text) ?? text;
	if (kind === "date_time") return readDateTime(text) ?? text;
	if (kind === "number") return readNumber(text, locale) ?? text;
	return typed;
}

/** As a person reads it. */
export function shown(kind: FieldKindView, value: string, locale: string): string {
	if (kind === "number" && /^-?\d+(\.\d+)?$/.test(value)) {
		return locale.startsWith("de") ? value.replace(".", ",") : value;
	}
	const [date, time] = value.split("T");
	const parts = ISO.exec(date ?? "");
	if ((kind !== "date" && kind !== "date_time") || parts === null) return value;
	const [, year, month, day] = parts;
	const by = locale.startsWith("de") ? "." : "/";
	const written = [two(day), two(month), year].join(by);
	return time === undefined ? written : `${written} ${time}`;
}
