import type { Action, View } from "./bindings";
import type { Host } from "./host/types";
import { speak } from "./text/text.svelte";

/**
 * Holds the last view the companion published, and the door to act on it. The screen has no other
 * truth: what is not in here is text being typed, focus, or what is folded open.
 */
class Current {
	view = $state.raw<View | null>(null);
	#host: Host | null = null;

	/** Subscribes first, then asks: no view is lost in between. */
	async start(host: Host): Promise<void> {
		this.#host = host;
		await host.onView((view) => this.take(view));
		const view = await host.view();
		if (view !== null) this.take(view);
	}

	/** Of two views the higher revision is newer, whatever order they arrive in. */
	take(view: View): void {
		if (this.view !== null && view.revision <= this.view.revision) return;
		speak(view.look.language);
		this.view = view;
	}

	act = (action: Action): void => {
		// The answer to an action is the next view; a failed one shows there as a problem.
		this.#host?.act(action).catch(() => undefined);
	};

	get host(): Host {
		if (this.#host === null) throw new Error("the screen started without a host");
		return this.#host;
	}

	/** For the next page or test in the same process. */
	reset(): void {
		this.view = null;
		this.#host = null;
	}
}

export const current = new Current();
