import { expect, it } from "vitest";
import { segments } from "./Marked.svelte";

it("cuts a number where it was compared, by letters and not by bytes", () => {
	expect(segments("(0)40 / 66", [[3, 10]])).toEqual([
		{ part: "(0)", on: false },
		{ part: "40 / 66", on: true },
	]);
	expect(segments("☎1234", [[1, 3]]).map(({ part }) => part)).toEqual(["☎", "12", "34"]);
});

it("drops marks that cannot be: outside, empty, backwards, overlapping", () => {
	expect(segments("123", [[2, 9]])).toEqual([{ part: "123", on: false }]);
	expect(
		segments("123", [
			[2, 2],
			[2, 1],
		]),
	).toEqual([{ part: "123", on: false }]);
	expect(
		segments("1234", [
			[0, 3],
			[1, 4],
		]).map(({ part }) => part),
	).toEqual(["123", "4"]);
});
