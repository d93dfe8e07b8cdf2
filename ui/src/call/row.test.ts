import { expect, it } from "vitest";
import main from "../../../tests/fixtures/views/main-calls.json";
import type { View } from "../bindings";
import { inSegment, matchesFilter, ordered, rowName } from "./row";

const { today } = main as unknown as View;
const found = (filter: string) => today.filter((row) => matchesFilter(row, filter)).map(rowName);

it("finds by any part of a name, company or number, however it is spaced", () => {
	expect(found("vogel")).toEqual(["Katharina Vogelsang"]);
	expect(found("nordlicht KATH")).toEqual(["Katharina Vogelsang"]);
	expect(found("0406696 9412")).toEqual(["Katharina Vogelsang"]);
	expect(found("+49 40 669")).toEqual(["Katharina Vogelsang"]);
	expect(found("zzz")).toEqual([]);
});

it("sorts calls into segments", () => {
	const count = (segment: Parameters<typeof inSegment>[1]) =>
		today.filter((row) => inSegment(row, segment)).length;
	expect(count("all")).toBe(today.length);
	expect([count("missed"), count("unknown"), count("unwritten")]).toEqual([1, 2, 3]);
});

it("puts the live call on top, whatever came after it", () => {
	const live = today[0];
	if (live === undefined) throw new Error("the fixture has calls");
	expect(ordered([...today.slice(1), live])[0]).toBe(live);
});
