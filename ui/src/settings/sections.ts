import type { FieldId, SecretId, TextId } from "../bindings";
import { t } from "../text/text.svelte";
import type { Refusal } from "./form.svelte";

export const SECTIONS = [
	"general",
	"phone",
	"salesforce",
	"matching",
	"journal",
	"chats",
	"creation",
	"pop",
	"network",
] as const;

export type Section = (typeof SECTIONS)[number];

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
	"matching.strategy": ["matching", "strategy"],
	"matching.strategy.strategy": ["matching", "strategy"],
	"matching.strategy.digits": ["matching", "strategy"],
	"matching.default_region": ["matching", "default-region"],
	"matching.objects": ["matching", "object-order"],
	"matching.rules": ["matching", "reformatting"],
	"index.sync": ["matching", "index-sync"],
	"index.every_min": ["matching", "index-every"],
	"journal.enabled": ["journal", "journal-enabled"],
	"journal.subject": ["journal", "journal-subject"],
	"journal.answered_inbound": ["journal", "journal-answered-inbound"],
	"journal.missed": ["journal", "journal-missed"],
	"journal.answered_outbound": ["journal", "journal-answered-outbound"],
	"journal.unanswered_outbound": ["journal", "journal-unanswered-outbound"],
	"journal.dates": ["journal", "journal-dates"],
	"journal.outcomes.answered_inbound": ["journal", "written-answered-inbound"],
	"journal.outcomes.missed": ["journal", "written-missed"],
	"journal.outcomes.not_answered_here": ["journal", "written-not-answered-here"],
	"journal.outcomes.rejected": ["journal", "written-rejected"],
	"journal.outcomes.answered_outbound": ["journal", "written-answered-outbound"],
	"journal.outcomes.unanswered_outbound": ["journal", "written-unanswered-outbound"],
	"journal.outcomes.not_known": ["journal", "written-not-known"],
	"journal.unmatched": ["journal", "journal-unmatched"],
	"journal.internal": ["journal", "journal-internal"],
	"journal.never": ["journal", "journal-never"],
	"journal.private": ["journal", "journal-private"],
	"journal.wrap_up_codes": ["journal", "journal-codes"],
	"journal.fields": ["journal", "journal-fields"],
	"journal.owner": ["journal", "journal-owner"],
	"chat.enabled": ["chats", "chat-enabled"],
	"chat.subject": ["chats", "chat-subject"],
	"chat.text": ["chats", "chat-text"],
	"chat.gap_min": ["chats", "chat-gap"],
	"creation.enabled": ["creation", "creation-enabled"],
	"creation.kind": ["creation", "creation-kind"],
	"creation.agent_may_choose": ["creation", "creation-choose"],
	"creation.save_anyway": ["creation", "creation-anyway"],
	"creation.open_after": ["creation", "creation-open"],
	"creation.lead_company": ["creation", "creation-company"],
	"creation.contact_fields": ["creation", "kind-contact"],
	"creation.lead_fields": ["creation", "kind-lead"],
	"creation.person_account_fields": ["creation", "kind-person-account"],
	"creation.contact_phone": ["creation", "kind-contact"],
	"creation.lead_phone": ["creation", "kind-lead"],
	"creation.person_account_phone": ["creation", "kind-person-account"],
	"pop.wrap_up_s": ["pop", "wrap-up-time"],
	"facts.enabled": ["pop", "facts-enabled"],
	"facts.show": ["pop", "facts-show"],
	"facts.fields": ["pop", "facts-fields"],
	"facts.max_api_share_percent": ["pop", "facts-share"],
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
	const { detail, min, max, nearest, place } = refusal;
	const about = { detail: detail ?? "", min: String(min), max: String(max) };
	const error =
		nearest === undefined
			? t(`field-error-${refusal.error}`, about)
			: t("field-error-unknown-variable-near", { ...about, nearest });
	return place === undefined ? error : t("field-error-line", { place: String(place), error });
}
