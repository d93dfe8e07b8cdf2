import type { ChatRow } from "../bindings";
import { channelName } from "../text/channel";
import { joined, KIND_TEXT } from "../text/names";
import { t } from "../text/text.svelte";

/** What a chat is called in a list: the person, else what the visitor gave. */
export function chatName(row: ChatRow): string {
	return row.name ?? row.given_name ?? row.number?.shown ?? row.email ?? t("chat-visitor");
}

export function secondLine(row: ChatRow): string {
	const who = row.company ?? (row.kind ? t(KIND_TEXT[row.kind]) : null);
	if (row.state.state === "taken_over") {
		return joined([channelName(row.channel), t("chat-taken-over", { who: row.state.by })]);
	}
	return joined([
		channelName(row.channel),
		who,
		row.unknown ? t("not-in-salesforce") : null,
		row.several ? t("chat-who") : null,
	]);
}

const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** Whether every word of the filter is in the row; digits match however the number is spaced. */
export function matchesFilter(row: ChatRow, filter: string): boolean {
	const digits = digitsOf(filter);
	if (digits.length >= 2 && /^[\d\s()+/.-]+$/.test(filter.trim())) {
		return digitsOf(`${row.number?.shown} ${row.number?.copied}`).includes(digits);
	}
	const text = [chatName(row), row.given_name, row.email, row.company, secondLine(row)]
		.join(" ")
		.toLocaleLowerCase();
	return filter
		.toLocaleLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}
