import { VARIABLES as CALLS, CHAT_VARIABLES as CHATS, type FilledView } from "../bindings";
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

/** A variable, with what it means in the language of the page. */
export interface Offered {
	id: string;
	name: string;
	filled: FilledView;
	meaning: () => string;
}

export const CALL_VARIABLES: readonly Offered[] = CALLS.map((one) => ({
	...one,
	meaning: () => t(`variable-${one.id}`),
}));

export const CHAT_VARIABLES: readonly Offered[] = CHATS.map((one) => ({
	...one,
	meaning: () => t(`chat-variable-${one.id}`),
}));

/** Variables whose name or meaning has these letters; those whose name begins so come first. */
export function offered(variables: readonly Offered[], letters: string): Offered[] {
	const wanted = letters.trim().toLowerCase();
	const rank = (variable: Offered) => {
		const name = variable.name.toLowerCase();
		if (name.startsWith(wanted)) return 0;
		if (name.includes(wanted)) return 1;
		return variable.meaning().toLowerCase().includes(wanted) ? 2 : 3;
	};
	const ranked = variables.map((variable) => ({ variable, rank: rank(variable) }));
	return ranked
		.filter((one) => one.rank < 3)
		.sort((one, other) => one.rank - other.rank)
		.map((one) => one.variable);
}
