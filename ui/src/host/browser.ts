import type {
	Action,
	CallDetails,
	CallView,
	ChatActionView,
	ChatDetails,
	ChatPreview,
	ChoicesView,
	ColleagueView,
	CompareOrder,
	CompareView,
	CreateForm,
	CreateFrom,
	CreateKindView,
	DraftCheck,
	DraftValues,
	DuplicatesThere,
	EntryDetails,
	EntryFacts,
	EntryPage,
	FactsView,
	FieldProblem,
	Finding,
	HookView,
	IndexOrder,
	IndexView,
	JournalPreview,
	NumberTryView,
	PersonSaved,
	PersonUsed,
	Problem,
	RegionView,
	RelatedFound,
	RelatedOption,
	RuleView,
	SaveOutcome,
	Scope,
	SearchHere,
	SearchThere,
	SettingsChange,
	SettingsView,
	SettingValue,
	TaskFieldsView,
	View,
} from "../bindings";
import { clock } from "../text/clock.svelte";
import { openScriptedComparison, type ScriptedComparison } from "./compare";
import { openScriptedCreation, type ScriptedCreation } from "./create";
import { openScriptedJournal, type ScriptedJournal } from "./journal";
import { latestTime } from "./latest";
import { openScriptedSearch, type ScriptedSearch } from "./search";
import { openScriptedSetup, type ScriptedSetup } from "./setup";
import type { Host, Unlisten } from "./types";

const views = import.meta.glob<View>(["../../../tests/fixtures/views/*.json", "!**/details.json"], {
	import: "default",
});
const details = import.meta.glob<Record<string, CallDetails>>("../../../tests/fixtures/views/details.json", {
	import: "default",
});
const chatDetails = import.meta.glob<Record<string, ChatDetails>>(
	"../../../tests/fixtures/chats/details.json",
	{
		import: "default",
	},
);

const FIRST = "main-calls";
/** Between two views of a list. */
const STEP_MS = 3000;
/** A fixture's clock stands so long after the last thing that happened in it. */
const AFTER_MS = 4000;

async function fixture(name: string): Promise<View> {
	const path = Object.keys(views).find((key) => key.endsWith(`/${name}.json`));
	const load = path === undefined ? undefined : views[path];
	if (load === undefined) throw new Error(`no fixture called ${name}`);
	return structuredClone(await load());
}

/**
 * A companion made of fixtures, for work on the screen in a plain browser, for pictures and tests.
 * `?view=pop-searching,pop-one` plays views one after the other; `theme`, `lang` and `region` change
 * the look; `now` sets the clock; `settings`, `findings`, `hook`, `sign_in`, `tried`, `asked`,
 * `choices`, `index` and `compared` name what is set up (tests/fixtures/setup); `create` and `form` what comes of creating somebody, `people` who waits to be, `kinds=none` that nobody can be created; `search_delay` and `search_fails`
 * say how Salesforce answers a search. Actions change the view as the real one would, roughly.
 */
export async function openBrowserHost(query: URLSearchParams): Promise<BrowserHost> {
	const names = (query.get("view") ?? FIRST).split(",");
	const list = await Promise.all(names.map(fixture));
	const found = await Promise.all(Object.values(details).map((load) => load()));
	const chats = await Promise.all(Object.values(chatDetails).map((load) => load()));
	const setup = await openScriptedSetup(query);
	const search = await openScriptedSearch(query);
	for (const view of list) view.health.index = structuredClone(setup.matching.index);
	const journal = await openScriptedJournal();
	const comparison = await openScriptedComparison(query);
	const creation = await openScriptedCreation(query, search);
	const host = new BrowserHost(
		list,
		setup,
		search,
		journal,
		comparison,
		creation,
		Object.assign({}, ...found),
		Object.assign({}, ...structuredClone(chats)),
	);
	if (creation.waiting.length > 0) for (const view of list) view.creation.waiting = creation.waiting;
	if (query.get("kinds") === "none") for (const view of list) view.creation.kinds = [];
	if (setup.signIn !== null) for (const view of list) view.setup.sign_in = setup.signIn;
	host.look({ theme: query.get("theme"), language: query.get("lang"), region: query.get("region") });
	const now = query.get("now");
	const first = list[0];
	if (now !== null) clock.freeze(Date.parse(now));
	else if (first !== undefined) clock.freeze(latestTime(first) + AFTER_MS);
	if (names.length > 1) host.play();
	return host;
}

export class BrowserHost implements Host {
	/** Everything the screen asked for, in order. */
	readonly acts: Action[] = [];
	readonly copied: string[] = [];
	readonly painteds: number[] = [];
	/** Facts of people who are on no call, by their record's id. */
	told: Record<string, FactsView> = {};
	/** Whose facts were asked for, in order. */
	readonly factsAsked: string[] = [];
	/** What the open call may have been about, and what only Salesforce finds. */
	related_found: RelatedFound = {
		found: [
			{
				related: { kind: "opportunity", id: "006000000000001", name: "North wind farm, phase 2" },
				closes: "2027-01-31",
			},
			{
				related: { kind: "opportunity", id: "006000000000002", name: "Service contract 2027" },
				closes: "2026-12-15",
			},
			{ related: { kind: "case", id: "500000000000001", name: "00012841 Cracked blade" }, closes: null },
		],
		more: true,
		problem: null,
	};
	related_there: RelatedOption[] = [
		{ related: { kind: "case", id: "500000000000002", name: "00012990 Gearbox noise" }, closes: null },
	];
	readonly relatedAsked: string[] = [];
	/** Asks the main window for a page, as the tray does. */
	showPage: (page: string) => void = () => undefined;
	/** The agent's phones, and whom the phone system knows. */
	phones = ["3CX Desktop", "Yealink SIP-T54W"];
	staff: ColleagueView[] = [
		{ number: "813", name: "Anna Roth" },
		{ number: "814", name: "Jonas Weber" },
		{ number: "800", name: "Support queue" },
	];
	/** What is set up, and what a test makes it answer. */
	readonly setup: ScriptedSetup;
	/** Who there is to be found. */
	readonly search: ScriptedSearch;
	readonly journal: ScriptedJournal;
	/** What comparing it finds. */
	readonly comparison: ScriptedComparison;
	/** What creating people comes to. */
	readonly creation: ScriptedCreation;
	#views: View[];
	#details: Record<string, CallDetails>;
	#chats: Record<string, ChatDetails>;
	#at = 0;
	#listeners = new Set<(view: View) => void>();

	constructor(
		views: View[],
		setup: ScriptedSetup,
		search: ScriptedSearch,
		journal: ScriptedJournal,
		comparison: ScriptedComparison,
		creation: ScriptedCreation,
		details: Record<string, CallDetails> = {},
		chats: Record<string, ChatDetails> = {},
	) {
		this.#views = views;
		this.setup = setup;
		this.search = search;
		this.journal = journal;
		this.comparison = comparison;
		this.creation = creation;
		this.#details = details;
		this.#chats = chats;
	}

	get #view(): View {
		const view = this.#views[this.#at];
		if (view === undefined) throw new Error("a scripted companion needs a view");
		return view;
	}

	look(look: { theme: string | null; language: string | null; region: string | null }): void {
		for (const view of this.#views) {
			if (look.theme !== null) view.look.theme = look.theme as View["look"]["theme"];
			if (look.language !== null) view.look.language = look.language as View["look"]["language"];
			if (look.region !== null) view.look.region = look.region;
		}
	}

	/** Shows the next view of the list every few seconds. */
	play(): void {
		setInterval(() => {
			if (this.#at + 1 >= this.#views.length) return;
			const { revision } = this.#view;
			this.#at += 1;
			this.publish({ ...this.#view, revision: revision + 1 });
		}, STEP_MS);
	}

	/** What the companion would publish next. */
	publish(view: View): void {
		this.#views[this.#at] = view;
		for (const listener of this.#listeners) listener(view);
	}

	/** Changes the view in place and publishes it as a newer one. */
	change(edit: (view: View) => void): void {
		const next = structuredClone(this.#view);
		edit(next);
		next.revision = this.#view.revision + 1;
		this.publish(next);
	}

	view = async (): Promise<View> => this.#view;

	onView = async (changed: (view: View) => void): Promise<Unlisten> => {
		this.#listeners.add(changed);
		return () => this.#listeners.delete(changed);
	};

	act = async (action: Action): Promise<void> => {
		this.acts.push(action);
		if (action.action === "touch") return;
		if (action.action === "chat") this.#reactChat(action.chat);
		this.change((view) => {
			this.journal.react(view, action);
			react(view, action, clock.now);
		});
	};

	#reactChat(action: ChatActionView): void {
		if (!("chat" in action)) return;
		const caller = this.#chats[action.chat]?.caller;
		if (caller?.caller !== "several") return;
		if (action.do === "choose") {
			const at = caller.matches.findIndex((match) => match.id === action.person);
			if (at >= 0) caller.choice = { choice: "chosen", at };
		}
		if (action.do === "choose_nobody") caller.choice = { choice: "nobody" };
	}

	callDetails = async (call: number): Promise<CallDetails | null> => {
		const live = this.#view.pop.find((one) => one.id === call);
		const found = this.#details[call] ?? null;
		if (live === undefined) return found;
		return { internal: false, course: found?.course ?? [], text: found?.text ?? null, call: live };
	};

	chatDetails = async (chat: string): Promise<ChatDetails | null> => {
		const found = this.#chats[chat];
		const row = this.#view.chats.rows.find((one) => one.key === chat);
		return found === undefined || row === undefined ? null : { ...structuredClone(found), row };
	};
	facts = async (person: string): Promise<FactsView> => {
		this.factsAsked.push(person);
		const call = this.#view.pop.find(({ caller }) => caller.caller === "one" && caller.best.id === person);
		return this.told[person] ?? call?.facts ?? { facts: "off" };
	};
	related = async (_call: number, text: string): Promise<RelatedFound> => {
		this.relatedAsked.push(text);
		const holds = ({ related }: RelatedOption) => related.name.toLowerCase().includes(text.toLowerCase());
		const found = this.related_found.found.filter(holds);
		return text === ""
			? this.related_found
			: { ...this.related_found, found: [...found, ...this.related_there.filter(holds)] };
	};
	devices = async (): Promise<string[]> => {
		if (this.setup.offerProblem !== null) throw this.setup.offerProblem;
		return this.phones;
	};
	colleagues = async (text: string): Promise<ColleagueView[]> => {
		const wanted = text.trim().toLowerCase();
		const fits = ({ number, name }: ColleagueView) =>
			number.startsWith(wanted) ||
			name
				.toLowerCase()
				.split(" ")
				.some((word) => word.startsWith(wanted));
		return this.staff.filter(fits);
	};
	searchHere = async (text: string): Promise<SearchHere> =>
		this.search.here(text, this.#view.health.salesforce.link === "up");
	searchThere = async (text: string): Promise<SearchThere> => this.search.there(text);

	entryPage = async (before: number | null): Promise<EntryPage> => this.journal.page(before, this.#view);
	entryDetails = async (key: string): Promise<EntryDetails | null> => this.journal.details(key);
	entryFacts = async (key: string): Promise<EntryFacts> => this.journal.facts(key);
	openEntry = async (key: string): Promise<void> => {
		this.journal.opened.push(key);
	};
	/** Entries that were led to. */
	readonly gone: string[] = [];
	private go: (entry: string) => void = () => undefined;
	openJournal = async (key: string): Promise<void> => {
		this.gone.push(key);
		this.go(key);
	};
	onGo = async (go: (entry: string) => void): Promise<Unlisten> => {
		this.go = go;
		return () => undefined;
	};
	compare = async (order: CompareOrder): Promise<CompareView> => this.comparison.order(order);
	exportEntries = async (keys: string[]): Promise<string> => this.journal.export(keys);

	onPage = async (show: (page: string) => void): Promise<Unlisten> => {
		this.showPage = show;
		return () => undefined;
	};
	ready = async (): Promise<void> => undefined;
	painted = (revision: number): void => {
		this.painteds.push(revision);
	};
	copy = async (text: string): Promise<void> => {
		this.copied.push(text);
	};
	settings = async (): Promise<SettingsView> => this.setup.read();
	changeSettings = async (change: SettingsChange): Promise<SaveOutcome> => {
		const outcome = await this.setup.change(change);
		if (outcome.saved === "saved") {
			const { revision } = this.setup.settings;
			this.change((view) => {
				view.setup.revision = revision;
			});
		}
		return outcome;
	};
	previewJournal = async (values: Record<string, SettingValue>): Promise<JournalPreview> =>
		this.setup.previewJournal(values);
	previewChat = async (values: Record<string, SettingValue>): Promise<ChatPreview> =>
		this.setup.previewChat(values);
	checkSettings = async (values: Record<string, SettingValue>): Promise<FieldProblem[]> =>
		this.setup.checkSettings(values);
	keepUnsaved = async (values: Record<string, SettingValue>): Promise<void> => this.setup.keepUnsaved(values);
	taskFields = async (): Promise<TaskFieldsView> => this.setup.taskFields();
	check = async (scope: Scope): Promise<Finding[]> => this.setup.check(scope);
	hook = async (): Promise<HookView> => this.setup.askHook();
	renewHook = async (): Promise<HookView> => this.setup.renewHook();
	retryKeychain = async (): Promise<Problem | null> => this.setup.retryKeychain();
	regions = async (): Promise<RegionView[]> => this.setup.matching.regions();
	readRules = async (texts: string[]): Promise<RuleView[]> => this.setup.matching.readRules(texts);
	tryNumber = async (
		raw: string,
		values: Record<string, SettingValue>,
		ask: boolean,
	): Promise<NumberTryView> => this.setup.matching.tryNumber(raw, values, ask);
	choices = async (): Promise<ChoicesView> => this.setup.matching.listChoices();
	forgetChoice = async (number: string | null): Promise<void> => this.setup.matching.forget(number);
	index = async (order: IndexOrder): Promise<IndexView> => {
		const index = this.setup.matching.order(order);
		this.change((view) => {
			view.health.index = index;
			view.health.index_people = index.people;
		});
		return index;
	};
	openCreate = async (call: number, kind: CreateKindView | null): Promise<void> => {
		this.creation.opened.push({ call, kind });
	};
	closeWindow = (): void => {
		this.creation.closed += 1;
	};
	createForm = async (
		from: CreateFrom,
		kind: CreateKindView | null,
		recordType: string | null,
	): Promise<CreateForm> => this.creation.form(from, kind, recordType);
	keepDraft = async (draft: string, values: DraftValues): Promise<void> => this.creation.keep(draft, values);
	dropDraft = async (draft: string): Promise<void> => this.creation.drop(draft);
	checkDraft = async (values: DraftValues): Promise<DraftCheck> => this.creation.check(values);
	askDuplicates = async (values: DraftValues): Promise<DuplicatesThere> => this.creation.there(values);
	accountsHere = async (text: string): Promise<SearchHere> => {
		const here = this.search.here(text, this.#view.health.salesforce.link === "up");
		return { ...here, found: here.found.filter(({ kind }) => kind === "account") };
	};
	accountsThere = async (text: string): Promise<SearchThere> => {
		const there = await this.search.there(text);
		if (there.there !== "found") return there;
		return { ...there, found: there.found.filter(({ kind }) => kind === "account") };
	};
	savePerson = async (_draft: string, values: DraftValues, allowDuplicates: boolean): Promise<PersonSaved> =>
		this.creation.save(values, allowDuplicates);
	useExisting = async (_draft: string, person: string, addNumber: boolean): Promise<PersonUsed> =>
		this.creation.use(person, addNumber);
	retryPerson = async (draft: string): Promise<PersonSaved> => {
		const saved = this.creation.retry(draft);
		if (saved.saved === "created") this.#forgetPerson(draft);
		return saved;
	};
	giveUpPerson = async (draft: string): Promise<void> => this.#forgetPerson(draft);

	#forgetPerson(draft: string): void {
		this.change((view) => {
			view.creation.waiting = view.creation.waiting.filter((person) => person.draft !== draft);
		});
	}
	startDrag = (): void => undefined;
	givePopFocusBack = (): void => undefined;
}

function react(view: View, action: Action, now_ms: number): void {
	if (action.action === "pause_pops" || action.action === "resume_pops") {
		view.pops_paused = action.action === "pause_pops";
		return;
	}
	if (action.action === "dial") {
		if (action.dial.order === "dismiss") view.dial = null;
		if (action.dial.order === "confirm" && view.dial !== null) view.dial.state = { state: "asked" };
	}
	if (action.action === "sign_in") view.setup.sign_in = { sign_in: "waiting" };
	if (action.action === "stop_sign_in" || action.action === "sign_out") {
		view.setup.sign_in = { sign_in: "signed_out", problem: null };
	}
	if (action.action === "chat" && action.chat.do === "retry") {
		const { chat } = action.chat;
		const entry = view.chats.rows.find((row) => row.key === chat)?.entry;
		if (entry) entry.state = { state: "waiting", due_ms: now_ms, problem: null };
	}
	if (!("call" in action)) return;
	const call = view.pop.find((one) => one.id === action.call);
	if (call !== undefined) reactCall(view, call, action, now_ms);
}

function reactCall(view: View, call: CallView, action: Action, now_ms: number): void {
	if (action.action === "answer") call.phase = { phase: "talking", answered_ms: now_ms };
	if (action.action === "dismiss") view.pop = view.pop.filter((one) => one !== call);
	if (action.action === "note") {
		call.notes = action.text;
		call.notes_saved_ms = now_ms;
	}
	if (action.action === "wrap_up") call.wrap_up = action.code;
	if (action.action === "relate" && call.related.related === "offered") call.related.chosen = action.related;
	if (action.action === "private") keepPrivate(call, action.on);
	if (action.action === "consult") {
		const number = { shown: action.to, copied: action.to, region: null, withheld: false };
		call.consult = { name: "Anna Roth", number, talks: false, can_hand_over: true, with: call.id + 1000 };
	}
	if (action.action === "reject") end(call, "rejected", now_ms);
	if (action.action === "hang_up") {
		const talked = call.phase.phase === "talking";
		end(call, talked ? "answered_inbound" : "unanswered_outbound", now_ms);
	}
	if (call.caller.caller !== "several") return;
	if (action.action === "choose") {
		const at = call.caller.matches.findIndex((match) => match.id === action.person);
		if (at >= 0) call.caller.choice = { choice: "chosen", at };
	}
	if (action.action === "choose_nobody") call.caller.choice = { choice: "nobody" };
}

function keepPrivate(call: CallView, on: boolean): void {
	call.private = on;
	if (call.phase.phase !== "ended") return;
	call.not_written = on ? "private" : null;
	const state = { state: "waiting" as const, due_ms: null, problem: null };
	call.entry = on ? null : { key: `scripted|${call.id}`, state, step: null };
}

function end(
	call: CallView,
	outcome: "rejected" | "answered_inbound" | "unanswered_outbound",
	now_ms: number,
): void {
	const talked_s = call.phase.phase === "talking" ? Math.round((now_ms - call.phase.answered_ms) / 1000) : 0;
	call.phase = { phase: "ended", outcome, ended_ms: now_ms, talked_s };
	call.can = { answer: false, reject: false, hang_up: false, transfer: false };
	call.entry = {
		key: `scripted|${call.id}`,
		state: { state: "waiting", due_ms: null, problem: null },
		step: null,
	};
}
