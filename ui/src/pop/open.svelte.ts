import type { CallView } from "../bindings";

/**
 * Which call of the pop stands open. The newest, unless the agent's hand is on the pop: then
 * nothing moves under it, and a new call comes as a strip.
 */
export class OpenCall {
	#pinned = $state<number | null>(null);
	#newest: number | null = null;
	/** Of the open call: what stands in the body. */
	why = $state(false);
	details = $state(false);
	/** Notes stand in the place of the caller already while it rings. */
	notes = $state(false);
	/** The agent's word on remembering; `null` until said. */
	remember = $state<boolean | null>(null);
	#shown: number | null = null;

	of(calls: readonly CallView[]): CallView | null {
		return calls.find((call) => call.id === this.#pinned) ?? calls[0] ?? null;
	}

	/** To be told of every new list of calls, before it is drawn. */
	arrived(calls: readonly CallView[], held: boolean): void {
		const newest = calls[0]?.id ?? null;
		if (newest !== this.#newest) {
			this.#pinned = held && calls.some((call) => call.id === this.#shown) ? this.#shown : null;
			this.#newest = newest;
		}
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
		this.remember = null;
	}
}
