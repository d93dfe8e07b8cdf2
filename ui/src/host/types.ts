import type {
	Action,
	CallDetails,
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

export type Unlisten = () => void;

/** The pages of the program. */
export type WindowName = "pop" | "main" | "create";

/**
 * Everything the screen may ask of the outside. Only this folder knows whether that is the native
 * side or a script in a plain browser.
 */
export interface Host {
	/** Nothing until the companion has started. */
	view(): Promise<View | null>;
	onView(changed: (view: View) => void): Promise<Unlisten>;
	act(action: Action): Promise<void>;
	/** `null`: the call is not known any more. */
	callDetails(call: number): Promise<CallDetails | null>;
	/** `null`: the chat is not known any more. */
	chatDetails(chat: string): Promise<ChatDetails | null>;
	/** What is told of a person this computer knows, by the record's id; waits for Salesforce. */
	facts(person: string): Promise<FactsView>;
	/** What a call may have been about, besides its person; a text is asked of Salesforce. */
	related(call: number, text: string): Promise<RelatedFound>;
	/** What the agent's own phones call themselves. Fails while the phone system does not say. */
	devices(): Promise<string[]>;
	/** To whom in the phone system a call can be sent, as typed. */
	colleagues(text: string): Promise<ColleagueView[]>;
	/** People this computer knows. Fails while the companion has not started. */
	searchHere(text: string): Promise<SearchHere>;
	/** People Salesforce knows; a later question gives this one up. */
	searchThere(text: string): Promise<SearchThere>;
	/** Written entries before a place of the journal, newest first. */
	entryPage(before: number | null): Promise<EntryPage>;
	/** `null`: the entry is not in the journal any more. */
	entryDetails(key: string): Promise<EntryDetails | null>;
	/** What only Salesforce knows around an entry. */
	entryFacts(key: string): Promise<EntryFacts>;
	openEntry(key: string): Promise<void>;
	/** Opens the main window at this entry of the journal. */
	openJournal(key: string): Promise<void>;
	/** Another window leads to this entry of the journal. */
	onGo(go: (entry: string) => void): Promise<Unlisten>;
	/** Compares the journal with the phone system's log and Salesforce; how far it has come. */
	compare(order: CompareOrder): Promise<CompareView>;
	/** Writes a table of these entries; the path of the file. */
	exportEntries(keys: string[]): Promise<string>;
	/** The page the main window is to show: at its start, and when it is asked for later. */
	onPage(show: (page: string) => void): Promise<Unlisten>;
	ready(window: WindowName): Promise<void>;
	/** This revision is on the screen. */
	painted(revision: number): void;
	copy(text: string): Promise<void>;
	startDrag(): void;
	/** Gives the keyboard to the window that had it before the pop. */
	givePopFocusBack(): void;
	/** Fails with a problem, or with nothing while the companion has not started. */
	settings(): Promise<SettingsView>;
	changeSettings(change: SettingsChange): Promise<SaveOutcome>;
	/** How the journal's texts read with these values, and what of them cannot be used. */
	previewJournal(values: Record<string, SettingValue>): Promise<JournalPreview>;
	/** The same of the chat journal. */
	previewChat(values: Record<string, SettingValue>): Promise<ChatPreview>;
	/** What would keep these values from being saved. */
	checkSettings(values: Record<string, SettingValue>): Promise<FieldProblem[]>;
	/** Keeps what was changed in the form and not saved, secrets aside, for when it is opened again. */
	keepUnsaved(values: Record<string, SettingValue>): Promise<void>;
	/** The fields of Tasks that entries can be given besides their own. */
	taskFields(): Promise<TaskFieldsView>;
	check(scope: Scope): Promise<Finding[]>;
	/** The second phone source: its state, what to enter where, what arrived lately. */
	hook(): Promise<HookView>;
	/** Makes a new path secret; what was entered in phones before stops working. */
	renewHook(): Promise<HookView>;
	/** What still keeps the keychain from answering, or nothing. */
	retryKeychain(): Promise<Problem | null>;
	/** Countries that can be the default region. */
	regions(): Promise<RegionView[]>;
	/** Reformatting rules as they stand in the settings, in their parts. */
	readRules(texts: string[]): Promise<RuleView[]>;
	/** How a number is read and whom it finds with these values, saved or not; `ask`: in Salesforce. */
	tryNumber(raw: string, values: Record<string, SettingValue>, ask: boolean): Promise<NumberTryView>;
	/** Who is remembered for which number. */
	choices(): Promise<ChoicesView>;
	/** `null`: every choice. */
	forgetChoice(number: string | null): Promise<void>;
	/** Opens the form for somebody new in a window of its own, for the caller of a call. */
	openCreate(call: number, kind: CreateKindView | null): Promise<void>;
	/** Closes this window. */
	closeWindow(): void;
	/** Looks at the index of people, has it synced, or empties it; how it is then. */
	index(order: IndexOrder): Promise<IndexView>;
	/**
	 * The form for somebody new, with what was typed there before. Fails with a problem, or with
	 * nothing while the companion has not started or the call is not known any more.
	 */
	createForm(from: CreateFrom, kind: CreateKindView | null, recordType: string | null): Promise<CreateForm>;
	/** Keeps what was typed so far; it is on disk then. */
	keepDraft(draft: string, values: DraftValues): Promise<void>;
	dropDraft(draft: string): Promise<void>;
	/** How numbers were read, and who may be there already as far as this computer knows. */
	checkDraft(values: DraftValues): Promise<DraftCheck>;
	/** The same as far as Salesforce knows; a later question gives this one up. */
	askDuplicates(values: DraftValues): Promise<DuplicatesThere>;
	/** Accounts this computer knows, as typed. */
	accountsHere(text: string): Promise<SearchHere>;
	/** Accounts of Salesforce; a later question gives this one up. */
	accountsThere(text: string): Promise<SearchThere>;
	/** Creates the person; asked twice for one draft, they are created once. */
	savePerson(draft: string, values: DraftValues, allowDuplicates: boolean): Promise<PersonSaved>;
	/** Links somebody who is there, and adds the draft's number to the record when wanted. */
	useExisting(draft: string, person: string, addNumber: boolean): Promise<PersonUsed>;
	/** Tries at once to create somebody who waits or is stuck. */
	retryPerson(draft: string): Promise<PersonSaved>;
	/** Somebody who waits or is stuck is not created after all. */
	giveUpPerson(draft: string): Promise<void>;
}
