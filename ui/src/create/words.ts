import type {
	CreateField,
	CreateKindView,
	DuplicateView,
	DuplicateWhy,
	KindView,
	Problem,
	TextId,
	WaitingPerson,
} from "../bindings";
import { joined, KIND_TEXT } from "../text/names";
import { locale, ownWords, problemText, t } from "../text/text.svelte";
import type { End, Refusal } from "./creation.svelte";
import { shown } from "./typed";

const ALREADY: Record<KindView, TextId> = {
	contact: "create-already-contact",
	lead: "create-already-lead",
	account: "create-already-account",
	person_account: "create-already-person-account",
	user: "create-already-user",
};

const WHY: Record<DuplicateWhy, TextId> = {
	number: "create-why-number",
	email: "create-why-email",
	name_and_company: "create-why-name-and-company",
	name: "create-why-name",
	salesforce: "create-why-salesforce",
};

export const CREATE_TEXT: Record<CreateKindView, TextId> = {
	contact: "create-contact",
	lead: "create-lead",
	person_account: "create-person-account",
};

export function kindName(kind: CreateKindView): string {
	return t(KIND_TEXT[kind]);
}

/** "Jonathan Meyer-Rehfeld is already a contact" */
export function already({ person }: DuplicateView): string {
	return t(ALREADY[person.kind], { name: person.name });
}

export function whyLine({ person, why }: DuplicateView): string {
	const reasons = why.map((one) => t(WHY[one])).join(", ");
	const owner = person.owner === null ? null : t("create-owner", { name: person.owner });
	return joined([reasons, person.company, owner]);
}

export function refusalText(
	field: Pick<CreateField, "label" | "kind">,
	refusal: Refusal | undefined,
): string | null {
	if (refusal === undefined) return null;
	switch (refusal.why) {
		case "missing":
			return t("create-refused-missing", { field: field.label });
		case "too_long":
			return t("create-refused-too-long", { max: refusal.max });
		case "not_an_email":
			return t("create-refused-not-an-email");
		case "not_a_number":
			return t("create-refused-not-a-number");
		case "not_a_date":
			return t("create-refused-not-a-date", { example: dateExample(field) });
		case "not_a_choice":
			return t("create-refused-not-a-choice");
		case "salesforce":
			return t("create-refused-salesforce", { message: refusal.message });
		case "unchosen":
			return t("create-refused-unchosen", { text: refusal.text });
	}
}

/** What concerns a field that the form has not. */
export function elsewhereText({ field, why }: { field: string; why: Refusal }): string {
	return t("create-refused-field", { field, text: refusalText({ label: field, kind: "text" }, why) ?? "" });
}

export function dateExample(field: Pick<CreateField, "kind">): string {
	return shown(field.kind, field.kind === "date_time" ? "2026-11-22T13:30" : "2026-11-22", locale());
}

export function problemLine(problem: Problem | "silent"): string {
	if (problem === "silent") return t("create-silent");
	const text = problemText(problem);
	return joined([`${text.what}.`, ownWords(text), text.remedy], " ");
}

/** Why somebody is not created yet, in a few words. */
export function waitingWhy({ state }: WaitingPerson): string {
	switch (state.state) {
		case "in_doubt":
			return t("mark-in-doubt");
		case "waiting":
			return state.problem === null ? t("entry-waiting-salesforce") : problemText(state.problem).what;
		case "stuck":
			return problemText(state.problem).what;
	}
}

/** Why somebody is not created yet, and what mends it. */
export function waitingText({ state }: WaitingPerson): string {
	switch (state.state) {
		case "in_doubt":
			return t("create-waiting-doubt");
		case "waiting":
			return joined(
				[state.problem === null ? null : `${problemText(state.problem).what}.`, t("create-waiting-more")],
				" ",
			);
		case "stuck":
			return problemLine(state.problem);
	}
}

/** What came of it, in a sentence. */
export function endText(end: End): { title: string; more: string | null } {
	switch (end.end) {
		case "created":
			return {
				title: t(end.found ? "create-done-found" : "create-done", { name: end.person.name }),
				more: null,
			};
		case "queued":
			return { title: t("create-queued", { name: end.name }), more: t("create-queued-more") };
		case "linked":
			return { title: t("create-linked", { name: end.person.name }), more: numberText(end) };
	}
}

function numberText({ number }: Extract<End, { end: "linked" }>): string | null {
	switch (number.number) {
		case "not_wanted":
			return null;
		case "added":
			return t("create-number-added", { field: number.label });
		case "already_there":
			return t("create-number-there");
		case "no_room":
			return t("create-number-no-room");
		case "not_added":
			return t("create-number-not-added", { problem: problemText(number.problem).what });
	}
}

/** Whether there is something to read before the form goes. */
export function mustBeRead(end: End): boolean {
	if (end.end === "queued") return true;
	return end.end === "linked" && (end.number.number === "no_room" || end.number.number === "not_added");
}
