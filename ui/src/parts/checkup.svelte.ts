import type { Finding, Scope } from "../bindings";
import { clock } from "../text/clock.svelte";
import { current } from "../view.svelte";

/** One kind of examination and its last result, kept while the window lives. */
export class Checkup {
	findings = $state.raw<Finding[] | null>(null);
	at_ms = $state(0);
	busy = $state(false);
	/** The last run gave no answer. */
	silent = $state(false);
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Runs once at a time. */
	async run(): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		try {
			this.findings = await current.host.check(this.#scope);
			this.at_ms = clock.now;
			this.silent = false;
		} catch {
			this.silent = true;
		} finally {
			this.busy = false;
		}
	}

	/** What is set up changed: what was found before says nothing about it. */
	forget(): void {
		this.findings = null;
		this.silent = false;
	}

	/** How many findings ask for something to be done. */
	get amiss(): number {
		return (this.findings ?? []).filter((one) => one.verdict === "failed" || one.verdict === "warned").length;
	}
}
