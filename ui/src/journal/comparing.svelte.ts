import type { CompareOrder, CompareView } from "../bindings";
import { current } from "../view.svelte";

/** Between two looks at a comparison that runs. */
const LOOK_EVERY_MS = 500;

/** A comparison as the companion has it: closing the window does not end it. */
export class Comparing {
	/** `null`: not asked yet. */
	view = $state.raw<CompareView | null>(null);
	/** The companion does not answer. */
	silent = $state(false);
	readonly running = $derived(this.view?.doing != null);
	readonly findings = $derived(this.view?.compared?.findings ?? []);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#turn = 0;

	/** Takes up what runs, until the given-back function is called. */
	watch(): () => void {
		void this.order({ order: "look" });
		return () => {
			this.#turn += 1;
			clearTimeout(this.#timer);
		};
	}

	async order(order: CompareOrder): Promise<void> {
		const turn = ++this.#turn;
		clearTimeout(this.#timer);
		try {
			const view = await current.host.compare(order);
			if (turn !== this.#turn) return;
			[this.view, this.silent] = [view, false];
			if (view.doing !== null) {
				this.#timer = setTimeout(() => void this.order({ order: "look" }), LOOK_EVERY_MS);
			}
		} catch {
			if (turn === this.#turn) this.silent = true;
		}
	}
}
