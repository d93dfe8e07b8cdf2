import type { CallerView, MatchView } from "../bindings";

/** Whom an entry can be linked to, and whom it is. */
export interface Links {
	people: MatchView[];
	linked: number | null;
}

export function linksOf(caller: CallerView): Links {
	switch (caller.caller) {
		case "one":
			return { people: [caller.best, ...caller.runners_up], linked: 0 };
		case "several": {
			const { choice } = caller;
			const chosen = choice.choice === "chosen" || choice.choice === "remembered";
			return { people: caller.matches, linked: chosen ? choice.at : null };
		}
		default:
			return { people: [], linked: null };
	}
}
