import type { FieldId, SecretId, TextId } from "../bindings";
import { t } from "../text/text.svelte";
import type { Refusal } from "./form.svelte";

export type Section = "general" | "phone" | "salesforce" | "chats" | "pop" | "network";

export const SECTIONS: readonly Section[] = ["general", "phone", "salesforce", "chats", "pop", "network"];

/** Settings and secrets that have a field here: where it is, and what it is called. */
const FIELDS: Partial<Record<FieldId | SecretId, [Section, TextId]>> & Record<string, [Section, TextId]> = {
	"look.language": ["general", "language"],
	"look.theme": ["general", "theme"],
	"phone.address": ["phone", "phone-address"],
	"phone.client_id": ["phone", "phone-client-id"],
	pbx_key: ["phone", "phone-key"],
	"phone.extension": ["phone", "phone-extension"],
	"phone.email": ["phone", "phone-email"],
	"phone.hook.enabled": ["phone", "hook-enabled"],
	"phone.hook.links": ["phone", "hook-links"],
	"phone.hook.port": ["phone", "hook-port"],
	"phone.hook.lan_address": ["phone", "hook-lan-address"],
	"phone.hook.lan_phones": ["phone", "hook-lan-phones"],
	"salesforce.login_address": ["salesforce", "login-host"],
	"salesforce.consumer_key": ["salesforce", "consumer-key"],
	consumer_secret: ["salesforce", "consumer-secret"],
	"salesforce.callback_port": ["network", "callback-port"],
	"chat.enabled": ["chats", "chat-enabled"],
	"chat.subject": ["chats", "chat-subject"],
	"chat.text": ["chats", "chat-text"],
	"chat.gap_min": ["chats", "chat-gap"],
	"pop.wrap_up_s": ["pop", "wrap-up-time"],
	"network.proxy": ["network", "proxy"],
	"network.ca_file": ["network", "ca-file"],
};

/** `null`: no section shows it. */
export function sectionOf(field: string): Section | null {
	return FIELDS[field]?.[0] ?? null;
}

/** Its label, else its path in the file. */
export function fieldName(field: string): string {
	const known = FIELDS[field];
	return known === undefined ? field : t(known[1]);
}

/** The id of a field's control in the page. */
export function controlId(field: string): string {
	return `field-${field.replaceAll(".", "-")}`;
}

/** Why a value was refused, in words. `number`: the field takes digits only. */
export function refusalText(refusal: Refusal | undefined, number = false): string | null {
	if (refusal === undefined) return null;
	if (!("detail" in refusal)) return t(`field-error-${refusal.error}`);
	if (refusal.error === "not-a-setting" && number) return t("field-error-not-a-number");
	const { detail, min, max } = refusal;
	return t(`field-error-${refusal.error}`, { detail: detail ?? "", min: String(min), max: String(max) });
}
