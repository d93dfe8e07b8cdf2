import type { KindView, TextId } from "../bindings";

/** What each kind of record is called. */
export const KIND_TEXT: Record<KindView, TextId> = {
	contact: "kind-contact",
	lead: "kind-lead",
	account: "kind-account",
	person_account: "kind-person-account",
	user: "kind-user",
};

/** The parts that are there, as one line. */
export function joined(parts: readonly (string | null | undefined)[], by = " · "): string {
	return parts.filter((part) => part !== null && part !== undefined && part !== "").join(by);
}

/** A number is not broken over two lines. */
export function whole(number: string): string {
	return number.replaceAll(" ", "\u00a0");
}

/** A switch that forgot a case does not compile. */
export function unreachable(value: never): never {
	throw new Error(`unknown case: ${JSON.stringify(value)}`);
}
