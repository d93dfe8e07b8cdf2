import type {
	CreateField,
	CreateForm,
	CreateFrom,
	CreateKindView,
	DraftCheck,
	DraftValues,
	DuplicatesThere,
	DuplicateView,
	FieldKindView,
	PersonSaved,
	PersonUsed,
	View,
} from "../bindings";

/** What an org that needs nothing unusual asks for, and what it answers; tests change what they need. */
export class ScriptedCreation {
	kinds: CreateKindView[] = ["contact", "lead", "person_account"];
	/** Who may be there already, for every draft. */
	duplicates: DuplicateView[] = [];
	/** What the next saves come to; without one the person is created. */
	saves: PersonSaved[] = [];
	/** Drafts as they were last kept, by their key. */
	readonly kept = new Map<string, DraftValues>();
	/** Everything that was saved, in order. */
	readonly saved: { draft: string; values: DraftValues; allowDuplicates: boolean }[] = [];
	readonly used: { draft: string; person: string; addNumber: boolean }[] = [];

	form(from: CreateFrom, kind: CreateKindView | null, view: View): CreateForm {
		const draft = from.from === "draft" ? from.draft : JSON.stringify(from);
		const kept = this.kept.get(draft);
		const chosen = kind ?? kept?.kind ?? this.kinds[0] ?? "contact";
		const fields = standardFields(chosen);
		const call = from.from === "call" ? view.pop.find((one) => one.id === from.call) : undefined;
		const number = call?.number.copied;
		const values: DraftValues = kept ?? {
			kind: chosen,
			record_type: null,
			fields: number === undefined ? {} : { Phone: number },
			account: null,
		};
		return {
			draft,
			kinds: [...this.kinds],
			record_types: [],
			fields,
			values: { ...values, kind: chosen },
			sources: number === undefined ? {} : { Phone: "origin" },
			call: call?.id ?? null,
			restored: kept !== undefined,
			problem: null,
			refused: null,
		};
	}

	check(): DraftCheck {
		return { numbers: {}, matches: structuredClone(this.duplicates), ask: true };
	}

	ask(): DuplicatesThere {
		return { there: "found", matches: structuredClone(this.duplicates), requests: 1 };
	}

	save(draft: string, values: DraftValues, allowDuplicates: boolean): PersonSaved {
		this.saved.push({ draft, values: structuredClone(values), allowDuplicates });
		const next = this.saves.shift();
		if (next !== undefined) return next;
		this.kept.delete(draft);
		return { saved: "created", person: created(values), found: false };
	}

	use(draft: string, person: string, addNumber: boolean): PersonUsed {
		this.used.push({ draft, person, addNumber });
		const known = this.duplicates.find((one) => one.person.id === person);
		if (known === undefined) return { used: "failed", problem: { code: "creation-gone", detail: null } };
		const label = known.add_to;
		const number = addNumber && label !== null ? { number: "added" as const, label } : null;
		return { used: "linked", person: known.person, number: number ?? { number: "not_wanted" } };
	}
}

function standardFields(kind: CreateKindView): CreateField[] {
	const first = field("FirstName", "First Name", "text", 40);
	const last = { ...field("LastName", "Last Name", "text", 80), required: true };
	const phone = field("Phone", "Business Phone", "phone", 40);
	const company: CreateField[] = {
		contact: [field("AccountId", "Account Name", "account", 18)],
		lead: [{ ...field("Company", "Company", "text", 255), required: true }],
		person_account: [],
	}[kind];
	const email = field(kind === "person_account" ? "PersonEmail" : "Email", "Email", "email", 80);
	return [first, last, ...company, phone, email];
}

function field(name: string, label: string, kind: FieldKindView, length_max: number): CreateField {
	const plain = {
		required: false,
		custom: false,
		help: null,
		choices: [],
		closed: false,
		controlled_by: null,
	};
	return { name, label, kind, length_max, ...plain };
}

function created(values: DraftValues): Extract<PersonSaved, { saved: "created" }>["person"] {
	const name = [values.fields.FirstName, values.fields.LastName].filter(Boolean).join(" ");
	return {
		id: "003NEW",
		kind: values.kind,
		name,
		title: null,
		company: values.account?.name ?? values.fields.Company ?? null,
		email: values.fields.Email ?? null,
		owner: null,
		do_not_call: false,
		last_activity: null,
		can_open: true,
		phones: [],
		name_marks: [],
		company_marks: [],
		email_marks: [],
		why: null,
		index_read_ms: null,
	};
}
