import { expect, it } from "vitest";
import { rowAfter } from "./list";

it.each([
	["ArrowDown", -1, 0],
	["ArrowDown", 3, 4],
	["ArrowDown", 9, 9],
	["ArrowUp", 3, 2],
	["ArrowUp", 0, 0],
	["ArrowUp", -1, 0],
	["Home", 5, 0],
	["End", 5, 9],
	["PageDown", 1, 5],
	["PageDown", 8, 9],
	["PageUp", 5, 1],
	["PageUp", 2, 0],
])("%s from row %d of ten leads to %d", (key, at, to) => expect(rowAfter(key, at, 10, 4)).toBe(to));

it("other keys and lists without rows lead nowhere", () => {
	expect(rowAfter("a", 0, 10, 4)).toBeNull();
	expect(rowAfter("constructor", 0, 10, 4)).toBeNull();
	expect(rowAfter("End", -1, 0, 4)).toBeNull();
});
