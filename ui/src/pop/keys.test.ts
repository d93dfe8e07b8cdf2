import { describe, expect, it } from "vitest";
import { commandFor, type Press, type Situation } from "./keys";

const ringing: Situation = {
	phase: "ringing",
	caller: "one",
	typing: false,
	details: false,
	heard: false,
	notes: false,
	transfer: false,
	onButton: false,
};
const press = (key: string, more: Partial<Press> = {}): Press => ({
	key,
	code: `Key${key.toUpperCase()}`,
	alt: false,
	other: false,
	...more,
});
const asks = (key: string, now: Situation, more: Partial<Press> = {}) =>
	commandFor(press(key, more), now)?.do ?? null;

describe("keys of the pop", () => {
	it("ringing: single letters", () => {
		expect(asks("a", ringing)).toBe("answer");
		expect(asks("R", ringing)).toBe("reject");
		expect(asks("c", ringing)).toBe("copy");
		expect(asks("w", ringing)).toBe("why");
		expect(asks("Enter", ringing)).toBe("open");
		expect(asks("Escape", ringing)).toBe("hide");
		expect(asks("h", ringing)).toBeNull();
	});

	it("Ctrl and Cmd belong to the system", () => expect(asks("a", ringing, { other: true })).toBeNull());

	it("Enter is a focused button's own, unless that is the main one", () => {
		expect(asks("Enter", { ...ringing, onButton: true })).toBeNull();
	});

	it("talking: letters only with Alt, so no word typed hangs up", () => {
		const talking: Situation = { ...ringing, phase: "talking", typing: true };
		expect(asks("h", talking)).toBeNull();
		expect(asks("h", { ...talking, typing: false })).toBeNull();
		expect(asks("h", talking, { alt: true })).toBe("hang_up");
		expect(asks("d", talking, { alt: true })).toBe("details");
		expect(asks("Enter", talking)).toBeNull();
		expect(asks("Enter", talking, { alt: true })).toBe("open");
		expect(asks("w", { ...talking, typing: false })).toBeNull();
		expect(asks("w", { ...talking, typing: false, details: true })).toBe("why");
	});

	it("a call that a phone tells of: notes with Alt while it rings, and then no key is the caller's", () => {
		const heard: Situation = { ...ringing, heard: true };
		expect(asks("d", heard, { alt: true })).toBe("details");
		expect(asks("n", { ...heard, phase: "dialing" }, { alt: true })).toBe("notes");
		expect(asks("d", heard)).toBeNull();
		expect(asks("n", ringing, { alt: true })).toBeNull();
		expect(asks("w", heard)).toBe("why");
		expect(asks("w", { ...heard, notes: true })).toBeNull();
	});

	it("Alt on macOS types other letters: the place of the key decides", () => {
		const talking: Situation = { ...ringing, phase: "talking", typing: true };
		expect(commandFor({ key: "˙", code: "KeyH", alt: true, other: false }, talking)?.do).toBe("hang_up");
		// A German keyboard types z where the key is called KeyY: the letter typed decides.
		const ended: Situation = { ...ringing, phase: "ended", typing: true };
		expect(commandFor({ key: "y", code: "KeyZ", alt: true, other: false }, ended)?.do).toBe("retry");
	});

	it("ended: Task and Retry outside a text field, with Alt in one", () => {
		const ended: Situation = { ...ringing, phase: "ended" };
		expect(asks("t", ended)).toBe("task");
		expect(asks("t", { ...ended, typing: true })).toBeNull();
		expect(asks("t", { ...ended, typing: true }, { alt: true })).toBe("task");
		expect(asks("y", ended)).toBe("retry");
	});

	it("transfer: T while it rings, with Alt in a talk; Esc leaves it before it hides the pop", () => {
		const talking: Situation = { ...ringing, phase: "talking", typing: true };
		expect(asks("t", ringing)).toBe("transfer");
		expect(asks("t", talking)).toBeNull();
		expect(asks("t", talking, { alt: true })).toBe("transfer");
		expect(asks("Escape", { ...talking, transfer: true })).toBe("transfer");
		expect(asks("w", { ...ringing, transfer: true })).toBeNull();
	});

	it("ended: B calls back, in a text field with Alt", () => {
		const ended: Situation = { ...ringing, phase: "ended" };
		expect(asks("b", ended)).toBe("call_back");
		expect(asks("b", { ...ended, typing: true })).toBeNull();
		expect(asks("b", { ...ended, typing: true }, { alt: true })).toBe("call_back");
		expect(asks("b", ringing)).toBeNull();
	});

	it("several: 1 to 8 choose, M remembers, 0 is nobody", () => {
		const several: Situation = { ...ringing, caller: "several" };
		expect(commandFor(press("8"), several)).toEqual({ do: "choose", at: 7 });
		expect(commandFor(press("9"), several)).toBeNull();
		expect(asks("m", several)).toBe("remember");
		expect(asks("0", several)).toBe("nobody");
		expect(asks("w", several)).toBeNull();
	});

	it("cannot look up: S is the remedy", () => {
		expect(asks("s", { ...ringing, caller: "unreachable" })).toBe("remedy");
		expect(asks("s", ringing)).toBeNull();
	});
});
