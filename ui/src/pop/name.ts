import type { CallView } from "../bindings";
import { known } from "../caller/person";
import { t } from "../text/text.svelte";

/** What a call is called: the person we are sure of, else the number, else what the phone system knew. */
export function nameOf(of: CallView): string {
	if (of.number.withheld) return t("number-withheld");
	return known(of.caller)?.name ?? (of.number.shown || (of.phone_name ?? ""));
}
