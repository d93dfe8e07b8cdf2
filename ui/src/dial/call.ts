import type { DialSourceView, NumberView } from "../bindings";
import { current } from "../view.svelte";

/** Whether there is anything in it to call. */
export function callable(number: NumberView): boolean {
	return !number.withheld && number.copied !== "";
}

/** Wishes to call a number that stands on the screen. */
export function dialNumber(number: NumberView): void {
	dialText(number.copied);
}

/** Wishes to call a text with a number in it. */
export function dialText(number: string, source: DialSourceView = "app"): void {
	current.act({ action: "dial", dial: { order: "call", number, source } });
}
