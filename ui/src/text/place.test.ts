import { expect, it } from "vitest";
import { countryName, timeThere } from "./place";

const NOON = Date.parse("2026-11-22T12:00:00+01:00");

it("names countries in the reader's language, and nothing it does not know", () => {
	expect(countryName("DE", "en-GB")).toBe("Germany");
	expect(countryName("GB", "de-DE")).toBe("Vereinigtes Königreich");
	expect(countryName(null, "en-GB")).toBeNull();
	expect(countryName("<b>", "en-GB")).toBeNull();
});

it("tells the time of a country that has one time, and none of a country that has several", () => {
	expect(timeThere("GB", NOON, "en-GB")).toEqual({ time: "11:00", differs: true });
	expect(timeThere("DE", NOON, "en-GB")).toEqual({ time: "12:00", differs: false });
	expect(timeThere("US", NOON, "en-GB")).toBeNull();
	expect(timeThere("ES", NOON, "en-GB")).toBeNull();
	expect(timeThere(null, NOON, "en-GB")).toBeNull();
});
