import { current } from "../view.svelte";
import type { EntryLook } from "./state";

/** Does what mends an entry wherever it stands. `false`: that is the place's own. */
export function mend(look: EntryLook | null, key: string): boolean {
	if (look?.remedy === "here") current.act({ action: "send_entry_here", key });
	else if (look?.remedy === "fix") current.host.openJournal(key).catch(() => undefined);
	else return false;
	return true;
}
