import type { CreateField, CreateForm, CreateKindView, FieldKindView } from "../bindings";
import { t } from "../text/text.svelte";

/** salesforce.md 6.2: lengths of the fields that every org has. */
const NAME_MAX = 80;
const FIRST_NAME_MAX = 40;
const COMPANY_MAX = 255;
const PHONE_MAX = 40;

function field(
	name: string,
	label: string,
	kind: FieldKindView,
	length_max: number,
	required = false,
): CreateField {
	return {
		name,
		label,
		kind,
		required,
		length_max,
		custom: false,
		help: null,
		choices: [],
		closed: false,
		controlled_by: null,
	};
}

/** What can be typed before the org's own fields are known. */
export function basics(kind: CreateKindView): CreateForm {
	const fields = [
		field("FirstName", t("create-first-name"), "text", FIRST_NAME_MAX),
		field("LastName", t("create-last-name"), "text", NAME_MAX, true),
	];
	if (kind === "lead") fields.push(field("Company", t("create-company"), "text", COMPANY_MAX, true));
	fields.push(field("Phone", t("create-phone"), "phone", PHONE_MAX));
	fields.push(field(emailOf(kind), t("search-email"), "email", NAME_MAX));
	return {
		draft: "",
		kinds: [kind],
		record_types: [],
		fields,
		values: { kind, record_type: null, fields: {}, account: null },
		sources: {},
		call: null,
		restored: false,
		problem: null,
		refused: null,
	};
}

/**
 * What was typed into the fields of one kind, by those of another's form: letters that came while
 * that was on its way. What was on disk before is carried over by the engine.
 */
export function carried(
	typed: Record<string, string>,
	from: CreateKindView,
	form: CreateForm,
): Record<string, string> {
	const to = form.values.kind;
	if (from === to) return typed;
	const account = form.fields.find((field) => field.kind === "account")?.name;
	const names: Record<string, string | undefined> = {
		[emailOf(from)]: emailOf(to),
		...(from === "lead" ? { Company: account } : {}),
	};
	return Object.fromEntries(Object.entries(typed).map(([field, text]) => [names[field] ?? field, text]));
}

function emailOf(kind: CreateKindView): string {
	return kind === "person_account" ? "PersonEmail" : "Email";
}
