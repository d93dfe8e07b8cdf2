import type { Health, LinkView, View } from "../bindings";
import { isSignedOut } from "../parts/problem";
import { joined, KIND_TEXT, unreachable } from "../text/names";
import { locale, problemText, t } from "../text/text.svelte";
import { clockTime, moment, size } from "../text/time";

export type Tone = "talk" | "warn" | "danger" | "plain";

/** One line of a connection: how it is, in a word and a colour. */
export function phoneLine(view: View): { tone: Tone; text: string } {
	const { phone } = view.health;
	switch (phone.link) {
		case "up":
			return { tone: "talk", text: t("phone-up", { extension: view.agent.extension }) };
		case "connecting":
			return { tone: "plain", text: t("phone-connecting") };
		case "down":
			return { tone: "danger", text: t("phone-down") };
		default:
			return unreachable(phone);
	}
}

export function salesforceLine({ salesforce, salesforce_user }: Health): { tone: Tone; text: string } {
	switch (salesforce.link) {
		case "up":
			return {
				tone: "talk",
				text:
					salesforce_user === null
						? t("salesforce-up-nameless")
						: t("salesforce-up", { name: salesforce_user }),
			};
		case "connecting":
			return { tone: "plain", text: t("salesforce-connecting") };
		case "down":
			return isSignedOut(salesforce.problem.code)
				? { tone: "warn", text: t("salesforce-signed-out") }
				: { tone: "danger", text: t("salesforce-down") };
		default:
			return unreachable(salesforce);
	}
}

export interface CheckRow {
	name: string;
	tone: Tone;
	text: string;
	/** What mends it, and more of what is wrong. */
	more: string | null;
	end: string | null;
	signIn: boolean;
	/** The section of the settings where it is set up. */
	setUp: "phone" | "salesforce" | "matching" | null;
	/** Asking the keychain again can mend it. */
	retry: boolean;
}

/** What most rows are. */
const PLAIN = { more: null, end: null, signIn: false, setUp: null, retry: false } as const;

function down(link: Extract<LinkView, { link: "down" }>, now_ms: number): { text: string; more: string } {
	const { what, remedy, detail } = problemText(link.problem);
	const when = t("link-down-since", { time: moment(link.since_ms, now_ms, locale()) });
	return { text: what, more: [when, detail, remedy].filter((part) => part !== null).join(" ") };
}

export function phoneRow(view: View, now_ms: number): CheckRow {
	const name = t("health-3cx");
	const { phone, phone_version } = view.health;
	const row = { ...PLAIN, name, end: view.agent.name || null };
	switch (phone.link) {
		case "up": {
			const args = { extension: view.agent.extension, time: clockTime(phone.since_ms, locale()) };
			const text =
				phone_version === null
					? t("link-up-phone", args)
					: t("link-up-phone-version", { ...args, version: phone_version });
			return { ...row, tone: "talk", text };
		}
		case "connecting":
			return { ...row, tone: "plain", text: t("link-connecting") };
		case "down":
			return {
				...row,
				tone: "danger",
				setUp: phone.problem.code === "phone-not-configured" ? "phone" : null,
				...down(phone, now_ms),
			};
		default:
			return unreachable(phone);
	}
}

/** Whether chats can be read; `null`: they are not wanted. */
export function chatsRow({ chats: { state } }: View): CheckRow | null {
	const row = { ...PLAIN, name: t("nav-chats") };
	switch (state.chats) {
		case "off":
			return null;
		case "waiting":
			return { ...row, tone: "plain", text: t("chats-waiting") };
		case "read":
			return { ...row, tone: "talk", text: t("chats-read") };
		case "failed": {
			const { what, remedy } = problemText(state.problem);
			return { ...row, tone: "warn", text: what, more: remedy };
		}
		default:
			return unreachable(state);
	}
}

export function salesforceRow(
	{ salesforce, salesforce_host, salesforce_user }: Health,
	now_ms: number,
): CheckRow {
	const row = { ...PLAIN, name: t("health-salesforce"), end: salesforce_user };
	switch (salesforce.link) {
		case "up": {
			const time = clockTime(salesforce.since_ms, locale());
			const text =
				salesforce_host === null
					? t("link-up-since", { time })
					: t("link-up-salesforce", { host: salesforce_host, time });
			return { ...row, tone: "talk", text };
		}
		case "connecting":
			return { ...row, tone: "plain", text: t("link-connecting") };
		case "down": {
			const signedOut = isSignedOut(salesforce.problem.code);
			return {
				...row,
				tone: signedOut ? "warn" : "danger",
				end: null,
				signIn: signedOut,
				setUp: salesforce.problem.code === "salesforce-not-configured" ? "salesforce" : null,
				...down(salesforce, now_ms),
			};
		}
		default:
			return unreachable(salesforce);
	}
}

export function keychainRow({ keychain }: Health): CheckRow {
	const row = { ...PLAIN, name: t("health-keychain") };
	switch (keychain) {
		case "ok":
			return { ...row, tone: "talk", text: t("keychain-ok") };
		case "absent":
			return {
				...row,
				tone: "danger",
				text: t("keychain-absent"),
				more: t("keychain-absent-detail"),
				retry: true,
			};
		case "locked":
			return {
				...row,
				tone: "danger",
				text: t("problem-keychain-locked"),
				more: t("problem-keychain-locked-remedy"),
				retry: true,
			};
		default:
			return unreachable(keychain);
	}
}

/** How many people are known here, how new that is, and what keeps it from being newer. */
export function indexRow({ index_people, index }: Health, now_ms: number): CheckRow {
	const time = (ms: number) => moment(ms, now_ms, locale());
	const age =
		index.newest_change_ms !== null
			? t("index-newest-at", { time: time(index.newest_change_ms) })
			: index.synced_ms !== null
				? t("index-synced-at", { time: time(index.synced_ms) })
				: null;
	const people = t("index-people", { count: index_people });
	const text = joined([people, index_people > 0 ? size(index.bytes, locale()) : null, age], ", ");
	const row = { ...PLAIN, name: t("health-index"), text };
	const { doing } = index;
	switch (doing.doing) {
		case "waiting":
			return { ...row, tone: "talk" };
		case "collecting":
			return { ...row, tone: "plain", more: t("index-collecting", { kind: t(KIND_TEXT[doing.kind]) }) };
		case "reading":
			return {
				...row,
				tone: "plain",
				more: t("index-reading", { kind: t(KIND_TEXT[doing.kind]), people: doing.people }),
			};
		case "following":
			return { ...row, tone: "plain", more: t("index-following") };
		case "stopped": {
			const { what, remedy } = problemText(doing.problem);
			return { ...row, tone: "warn", more: `${what}. ${remedy}`, setUp: "matching" };
		}
		default:
			return unreachable(doing);
	}
}
