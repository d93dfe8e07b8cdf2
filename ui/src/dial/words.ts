import type { LucideIcon } from "@lucide/svelte";
import LoaderCircle from "@lucide/svelte/icons/loader-circle";
import PhoneOff from "@lucide/svelte/icons/phone-off";
import PhoneOutgoing from "@lucide/svelte/icons/phone-outgoing";
import type { DialSourceView, DialStateView, DialView, DialWarningView, TextId } from "../bindings";
import { joined, unreachable } from "../text/names";
import { countryName } from "../text/place";
import { locale, problemText, t } from "../text/text.svelte";

/** How far a wish to call came: one icon, one word, one colour. */
export function dialLook(state: DialStateView): {
	icon: LucideIcon;
	word: TextId;
	tone: "talk" | "danger" | "plain";
} {
	switch (state.state) {
		case "checking":
			return { icon: LoaderCircle, word: "dial-checking", tone: "plain" };
		case "question":
			return { icon: PhoneOutgoing, word: "dial-question", tone: "plain" };
		case "asked":
			return { icon: PhoneOutgoing, word: "dial-asked", tone: "talk" };
		case "failed":
			return { icon: PhoneOff, word: "dial-failed", tone: "danger" };
		default:
			return unreachable(state);
	}
}

/** Where the wish came from, where that is not this program. */
export function sourceText(source: DialSourceView): string | null {
	switch (source) {
		case "app":
			return null;
		case "terminal":
			return t("dial-from-terminal");
		case "clipboard":
			return t("dial-from-clipboard");
		case "link":
			return t("dial-from-link");
		case "extension":
			return t("dial-from-extension");
		default:
			return unreachable(source);
	}
}

/** What a person is to know before; nothing where the question itself says it. */
export function warningText(warning: DialWarningView): string | null {
	switch (warning.warning) {
		case "outside":
			return null;
		case "never_call":
			return t("dial-warning-never");
		case "premium":
			return t("dial-warning-premium");
		case "service":
			return t("dial-warning-service");
		case "do_not_call":
			return t("dial-warning-do-not-call", { name: warning.name });
		default:
			return unreachable(warning);
	}
}

export function warningsOf(dial: DialView): string[] {
	if (dial.state.state !== "question") return [];
	return dial.state.warnings.map(warningText).filter((text) => text !== null);
}

/** Who is called: the one person, else the number. */
export function dialName(dial: DialView): string {
	const [only, ...others] = dial.who;
	return only !== undefined && others.length === 0 ? only.name : dial.number.shown;
}

/** What a screen reader says about it; each state once. */
export function dialSpeech(dial: DialView): string {
	const name = dialName(dial);
	const number = name === dial.number.shown ? null : dial.number.shown;
	const parts = joined([name, number, countryName(dial.number.region, locale())], ", ");
	switch (dial.state.state) {
		case "checking":
			return "";
		case "question":
			return joined([t("say-dial-question", { parts }), ...warningsOf(dial)], " ");
		case "asked":
			return t("say-dial-asked", { parts });
		case "failed": {
			const { what, detail, remedy } = problemText(dial.state.problem);
			return joined([t("say-dial-failed"), `${joined([what, detail], ": ")}.`, remedy], " ");
		}
		default:
			return unreachable(dial.state);
	}
}
