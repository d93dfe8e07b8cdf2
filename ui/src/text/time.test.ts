import { describe, expect, it } from "vitest";
import { age, ago, calendarDay, clockTime, duration, exactTime, longDay, moment, since } from "./time";

const at = (text: string) => Date.parse(`${text}+01:00`);
const NOW = at("2026-11-22T14:40:00");

describe("durations", () => {
	it.each([
		[0, "0:00"],
		[9, "0:09"],
		[402, "6:42"],
		[3599, "59:59"],
		[3723, "1:02:03"],
		[-5, "0:00"],
		[1.9, "0:01"],
	])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

	it("are never negative when clocks differ", () => expect(since(NOW + 9000, NOW)).toBe("0:00"));
});

describe("times", () => {
	it("say today's hour, else the day, else the year", () => {
		expect(moment(at("2026-11-22T14:32:06"), NOW, "en-GB")).toBe("14:32");
		expect(moment(at("2026-11-18T14:32:06"), NOW, "en-GB")).toBe("18 Nov");
		expect(moment(at("2026-11-18T14:32:06"), NOW, "de-DE")).toBe("18. Nov.");
		expect(moment(at("2025-09-18T14:32:06"), NOW, "en-GB")).toBe("18 Sep 2025");
	});

	it("read a calendar day without moving it over midnight", () => {
		expect(calendarDay("2026-11-18", NOW, "en-GB")).toBe("18 Nov");
		expect(calendarDay("2026-1-8", NOW, "en-GB")).toBeNull();
		expect(calendarDay("<b>", NOW, "en-GB")).toBeNull();
	});

	it("have two digits and 24 hours", () => {
		expect(clockTime(at("2026-11-22T09:05:00"), "en-GB")).toBe("09:05");
		expect(exactTime(at("2026-11-22T14:32:06"), "de-DE")).toBe("14:32:06");
		expect(longDay(NOW, "en-GB")).toBe("Sunday 22 November");
	});
});

it("an age is in the unit that matters", () => {
	expect(age(NOW - 20_000, NOW)).toEqual({ unit: "now", count: 0 });
	expect(age(NOW - 12 * 60_000, NOW)).toEqual({ unit: "minutes", count: 12 });
	expect(age(NOW - 2 * 3_600_000, NOW)).toEqual({ unit: "hours", count: 2 });
	expect(age(NOW - 49 * 3_600_000, NOW)).toEqual({ unit: "days", count: 2 });
	expect(age(NOW + 5000, NOW)).toEqual({ unit: "now", count: 0 });
});

it("an age is said in the reader's language, and not at all when there is none", () => {
	expect(ago(NOW - 2 * 3_600_000, NOW, "en-GB")).toBe("2 hours ago");
	expect(ago(NOW - 26 * 3_600_000, NOW, "de-DE")).toBe("vor 1 Tag");
	expect(ago(NOW - 59_000, NOW, "en-GB")).toBeNull();
	expect(ago(NOW + 9_000, NOW, "en-GB")).toBeNull();
});
