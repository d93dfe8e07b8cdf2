import type { LucideIcon } from "@lucide/svelte";
import Phone from "@lucide/svelte/icons/phone";
import PhoneForwarded from "@lucide/svelte/icons/phone-forwarded";
import PhoneIncoming from "@lucide/svelte/icons/phone-incoming";
import PhoneMissed from "@lucide/svelte/icons/phone-missed";
import PhoneOff from "@lucide/svelte/icons/phone-off";
import PhoneOutgoing from "@lucide/svelte/icons/phone-outgoing";
import UsersRound from "@lucide/svelte/icons/users-round";
import type { CallView, DirectionView, OutcomeView, Phase, TextId } from "../bindings";
import { unreachable } from "../text/names";

/** How a phase looks: one icon, one word, one colour. */
export interface PhaseLook {
	icon: LucideIcon;
	word: TextId;
	/** A second word after it. */
	more: TextId | null;
	tone: "talk" | "danger" | "plain";
}

export function phaseLook(phase: Phase): PhaseLook {
	switch (phase.phase) {
		case "ringing":
			return { icon: PhoneIncoming, word: "state-ringing", more: null, tone: "talk" };
		case "dialing":
			return { icon: PhoneOutgoing, word: "state-dialing", more: null, tone: "talk" };
		case "talking":
			return { icon: Phone, word: "state-talking", more: null, tone: "talk" };
		case "ended":
			return endedLook(phase.outcome);
		default:
			return unreachable(phase);
	}
}

function endedLook(outcome: OutcomeView): PhaseLook {
	switch (outcome) {
		case "answered_inbound":
		case "answered_outbound":
			return { icon: Phone, word: "state-ended", more: "outcome-answered", tone: "plain" };
		case "missed":
			return { icon: PhoneMissed, word: "outcome-missed", more: null, tone: "danger" };
		case "rejected":
			return { icon: PhoneOff, word: "outcome-rejected", more: null, tone: "plain" };
		case "unanswered_outbound":
			return { icon: PhoneOutgoing, word: "outcome-no-answer", more: null, tone: "plain" };
		case "answered_elsewhere":
			return { icon: UsersRound, word: "outcome-elsewhere", more: null, tone: "plain" };
		case "not_known":
			return { icon: Phone, word: "state-ended", more: "outcome-not-known", tone: "plain" };
		default:
			return unreachable(outcome);
	}
}

/** The icon of a call in a list, and the name of that icon where no word stands beside it. */
export function rowLook(
	phase: Phase,
	direction: DirectionView,
	transferred: boolean,
): { icon: LucideIcon; name: TextId; tone: PhaseLook["tone"] } {
	if (phase.phase !== "ended") {
		const look = phaseLook(phase);
		return { icon: look.icon, name: look.word, tone: look.tone };
	}
	switch (phase.outcome) {
		case "answered_inbound":
			return { icon: transferred ? PhoneForwarded : PhoneIncoming, name: "row-incoming", tone: "plain" };
		case "answered_outbound":
		case "unanswered_outbound":
			return { icon: PhoneOutgoing, name: "row-outgoing", tone: "plain" };
		case "missed":
			return { icon: PhoneMissed, name: "row-missed", tone: "danger" };
		case "rejected":
			return {
				icon: PhoneOff,
				name: direction === "inbound" ? "row-rejected-name" : "row-outgoing",
				tone: "plain",
			};
		case "answered_elsewhere":
			return { icon: UsersRound, name: "row-elsewhere-name", tone: "plain" };
		case "not_known":
			return direction === "inbound"
				? { icon: PhoneIncoming, name: "row-incoming", tone: "plain" }
				: { icon: PhoneOutgoing, name: "row-outgoing", tone: "plain" };
		default:
			return unreachable(phase.outcome);
	}
}

/** Seconds on the call's clock: ringing, then talking; what was talked once it is over. */
export function callSeconds(phase: Phase, started_ms: number, now_ms: number): number {
	switch (phase.phase) {
		case "ringing":
		case "dialing":
			return (now_ms - started_ms) / 1000;
		case "talking":
			return (now_ms - phase.answered_ms) / 1000;
		case "ended":
			return phase.talked_s;
		default:
			return unreachable(phase);
	}
}

/** What `X` does to an ended call's entry, while it is not written; nothing where another rule decides. */
export function declines(call: CallView): "decline" | "write" | null {
	if (call.phase.phase !== "ended") return null;
	if (call.entry === null) return call.not_written === "private" ? "write" : null;
	const { state } = call.entry.state;
	return state === "waiting" || state === "kept" || state === "stuck" ? "decline" : null;
}
