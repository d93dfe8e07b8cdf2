import type { LucideIcon } from "@lucide/svelte";
import Building2 from "@lucide/svelte/icons/building-2";
import Check from "@lucide/svelte/icons/check";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import Clock from "@lucide/svelte/icons/clock";
import CloudOff from "@lucide/svelte/icons/cloud-off";
import EyeOff from "@lucide/svelte/icons/eye-off";
import KeyRound from "@lucide/svelte/icons/key-round";
import Link2Off from "@lucide/svelte/icons/link-2-off";
import OctagonAlert from "@lucide/svelte/icons/octagon-alert";
import type { EntryStateView, EntryStep, EntryView, Problem, ProblemCode, TextId } from "../bindings";
import { unreachable } from "../text/names";
import { locale, problemText, t } from "../text/text.svelte";
import { clockTime, since } from "../text/time";

/** How an entry looks wherever it stands. */
export interface EntryLook {
	icon: LucideIcon;
	/** Smaller, in a list, beside no word. */
	mark: LucideIcon;
	markName: TextId;
	tone: "talk" | "plain" | "warn" | "danger";
	title: string;
	detail: string;
	remedy: "retry" | "write" | "sign_in" | "task" | "redo" | "here" | "fix" | null;
}

function waitingTitle(code: ProblemCode): TextId {
	if (code === "entry-other-org") return "entry-waiting-org";
	if (code === "salesforce-offline") return "entry-waiting-network";
	if (code === "salesforce-signed-out") return "entry-waiting-sign-in";
	return "entry-waiting-salesforce";
}

export function entryLook(state: EntryStateView, now_ms: number): EntryLook {
	switch (state.state) {
		case "waiting":
			return state.problem === null
				? planned(state.due_ms, now_ms)
				: waiting(state.problem, state.due_ms, now_ms);
		case "kept":
			return {
				icon: Link2Off,
				mark: Link2Off,
				markName: "mark-kept",
				tone: "plain",
				title: t("entry-kept"),
				detail: t("entry-kept-detail"),
				remedy: "write",
			};
		case "in_doubt":
			return {
				icon: CloudOff,
				mark: CloudOff,
				markName: "mark-in-doubt",
				tone: "warn",
				title: t("entry-in-doubt"),
				detail:
					state.ask_ms > now_ms
						? t("entry-in-doubt-detail", { time: since(now_ms, state.ask_ms) })
						: t("entry-in-doubt-now"),
				remedy: null,
			};
		case "stuck": {
			const { what, remedy, detail } = problemText(state.problem);
			return {
				icon: OctagonAlert,
				mark: OctagonAlert,
				markName: "mark-stuck",
				tone: "danger",
				title: t("entry-stuck", { problem: what }),
				detail: detail ?? remedy,
				remedy: state.problem.code === "salesforce-signed-out" ? "sign_in" : "fix",
			};
		}
		case "written":
			return {
				icon: CircleCheck,
				mark: Check,
				markName: "mark-written",
				tone: "talk",
				title: t("entry-written"),
				detail: t("entry-written-detail", { time: clockTime(state.at_ms, locale()) }),
				remedy: state.can_open ? "task" : null,
			};
		case "removed":
			return {
				icon: EyeOff,
				mark: EyeOff,
				markName: "mark-not-written",
				tone: "plain",
				title: t(state.how === "undone" ? "entry-undone" : "entry-discarded"),
				detail: t("entry-removed-detail"),
				remedy: "redo",
			};
		default:
			return unreachable(state);
	}
}

/** How long an entry can be taken back after it was written. */
const UNDO_MS = 10 * 60 * 1000;

/** How long a written entry can still be taken back; `null`: it cannot. */
export function undoLeft(entry: EntryView | null, now_ms: number): number | null {
	if (entry?.state.state !== "written" || entry.step?.kind === "remove") return null;
	const left = entry.state.at_ms + UNDO_MS - now_ms;
	return left > 0 ? left : null;
}

/** What is being done to a written entry, or came to nothing, in one line. */
export function stepText(step: EntryStep): string {
	switch (step.state.state) {
		case "waiting":
			return t(`step-${step.kind}-waiting`);
		case "stuck":
			return t(`step-${step.kind}-stuck`, { problem: problemText(step.state.problem).what });
		case "kept":
			return t(`step-${step.kind}-kept`);
		default:
			return unreachable(step.state);
	}
}

/** Not due yet: nothing is wrong. */
function planned(due_ms: number | null, now_ms: number): EntryLook {
	return {
		icon: Clock,
		mark: Clock,
		markName: "mark-waiting",
		tone: "plain",
		title: t("entry-will-be-written"),
		detail:
			due_ms !== null && due_ms > now_ms
				? t("entry-will-be-written-at", { time: since(now_ms, due_ms) })
				: t("entry-will-be-written-detail"),
		remedy: null,
	};
}

function waiting(problem: Problem, due_ms: number | null, now_ms: number): EntryLook {
	const { code } = problem;
	if (code === "entry-other-org") {
		const { what, remedy } = problemText(problem);
		return {
			icon: Building2,
			mark: Building2,
			markName: "mark-waiting",
			tone: "warn",
			title: t(waitingTitle(code)),
			detail: `${what}. ${remedy}`,
			remedy: "here",
		};
	}
	const signedOut = code === "salesforce-signed-out";
	return {
		icon: signedOut ? KeyRound : CloudOff,
		mark: CloudOff,
		markName: "mark-waiting",
		tone: "warn",
		title: t(waitingTitle(code)),
		detail:
			due_ms !== null && due_ms > now_ms && !signedOut
				? t("entry-next-try", { time: since(now_ms, due_ms) })
				: t("entry-safe"),
		remedy: signedOut ? "sign_in" : "retry",
	};
}
