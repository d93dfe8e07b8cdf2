import type { CallerView, Phase } from "../bindings";

/** What a key asks of the open call. */
export type Command =
	| {
			do:
				| "answer"
				| "reject"
				| "hang_up"
				| "transfer"
				| "call_back"
				| "open"
				| "copy"
				| "why"
				| "details"
				| "notes"
				| "wrap_up"
				| "related"
				| "link";
	  }
	| { do: "choose"; at: number }
	| { do: "create"; letter: "n" | "l" }
	| { do: "remember" | "nobody" | "remedy" | "hide" | "task" | "retry" | "private" | "undo" };

export interface Press {
	key: string;
	code: string;
	alt: boolean;
	/** Ctrl, Cmd: never ours in the pop. */
	other: boolean;
}

export interface Situation {
	phase: Phase["phase"];
	caller: CallerView["caller"];
	/** A text field has the focus. */
	typing: boolean;
	/** The details stand where the notes were. */
	details: boolean;
	/** A phone told of the call by itself: notes are taken from the ring on. */
	heard: boolean;
	/** The notes stand where the caller was while it rings. */
	notes: boolean;
	/** The call is being sent on: what that takes stands in the body. */
	transfer: boolean;
	/** A button other than the main one has the focus: Enter is its own. */
	onButton: boolean;
}

/** The letter meant: on macOS, Alt changes what a key types, so its place on the keyboard decides. */
function letter(press: Press): string {
	const typed = press.key.toLowerCase();
	if (/^[a-z0-9]$/.test(typed)) return typed;
	return press.alt ? press.code.replace(/^(Key|Digit)/, "").toLowerCase() : typed;
}

export function commandFor(press: Press, now: Situation): Command | null {
	if (press.other) return null;
	if (press.key === "Escape") return { do: now.transfer ? "transfer" : "hide" };
	// A text field keeps its letters; Alt reaches past it.
	if (now.typing && !press.alt) return null;
	if (press.key === "Enter") return now.onButton && !press.alt ? null : { do: "open" };
	const key = letter(press);
	const always = phaseCommand(key, press.alt, now);
	if (always !== null) return always;
	const rings = now.phase === "ringing" || now.phase === "dialing";
	const callerShown = rings ? !now.notes : now.details;
	return callerShown && !now.transfer ? callerCommand(key, now) : null;
}

function phaseCommand(key: string, alt: boolean, now: Situation): Command | null {
	switch (now.phase) {
		case "ringing":
			if (alt && now.heard && sheetCommand(key)) return sheetCommand(key);
			if (key === "a") return { do: "answer" };
			if (key === "r") return { do: "reject" };
			if (key === "t") return { do: "transfer" };
			if (key === "c") return { do: "copy" };
			return null;
		case "dialing":
			if (alt && now.heard && sheetCommand(key)) return sheetCommand(key);
			if (key === "h" && alt) return { do: "hang_up" };
			if (key === "c") return { do: "copy" };
			return null;
		case "talking":
			if (!alt) return null;
			if (key === "h") return { do: "hang_up" };
			if (key === "t") return { do: "transfer" };
			return sheetCommand(key);
		case "ended":
			if (key === "t") return { do: "task" };
			if (key === "y") return { do: "retry" };
			if (key === "u" && !alt) return { do: "undo" };
			if (key === "x") return { do: "private" };
			if (key === "b") return { do: "call_back" };
			if (key === "c" && !alt) return { do: "copy" };
			return alt ? sheetCommand(key) : null;
	}
}

function sheetCommand(key: string): Command | null {
	if (key === "d") return { do: "details" };
	if (key === "n") return { do: "notes" };
	if (key === "w") return { do: "wrap_up" };
	if (key === "o") return { do: "related" };
	return null;
}

function callerCommand(key: string, now: Situation): Command | null {
	if (now.caller === "one" && key === "w") return { do: "why" };
	if (now.caller === "one" && key === "0") return { do: "nobody" };
	if (now.caller === "unknown" && key === "f") return { do: "link" };
	if (now.caller === "unreachable" && key === "s") return { do: "remedy" };
	const creatable = now.caller === "unknown" || now.caller === "unreachable";
	if (creatable && (key === "n" || key === "l")) return { do: "create", letter: key };
	if (now.caller !== "several") return null;
	if (/^[1-8]$/.test(key)) return { do: "choose", at: Number(key) - 1 };
	if (key === "0") return { do: "nobody" };
	if (key === "m") return { do: "remember" };
	return null;
}
