import { untrack } from "svelte";
import type { CallView, DialView } from "../bindings";
import { dialSpeech } from "../dial/words";
import { news, type Speech, speechOf } from "./speech";

/** Says what is new about each call, each text once; a ringing call's first sentence interrupts. */
export class Announcer {
	polite = $state("");
	assertive = $state("");
	#said = new Map<number, Speech>();
	#dialSaid = "";

	/** To be told of every new list of calls, newest first. */
	heard(calls: readonly CallView[]): void {
		const speeches = calls.map((call, at) => ({ call, speech: speechOf(call, at < calls.length - 1) }));
		untrack(() => {
			for (const { call, speech } of speeches) this.#announce(call, speech);
			for (const id of this.#said.keys()) if (!calls.some((call) => call.id === id)) this.#said.delete(id);
		});
	}

	/** To be told of every wish to call: each of its states is said once. */
	wished(dial: DialView | null): void {
		const speech = dial === null ? "" : dialSpeech(dial);
		untrack(() => {
			if (speech !== "" && speech !== this.#dialSaid) this.polite = speech;
			this.#dialSaid = speech;
		});
	}

	#announce(call: CallView, speech: Speech): void {
		const before = this.#said.get(call.id);
		const text = news(before, speech);
		this.#said.set(call.id, speech);
		if (text === "") return;
		if (before === undefined && call.phase.phase === "ringing") this.assertive = text;
		else this.polite = text;
	}
}
