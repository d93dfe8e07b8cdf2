import type { KindView, TextId } from "../bindings";
import type { Row } from "./search.svelte";

export type KindTab = KindView | "all";

const TABS: { kind: KindTab; text: TextId; always: boolean }[] = [
	{ kind: "all", text: "segment-all", always: true },
	{ kind: "contact", text: "kinds-contact", always: true },
	{ kind: "lead", text: "kinds-lead", always: true },
	{ kind: "account", text: "kinds-account", always: true },
	{ kind: "person_account", text: "kinds-person-account", always: false },
	{ kind: "user", text: "kinds-user", always: false },
];

export function ofKind(rows: readonly Row[], kind: KindTab): readonly Row[] {
	return kind === "all" ? rows : rows.filter(({ found }) => found.kind === kind);
}

/** Kinds to choose from: what not every org has appears with the first of it. */
export function tabsOf(rows: readonly Row[]): { kind: KindTab; text: TextId; count: number }[] {
	return TABS.map(({ kind, text, always }) => ({ kind, text, always, count: ofKind(rows, kind).length }))
		.filter(({ always, count }) => always || count > 0)
		.map(({ kind, text, count }) => ({ kind, text, count }));
}
