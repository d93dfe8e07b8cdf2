import type { JournalPreview, PreviewKind, PreviewText, SettingValue } from "../bindings";
import { current } from "../view.svelte";

/** Puts a variable where the caret is, or was last. */
export type Insert = (name: string) => void;

/** The journal's texts while they are written: how they read, and where variables go. */
export class Draft {
	preview = $state.raw<JournalPreview | null>(null);
	/** No answer: the last preview may be an older text's. */
	silent = $state(false);
	#chosen = $state<PreviewKind | null>(null);
	#insert: Insert | null = null;
	#asked = 0;

	/** The text shown: the one being written, else that of the last call. */
	get kind(): PreviewKind {
		return this.#chosen ?? this.preview?.last ?? "answered-inbound";
	}

	set kind(kind: PreviewKind) {
		this.#chosen = kind;
	}

	get text(): PreviewText | null {
		return this.preview?.texts.find((text) => text.kind === this.kind) ?? null;
	}

	/** Asks how the texts read with these values; of two answers the one asked for later counts. */
	async ask(values: Record<string, SettingValue>): Promise<JournalPreview | null> {
		this.#asked += 1;
		const turn = this.#asked;
		try {
			const preview = await current.host.previewJournal(values);
			if (turn !== this.#asked) return null;
			this.preview = preview;
			this.silent = false;
			return preview;
		} catch {
			if (turn === this.#asked) this.silent = true;
			return null;
		}
	}

	/** The field that variables go into from now on. */
	into(insert: Insert, kind: PreviewKind | null): void {
		this.#insert = insert;
		if (kind !== null) this.#chosen = kind;
	}

	insert(name: string): void {
		this.#insert?.(name);
	}
}
