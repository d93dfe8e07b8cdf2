import { expect, it } from "vitest";
import { amount, decimal, percent } from "./figures";

it("writes amounts as each language does", () => {
	expect(amount(180_000, "EUR", "en-GB")).toBe("€180,000");
	expect(amount(180_000, "EUR", "de-DE")).toBe("180.000\u00a0€");
	expect(amount(1234.5, "SEK", "de-DE")).toBe("1.234,50\u00a0SEK");
	expect(amount(1234.5, null, "de-DE")).toBe("1.234,5");
	expect(amount(5, "euro", "en-GB")).toBe("5");
	expect(decimal(-12.345, "en-GB")).toBe("-12.35");
	expect(percent(12.5, "de-DE")).toBe("12,5\u00a0%");
});
