import type { Action, EntryDetails, EntryFacts, EntryPage, EntryRow, View } from "../bindings";

interface Entries {
	pages: EntryPage[];
	details: Record<string, EntryDetails>;
	facts: EntryFacts;
}

const files = import.meta.glob<Entries>("../../../tests/fixtures/journal/entries.json", {
	import: "default",
});

/** The journal of the scripted companion. */
export class ScriptedJournal {
	/** What the next pages end with, instead of an answer. */
	fails = false;
	readonly opened: string[] = [];
	readonly exported: string[][] = [];
	#entries: Entries;
	#discarded = new Map<string, EntryRow>();

	constructor(entries: Entries) {
		this.#entries = entries;
	}

	/** `before` counts pages here. */
	async page(before: number | null, view: View): Promise<EntryPage> {
		if (this.fails) throw null;
		if (view.journal.written_today === 0) return { rows: [], next: null };
		const at = before === null ? 0 : this.#entries.pages.findIndex((page) => page.next === before) + 1;
		return structuredClone(this.#entries.pages[at] ?? { rows: [], next: null });
	}

	async details(key: string): Promise<EntryDetails | null> {
		return structuredClone(this.#entries.details[key] ?? null);
	}

	async facts(key: string): Promise<EntryFacts> {
		const { owner, field } = this.#entries.facts;
		return { owner, field: this.#entries.details[key]?.refused === null ? null : field };
	}

	async export(keys: string[]): Promise<string> {
		this.exported.push(keys);
		return "/home/mara/Downloads/ringside.csv";
	}

	/** What an action makes of the entries in a view. */
	react(view: View, action: Action): void {
		if (action.action === "discard_entry") {
			const row = view.entries.find(({ entry }) => entry.key === action.key);
			if (row !== undefined) this.#discarded.set(action.key, row);
			view.entries = view.entries.filter((one) => one !== row);
			view.journal.stuck = view.entries.filter(({ entry }) => entry.state.state === "stuck").length;
		}
		if (action.action === "restore_entry") {
			const row = this.#discarded.get(action.key);
			if (row !== undefined) view.entries = [row, ...view.entries];
		}
		if (action.action === "edit_entry") {
			const row = view.entries.find(({ entry }) => entry.key === action.key);
			if (row !== undefined) row.entry.state = { state: "waiting", due_ms: null, problem: null };
		}
		if (action.action === "undo_entry") {
			const entries = [...view.pop, ...view.today].map((call) => call.entry);
			for (const entry of entries) {
				if (entry?.key === action.key) {
					entry.step = { kind: "remove", state: { state: "waiting", due_ms: 0, problem: null } };
				}
			}
		}
	}
}

export async function openScriptedJournal(): Promise<ScriptedJournal> {
	const found = await Promise.all(Object.values(files).map((load) => load()));
	const entries = found[0];
	if (entries === undefined) throw new Error("no fixture of the journal");
	return new ScriptedJournal(structuredClone(entries));
}
