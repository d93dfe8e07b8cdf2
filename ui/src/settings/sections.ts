import { DEFAULTS, type FieldId, type SecretId, type TextId } from "../bindings";
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
	"dial",
	"pop",
	"network",
] as const;

export type Section = (typeof SECTIONS)[number];

/** Where each setting and secret has its field, what it is called, and what explains it. */
const FIELDS: Record<FieldId | SecretId | "matching.strategy", [Section, TextId, TextId]> = {
	"look.language": ["general", "language", "language-hint"],
	"look.theme": ["general", "theme", "theme-hint"],
	"phone.address": ["phone", "phone-address", "phone-address-hint"],
	"phone.client_id": ["phone", "phone-client-id", "phone-client-id-hint"],
	pbx_key: ["phone", "phone-key", "secret-hint"],
	"phone.extension": ["phone", "phone-extension", "phone-extension-hint"],
	"phone.email": ["phone", "phone-email", "phone-email-hint"],
	"phone.hook.enabled": ["phone", "hook-enabled", "hook-enabled-hint"],
	"phone.hook.links": ["phone", "hook-links", "hook-links-hint"],
	"phone.hook.port": ["phone", "hook-port", "hook-port-hint"],
	"phone.hook.lan_address": ["phone", "hook-lan-address", "hook-lan-address-hint"],
	"phone.hook.lan_phones": ["phone", "hook-lan-phones", "hook-lan-phones-hint"],
	"salesforce.login_address": ["salesforce", "login-host", "login-host-hint"],
	"salesforce.consumer_key": ["salesforce", "consumer-key", "consumer-key-hint"],
	consumer_secret: ["salesforce", "consumer-secret", "consumer-secret-hint"],
	"salesforce.api_daily_max": ["salesforce", "api-daily-max", "api-daily-max-hint"],
	"salesforce.callback_port": ["network", "callback-port", "callback-port-hint"],
	"matching.strategy": ["matching", "strategy", "strategy-last-hint"],
	"matching.strategy.strategy": ["matching", "strategy", "strategy-exact-hint"],
	"matching.strategy.digits": ["matching", "strategy", "strategy-last-hint"],
	"matching.default_region": ["matching", "default-region", "default-region-hint"],
	"matching.objects": ["matching", "object-order", "object-order-hint"],
	"matching.rules": ["matching", "reformatting", "reformatting-lead"],
	"index.sync": ["matching", "index-sync", "index-sync-hint"],
	"index.every_min": ["matching", "index-every", "index-every-hint"],
	"journal.enabled": ["journal", "journal-enabled", "journal-lead"],
	"journal.subject": ["journal", "journal-subject", "journal-limits"],
	"journal.answered_inbound": ["journal", "journal-answered-inbound", "journal-limits"],
	"journal.missed": ["journal", "journal-missed", "journal-limits"],
	"journal.answered_outbound": ["journal", "journal-answered-outbound", "journal-limits"],
	"journal.unanswered_outbound": ["journal", "journal-unanswered-outbound", "journal-limits"],
	"journal.dates": ["journal", "journal-dates", "journal-dates-hint"],
	"journal.outcomes.answered_inbound": ["journal", "written-answered-inbound", "journal-outcomes-hint"],
	"journal.outcomes.missed": ["journal", "written-missed", "journal-outcomes-hint"],
	"journal.outcomes.not_answered_here": [
		"journal",
		"written-not-answered-here",
		"written-not-answered-here-hint",
	],
	"journal.outcomes.rejected": ["journal", "written-rejected", "journal-outcomes-hint"],
	"journal.outcomes.answered_outbound": ["journal", "written-answered-outbound", "journal-outcomes-hint"],
	"journal.outcomes.unanswered_outbound": ["journal", "written-unanswered-outbound", "journal-outcomes-hint"],
	"journal.outcomes.not_known": ["journal", "written-not-known", "written-not-known-hint"],
	"journal.unmatched": ["journal", "journal-unmatched", "journal-unmatched-hint"],
	"journal.internal": ["journal", "journal-internal", "journal-internal-hint"],
	"journal.never": ["journal", "journal-never", "journal-never-hint"],
	"journal.private": ["journal", "journal-private", "journal-private-hint"],
	"journal.wrap_up_codes": ["journal", "journal-codes", "journal-codes-hint"],
	"journal.fields": ["journal", "journal-fields", "journal-fields-hint"],
	"journal.owner": ["journal", "journal-owner", "journal-owner-hint"],
	"journal.key_field": ["journal", "journal-key-field", "journal-key-field-hint"],
	"chat.enabled": ["chats", "chat-enabled", "chat-enabled-hint"],
	"chat.subject": ["chats", "chat-subject", "journal-limits"],
	"chat.text": ["chats", "chat-text", "chat-text-hint"],
	"chat.gap_min": ["chats", "chat-gap", "chat-gap-hint"],
	"creation.enabled": ["creation", "creation-enabled", "creation-enabled-hint"],
	"creation.kind": ["creation", "creation-kind", "creation-kind-hint"],
	"creation.agent_may_choose": ["creation", "creation-choose", "creation-choose-hint"],
	"creation.save_anyway": ["creation", "creation-anyway", "creation-anyway-hint"],
	"creation.open_after": ["creation", "creation-open", "creation-open-hint"],
	"creation.lead_company": ["creation", "creation-company", "creation-company-hint"],
	"creation.contact_fields": ["creation", "kind-contact", "creation-defaults-hint"],
	"creation.lead_fields": ["creation", "kind-lead", "creation-defaults-hint"],
	"creation.person_account_fields": ["creation", "kind-person-account", "creation-defaults-hint"],
	"creation.contact_phone": ["creation", "kind-contact", "creation-phones-hint"],
	"creation.lead_phone": ["creation", "kind-lead", "creation-phones-hint"],
	"creation.person_account_phone": ["creation", "kind-person-account", "creation-phones-hint"],
	"dial.form": ["dial", "dial-form", "dial-form-hint"],
	"dial.prefix": ["dial", "dial-prefix", "dial-prefix-hint"],
	"dial.device": ["dial", "dial-phone", "dial-phone-hint"],
	"dial.voicemail": ["dial", "dial-voicemail", "dial-voicemail-hint"],
	"dial.links": ["dial", "dial-links", "dial-links-hint"],
	"dial.extension.enabled": ["dial", "dial-browser", "dial-browser-hint"],
	"dial.extension.ask": ["dial", "dial-browser-ask", "dial-browser-ask-hint"],
	"dial.never": ["dial", "dial-never", "dial-never-hint"],
	"pop.wrap_up_s": ["pop", "wrap-up-time", "wrap-up-hint"],
	"facts.enabled": ["pop", "facts-enabled", "facts-enabled-hint"],
	"facts.show": ["pop", "facts-show", "facts-show-hint"],
	"facts.fields": ["pop", "facts-fields", "facts-fields-hint"],
	"facts.max_api_share_percent": ["pop", "facts-share", "facts-share-hint"],
	"network.proxy": ["network", "proxy", "proxy-hint"],
	"network.ca_file": ["network", "ca-file", "ca-file-hint"],
};

type Placed = keyof typeof FIELDS;

function isPlaced(field: string): field is Placed {
	return field in FIELDS;
}

export function isSetting(field: string): field is FieldId {
	return field in DEFAULTS;
}

/** A setting as a search finds it. */
export interface Place {
	field: string;
	section: Section;
	label: string;
	hint: string;
}

/** Two of a pair with one control are found once. */
const TOGETHER: readonly string[] = ["matching.strategy", "matching.strategy.digits"];

/** Settings whose names, explanations or paths hold all these words, those with such a name first. */
export function found(words: string): Place[] {
	const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
	const wanted = plain(words).split(/\s+/).filter(Boolean);
	if (wanted.length === 0) return [];
	const all = (Object.keys(FIELDS) as Placed[]).filter((field) => !TOGETHER.includes(field));
	const ranked = all.map((field) => {
		const [section, label, hint] = FIELDS[field];
		const place = { field, section, label: t(label), hint: t(hint) };
		const holds = (text: string) => wanted.every((word) => plain(text).includes(word));
		if (holds(place.label)) return { place, rank: 0 };
		const about = [place.label, place.hint, t(`section-${section}`), field].join(" ");
		return { place, rank: holds(about) ? 1 : 2 };
	});
	const fitting = ranked.filter(({ rank }) => rank < 2);
	return fitting.toSorted((one, other) => one.rank - other.rank).map(({ place }) => place);
}

/** `null`: no section shows it. */
export function sectionOf(field: string): Section | null {
	return isPlaced(field) ? FIELDS[field][0] : null;
}

/** Its label, else its path in the file. */
export function fieldName(field: string): string {
	return isPlaced(field) ? t(FIELDS[field][1]) : field;
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
