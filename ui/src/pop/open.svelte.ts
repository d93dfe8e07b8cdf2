import type { CallView, DialView } from "../bindings";

/**
 * Which call of the pop stands open. The newest, unless the agent's hand is on the pop: then
 * nothing moves under it, and a new call comes as a strip.
 */
export class OpenCall {
	#pinned = $state<number | null>(null);
	#newest: number | null = null;
	/** The wish of the list before. */
	#dial: number | null = null;
	/** Of the open call: what stands in the body. */
	why = $state(false);
	details = $state(false);
	/** Notes stand in the place of the caller already while it rings. */
	notes = $state(false);
	/** It is being sent on. */
	transfer = $state(false);
	/** The agent's word on remembering; `null` until said. */
	remember = $state<boolean | null>(null);
	#shown: number | null = null;
	/** The agent's word on whether a wish to call stands open; until said, it does while nothing rings. */
	#wish = $state.raw<{ dial: number; open: boolean } | null>(null);

	of(calls: readonly CallView[]): CallView | null {
		return calls.find((call) => call.id === this.#pinned) ?? calls[0] ?? null;
	}

	shows(dial: DialView, calls: readonly CallView[]): boolean {
		if (this.#wish?.dial === dial.id) return this.#wish.open;
		return !calls.some((call) => call.phase.phase === "ringing");
	}

	/** Opens a wish to call, or folds it. */
	wish(dial: DialView, open: boolean): void {
		this.#wish = { dial: dial.id, open };
	}

	/** To be told of every new list of calls and wish, before it is drawn. */
	arrived(calls: readonly CallView[], dial: DialView | null, held: boolean): void {
		const newest = calls[0]?.id ?? null;
		if (newest !== this.#newest) {
			const stood = this.#dial !== null && this.#dial === dial?.id;
			if (held && stood && dial !== null && this.shows(dial, calls.slice(1))) this.wish(dial, true);
			this.#pinned = held && calls.some((call) => call.id === this.#shown) ? this.#shown : null;
			this.#newest = newest;
		}
		this.#dial = dial?.id ?? null;
		this.#show(this.of(calls)?.id ?? null);
	}

	pin(id: number): void {
		this.#pinned = id;
		this.#show(id);
	}

	#show(id: number | null): void {
		if (id === this.#shown) return;
		this.#shown = id;
		this.why = false;
		this.details = false;
		this.notes = false;
		this.transfer = false;
		this.remember = null;
	}
}
