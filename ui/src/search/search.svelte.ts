import type { FoundView, KindView, NumberView, Problem, SearchThere } from "../bindings";
import { clock } from "../text/clock.svelte";
import { current } from "../view.svelte";

/** So long nothing is typed before Salesforce is asked: each question costs an API call. */
export const QUIET_MS = 250;

/** One person of the list; `there`: known to Salesforce only. */
export interface Row {
	found: FoundView;
	there: boolean;
}

/** How far Salesforce is with the text. */
export type There =
	| { there: "idle" }
	/** It will be asked, or has been. */
	| { there: "waiting" }
	| { there: "found"; requests: number; more: boolean; at_ms: number }
	/** Without a problem: it was asked and nothing came back. */
	| { there: "failed"; problem: Problem | null };

/** Whether this computer answered the text. */
export type Here = "idle" | "asking" | "answered" | "failed";

/**
 * What is searched for and what was found. A list is replaced only by this computer's answer to a newer
 * text; what Salesforce adds to it comes below, or into the row that is there already.
 */
export class Search {
	text = $state("");
	rows = $state.raw<readonly Row[]>([]);
	/** How often the list was replaced by another. */
	lists = $state(0);
	/** How the text was read, where it is a number. */
	number = $state.raw<NumberView | null>(null);
	here = $state<Here>("idle");
	/** More people are on this computer than are listed. */
	more = $state(false);
	there = $state.raw<There>({ there: "idle" });
	/** A question is on its way. */
	asking = $state(false);
	/** Who the agent moved to; nobody: the first of the list is meant. */
	chosen = $state<string | null>(null);
	kind = $state<KindView | "all">("all");
	/** Ends when this computer has answered the text. */
	answered: Promise<void> = Promise.resolve();
	#turn = 0;
	#quiet: ReturnType<typeof setTimeout> | undefined;
	#typed_ms = 0;
	#link = "";

	/** The text of the field changed. */
	type(text: string): void {
		const same = text.trim() === this.text.trim();
		this.text = text;
		if (!same) this.#ask(QUIET_MS);
	}

	clear(): void {
		this.type("");
	}

	/** Asks both once more. */
	again(): void {
		this.#ask(0);
	}

	/** The link to Salesforce changed: who is signed out sees nobody, who is back gets the rest. */
	linked(link: "up" | "connecting" | "down" | "signed_out"): void {
		if (link === this.#link) return;
		this.#link = link;
		if (link === "signed_out") {
			this.rows = [];
			this.#ask(0);
		} else if (link === "up" && this.there.there !== "found" && this.there.there !== "waiting") {
			this.#ask(0);
		}
	}

	#ask(quiet_ms: number): void {
		this.#turn += 1;
		clearTimeout(this.#quiet);
		this.#typed_ms = performance.now();
		this.asking = false;
		this.there = { there: "idle" };
		if (this.text.trim() === "") {
			this.rows = [];
			this.number = null;
			this.more = false;
			this.here = "idle";
			this.chosen = null;
			this.answered = Promise.resolve();
			return;
		}
		this.here = "asking";
		this.answered = this.#askHere(this.#turn, quiet_ms);
	}

	async #askHere(turn: number, quiet_ms: number): Promise<void> {
		const { text } = this;
		const answer = await current.host.searchHere(text).catch(() => null);
		if (turn !== this.#turn) return;
		this.here = answer === null ? "failed" : "answered";
		this.number = answer?.number ?? null;
		this.more = answer?.more ?? false;
		this.lists += 1;
		this.rows = once(answer?.found ?? []).map((found) => ({ found, there: false }));
		if (!this.rows.some(({ found }) => found.id === this.chosen)) this.chosen = null;
		if (answer?.ask !== true) return;
		this.there = { there: "waiting" };
		const passed_ms = performance.now() - this.#typed_ms;
		this.#quiet = setTimeout(() => void this.#askThere(turn, text), Math.max(0, quiet_ms - passed_ms));
	}

	async #askThere(turn: number, text: string): Promise<void> {
		this.asking = true;
		const answer = await current.host.searchThere(text).catch(() => null);
		if (turn !== this.#turn) return;
		this.asking = false;
		this.#takeThere(answer);
	}

	#takeThere(answer: SearchThere | null): void {
		// Given up although nothing newer was typed here: as good as no answer.
		if (answer === null || answer.there === "stale") this.there = { there: "failed", problem: null };
		else if (answer.there === "failed") this.there = answer;
		else {
			const { requests, more } = answer;
			this.rows = merged(this.rows, answer.found);
			this.there = { there: "found", requests, more, at_ms: clock.now };
		}
	}
}

/** Each person once. */
function once(found: readonly FoundView[]): FoundView[] {
	return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** Who is listed stays in place and gets what is newer; the others come below. */
export function merged(rows: readonly Row[], found: readonly FoundView[]): Row[] {
	const news = new Map(found.map((one) => [one.id, one]));
	const listed = rows.map((row) => ({ ...row, found: news.get(row.found.id) ?? row.found }));
	for (const row of rows) news.delete(row.found.id);
	return [...listed, ...[...news.values()].map((one) => ({ found: one, there: true }))];
}
