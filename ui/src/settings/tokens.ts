import { VARIABLES } from "../bindings";
import { t } from "../text/text.svelte";

/** A stretch of a text: what stands in brackets has a ground of its own. Whether it means anything is the engine's word. */
export interface Piece {
	text: string;
	bracketed: boolean;
}

export function pieces(text: string): Piece[] {
	return text
		.split(/(\[[^[\]\n]*\])/)
		.map((part, at) => ({ text: part, bracketed: at % 2 === 1 }))
		.filter((piece) => piece.text !== "");
}

/** The name begun before the caret (`[Dur`), without its bracket. */
export function begun(text: string, caret: number): string | null {
	return /\[([A-Za-z:]*)$/.exec(text.slice(0, caret))?.[1] ?? null;
}

export type Offered = (typeof VARIABLES)[number];

/** Variables whose name or meaning has these letters; those whose name begins so come first. */
export function offered(letters: string): Offered[] {
	const wanted = letters.trim().toLowerCase();
	const rank = (variable: Offered) => {
		const name = variable.name.toLowerCase();
		if (name.startsWith(wanted)) return 0;
		if (name.includes(wanted)) return 1;
		return t(`variable-${variable.id}`).toLowerCase().includes(wanted) ? 2 : 3;
	};
	const ranked = VARIABLES.map((variable) => ({ variable, rank: rank(variable) }));
	return ranked
		.filter((one) => one.rank < 3)
		.sort((one, other) => one.rank - other.rank)
		.map((one) => one.variable);
}
