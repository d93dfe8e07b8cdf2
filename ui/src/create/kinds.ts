import type { CreateKindView } from "../bindings";

/** As many buttons as stand side by side: a lead, and what else is preferred. The form offers the others. */
export function offeredKinds(kinds: readonly CreateKindView[]): CreateKindView[] {
	const known = kinds.find((kind) => kind !== "lead");
	return kinds.filter((kind) => kind === "lead" || kind === known);
}

/** ui.md 7: `L` a lead, `N` anybody else. */
export function keyOf(kind: CreateKindView): string {
	return kind === "lead" ? "L" : "N";
}

/** What the letter creates; `null`: nothing it may. */
export function kindOf(letter: "n" | "l", kinds: readonly CreateKindView[]): CreateKindView | null {
	return offeredKinds(kinds).find((kind) => keyOf(kind).toLowerCase() === letter) ?? null;
}
