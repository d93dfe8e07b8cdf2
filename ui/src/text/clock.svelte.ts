import { createSubscriber } from "svelte/reactivity";

const TICK_MS = 1000;

/**
 * The time, once a second, for whoever shows it. Stops when nobody does, and while the window is
 * hidden.
 */
class Clock {
	#frozen: number | null = null;
	#subscribe = createSubscriber((update) => {
		const tick = () => {
			if (!document.hidden) update();
		};
		const timer = setInterval(tick, TICK_MS);
		document.addEventListener("visibilitychange", tick);
		return () => {
			clearInterval(timer);
			document.removeEventListener("visibilitychange", tick);
		};
	});

	get now(): number {
		this.#subscribe();
		return this.#frozen ?? Date.now();
	}

	/** Holds the time still, for pictures and tests. */
	freeze(at_ms: number | null): void {
		this.#frozen = at_ms;
	}
}

export const clock = new Clock();
