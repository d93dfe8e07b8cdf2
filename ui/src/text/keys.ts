import type { TextId } from "../bindings";
import { t } from "./text.svelte";

const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const NAMES: Record<string, TextId> = {
	Ctrl: MAC ? "key-command" : "key-ctrl",
	Alt: MAC ? "key-option" : "key-alt",
	Enter: "key-enter",
	Tab: "key-tab",
	Esc: "key-esc",
	Space: "key-space",
	Home: "key-home",
	End: "key-end",
	Del: "key-delete",
	PageUp: "key-page-up",
	PageDown: "key-page-down",
};

/** `Ctrl+Alt+Enter` as this keyboard has it printed: `Strg Alt ↵`. */
export function keyText(keys: string): string {
	return keys
		.split("+")
		.map((key) => (NAMES[key] === undefined ? key : t(NAMES[key])))
		.join(" ");
}

/** The same for `aria-keyshortcuts`. */
export function keyShortcut(keys: string): string {
	return keys.replace("Ctrl", MAC ? "Meta" : "Control").replace("Esc", "Escape");
}

/** The key that is `Ctrl` here. */
export function hasCommandKey(event: KeyboardEvent): boolean {
	return MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}
