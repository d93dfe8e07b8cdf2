import type { CallView, EntryView, MatchView } from "../bindings";
import { openCases } from "../caller/facts";
import { known } from "../caller/person";
import { whyText } from "../caller/rule";
import { joined, KIND_TEXT, unreachable } from "../text/names";
import { countryName } from "../text/place";
import { locale, problemText, t } from "../text/text.svelte";

/**
 * What a screen reader says about a call, in the pieces that can become news one by one. A piece is
 * said when it differs from what this call said last; nothing is said twice.
 */
export interface Speech {
	call: string;
	caller: string;
	/** May be learned with the facts. */
	warning: string;
	facts: string;
	entry: string;
}

export function speechOf(call: CallView, second: boolean): Speech {
	return {
		call: callSpeech(call, second),
		caller: callerSpeech(call),
		warning: warningSpeech(call),
		facts: factsSpeech(call),
		entry: entrySpeech(call),
	};
}

/** The pieces that are new since `before`, in order. */
export function news(before: Speech | undefined, after: Speech): string {
	const parts = (["call", "caller", "warning", "facts", "entry"] as const).filter(
		(part) => after[part] !== before?.[part],
	);
	return joined(
		parts.map((part) => after[part]),
		" ",
	);
}

function callSpeech(call: CallView, second: boolean): string {
	const { phase } = call;
	switch (phase.phase) {
		case "ringing":
		case "dialing":
			return ringSpeech(call, second);
		case "talking":
			return t("say-talking");
		case "ended":
			switch (phase.outcome) {
				case "answered_inbound":
				case "answered_outbound":
					return t("say-ended", { minutes: Math.floor(phase.talked_s / 60), seconds: phase.talked_s % 60 });
				case "missed":
					return t("say-missed");
				case "rejected":
					return t("say-rejected");
				case "unanswered_outbound":
					return t("say-no-answer");
				case "answered_elsewhere":
					return t("say-elsewhere");
				case "not_known":
					return t("say-not-known");
				default:
					return unreachable(phase.outcome);
			}
		default:
			return unreachable(phase);
	}
}

/** Does not change when the name comes: the name is the caller's piece. */
function ringSpeech(call: CallView, second: boolean): string {
	const number = call.number.withheld ? t("number-withheld") : call.number.shown || call.phone_name;
	const parts = joined([number, countryName(call.number.region, locale()), call.via], ", ");
	if (second) return t("say-second", { parts });
	return call.direction === "outbound" ? t("say-outgoing", { parts }) : t("say-call", { parts });
}

function personSpeech(match: MatchView): string {
	return joined([match.name, t(KIND_TEXT[match.kind]), match.company], ", ");
}

function callerSpeech(call: CallView): string {
	const { caller } = call;
	switch (caller.caller) {
		case "not_looked_up":
			return "";
		case "searching":
			return t("say-searching");
		case "unknown":
			return t("say-none");
		case "one":
			return joined([`${personSpeech(caller.best)}.`, whyText(caller.best.why)], " ");
		case "several": {
			const person = known(caller);
			if (person !== null) return `${personSpeech(person)}.`;
			const count = caller.matches.length;
			if (caller.choice.choice !== "remembered") return t("say-several", { count });
			return t("say-several-remembered", { count, name: caller.matches[caller.choice.at]?.name ?? "" });
		}
		case "unreachable": {
			const { what, remedy } = problemText(caller.problem);
			const local = caller.local === null ? "" : t("say-local", { name: caller.local.name });
			return joined([local, `${what}. ${remedy}`], " ");
		}
		default:
			return unreachable(caller);
	}
}

function warningSpeech({ caller }: CallView): string {
	const person = caller.caller === "unreachable" ? null : known(caller);
	return person?.do_not_call === true ? t("say-do-not-call") : "";
}

function factsSpeech({ facts }: CallView): string {
	const count = facts.facts === "known" ? openCases(facts.rows) : 0;
	return count === 0 ? "" : t("say-open-cases", { count });
}

function entrySpeech(call: CallView): string {
	if (call.phase.phase !== "ended") return "";
	if (call.entry !== null) return stateSpeech(call.entry);
	return call.not_written === "private" ? t("entry-none-private") : "";
}

function stateSpeech({ state }: EntryView): string {
	switch (state.state) {
		case "waiting":
			if (state.problem === null) return t("say-will-be-written");
			return `${t("say-waiting")} ${problemText(state.problem).what}.`;
		case "kept":
			return `${t("entry-kept")}.`;
		case "in_doubt":
			return t("say-in-doubt");
		case "stuck": {
			const { what, detail } = problemText(state.problem);
			return `${t("say-stuck")} ${joined([what, detail], ": ")}.`;
		}
		case "written":
			return t("say-written");
		case "removed":
			return `${t(state.how === "undone" ? "entry-undone" : "entry-discarded")}.`;
		default:
			return unreachable(state);
	}
}
