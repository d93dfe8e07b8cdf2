import type { CallerView, MatchView } from "../bindings";
import { unreachable } from "../text/names";

/** The one person we are sure enough of to name; never a guess. */
export function known(caller: CallerView): MatchView | null {
	switch (caller.caller) {
		case "one":
			return caller.best;
		case "several":
			return caller.choice.choice === "chosen" ? (caller.matches[caller.choice.at] ?? null) : null;
		case "unreachable":
			return caller.local;
		case "not_looked_up":
		case "searching":
		case "unknown":
			return null;
		default:
			return unreachable(caller);
	}
}

/** The selected row of several, chosen now or remembered. */
export function selectedAt(caller: CallerView): number | null {
	if (caller.caller !== "several") return null;
	const { choice } = caller;
	switch (choice.choice) {
		case "chosen":
		case "remembered":
			return choice.at < caller.matches.length ? choice.at : null;
		case "open":
		case "nobody":
			return null;
		default:
			return unreachable(choice);
	}
}

/** Whose record Open opens; `null` while there is none. */
export function openable(caller: CallerView): MatchView | null {
	const at = selectedAt(caller);
	const match = caller.caller === "several" && at !== null ? (caller.matches[at] ?? null) : known(caller);
	return match?.can_open === true ? match : null;
}
