import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type {
	CallDetails,
	ChatDetails,
	ChatPreview,
	ChoicesView,
	ColleagueView,
	CompareView,
	CreateForm,
	DraftCheck,
	DuplicatesThere,
	EntryDetails,
	EntryFacts,
	EntryPage,
	FactsView,
	FieldProblem,
	Finding,
	HookView,
	IndexView,
	JournalPreview,
	NumberTryView,
	PersonSaved,
	PersonUsed,
	Problem,
	RegionView,
	RelatedFound,
	RuleView,
	SaveOutcome,
	SearchHere,
	SearchThere,
	SettingsView,
	TaskFieldsView,
	View,
} from "../bindings";
import type { Host } from "./types";

/** A message nobody waits for: the native side logs what fails there, and the next view tells the rest. */
function tell(command: string, args?: Record<string, unknown>): void {
	invoke(command, args).catch(() => undefined);
}

export const tauri: Host = {
	view: () => invoke<View | null>("view"),
	onView: (changed) => listen<View>("view", (event) => changed(event.payload)),
	act: (action) => invoke("act", { action }),
	callDetails: (call) => invoke<CallDetails | null>("call_details", { call }),
	chatDetails: (chat) => invoke<ChatDetails | null>("chat_details", { chat }),
	facts: (person) => invoke<FactsView>("facts", { person }),
	related: (call, text) => invoke<RelatedFound>("related", { call, text }),
	devices: () => invoke<string[]>("devices"),
	colleagues: (text) => invoke<ColleagueView[]>("colleagues", { text }),
	searchHere: (text) => invoke<SearchHere>("search_here", { text }),
	searchThere: (text) => invoke<SearchThere>("search_there", { text }),
	entryPage: (before) => invoke<EntryPage>("entry_page", { before }),
	entryDetails: (key) => invoke<EntryDetails | null>("entry_details", { key }),
	entryFacts: (key) => invoke<EntryFacts>("entry_facts", { key }),
	compare: (order) => invoke<CompareView>("compare", { order }),
	openEntry: (key) => invoke("open_entry", { key }),
	openJournal: (key) => invoke("open_journal", { key }),
	onGo: (go) => listen<string>("go", (event) => go(event.payload)),
	exportEntries: (keys) => invoke<string>("export_entries", { keys }),
	onPage: (show) => {
		const first = new URLSearchParams(location.search).get("page");
		if (first !== null) show(first);
		return listen<string>("show", (event) => show(event.payload));
	},
	ready: (window) => invoke("ready", { window }),
	painted: (revision) => tell("painted", { revision }),
	copy: (text) => invoke("copy", { text }),
	startDrag: () => {
		getCurrentWindow()
			.startDragging()
			.catch(() => undefined);
	},
	givePopFocusBack: () => tell("give_pop_focus_back"),
	settings: () => invoke<SettingsView>("settings"),
	changeSettings: (change) => invoke<SaveOutcome>("change_settings", { change }),
	previewJournal: (values) => invoke<JournalPreview>("preview_journal", { values }),
	previewChat: (values) => invoke<ChatPreview>("preview_chat", { values }),
	checkSettings: (values) => invoke<FieldProblem[]>("check_settings", { values }),
	keepUnsaved: (values) => invoke("keep_unsaved", { values }),
	taskFields: () => invoke<TaskFieldsView>("task_fields"),
	check: (scope) => invoke<Finding[]>("check", { scope }),
	hook: () => invoke<HookView>("hook"),
	renewHook: () => invoke<HookView>("renew_hook"),
	retryKeychain: () => invoke<Problem | null>("retry_keychain"),
	regions: () => invoke<RegionView[]>("regions"),
	readRules: (texts) => invoke<RuleView[]>("read_rules", { texts }),
	tryNumber: (raw, values, ask) => invoke<NumberTryView>("try_number", { raw, values, ask }),
	choices: () => invoke<ChoicesView>("choices"),
	forgetChoice: (number) => invoke("forget_choice", { number }),
	openCreate: (call, kind) => invoke("open_create", { call, kind }),
	closeWindow: () => {
		getCurrentWindow()
			.close()
			.catch(() => undefined);
	},
	index: (order) => invoke<IndexView>("index", { order }),
	createForm: (from, kind, recordType) => invoke<CreateForm>("create_form", { from, kind, recordType }),
	keepDraft: (draft, values) => invoke("keep_draft", { draft, values }),
	dropDraft: (draft) => invoke("drop_draft", { draft }),
	checkDraft: (values) => invoke<DraftCheck>("check_draft", { values }),
	askDuplicates: (values) => invoke<DuplicatesThere>("ask_duplicates", { values }),
	accountsHere: (text) => invoke<SearchHere>("accounts_here", { text }),
	accountsThere: (text) => invoke<SearchThere>("accounts_there", { text }),
	savePerson: (draft, values, allowDuplicates) =>
		invoke<PersonSaved>("save_person", { draft, values, allowDuplicates }),
	useExisting: (draft, person, addNumber) => invoke<PersonUsed>("use_existing", { draft, person, addNumber }),
	retryPerson: (draft) => invoke<PersonSaved>("retry_person", { draft }),
	giveUpPerson: (draft) => invoke("give_up_person", { draft }),
};
