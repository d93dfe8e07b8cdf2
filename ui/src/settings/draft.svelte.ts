import type { ChatPreview, JournalPreview, PreviewKind, PreviewText, SettingValue } from "../bindings";
import { current } from "../view.svelte";
import { CALL_VARIABLES, CHAT_VARIABLES, type Offered } from "./tokens";

/** Puts a variable where the caret is, or was last. */
export type Insert = (name: string) => void;
type Values = Record<string, SettingValue>;

/** Texts while they are written: how they read, which variables there are, and where those go. */
export class Draft<Preview = unknown> {
	preview = $state.raw<Preview | null>(null);
	/** No answer: the last preview may be an older text's. */
	silent = $state(false);
	readonly variables: readonly Offered[];
	readonly #read: (values: Values) => Promise<Preview>;
	#insert: Insert | null = null;
	#asked = 0;

	constructor(variables: readonly Offered[], read: (values: Values) => Promise<Preview>) {
		this.variables = variables;
		this.#read = read;
	}

	/** Asks how the texts read with these values; of two answers the one asked for later counts. */
	async ask(values: Values): Promise<void> {
		this.#asked += 1;
		const turn = this.#asked;
		try {
			const preview = await this.#read(values);
			if (turn !== this.#asked) return;
			this.preview = preview;
			this.silent = false;
		} catch {
			if (turn === this.#asked) this.silent = true;
		}
	}

	/** The field that variables go into from now on. */
	into(insert: Insert, _kind: PreviewKind | null): void {
		this.#insert = insert;
	}

	insert(name: string): void {
		this.#insert?.(name);
	}
}

/** Texts about calls. */
export class CallDraft extends Draft<JournalPreview> {
	#chosen = $state<PreviewKind | null>(null);

	constructor() {
		super(CALL_VARIABLES, (values) => current.host.previewJournal(values));
	}

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

	override into(insert: Insert, kind: PreviewKind | null): void {
		super.into(insert, kind);
		if (kind !== null) this.#chosen = kind;
	}
}

/** Texts about chats. */
export class ChatDraft extends Draft<ChatPreview> {
	constructor() {
		super(CHAT_VARIABLES, (values) => current.host.previewChat(values));
	}
}
