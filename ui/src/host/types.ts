import type {
	Action,
	CallDetails,
	ChatDetails,
	Finding,
	HookView,
	Problem,
	SaveOutcome,
	Scope,
	SettingsChange,
	SettingsView,
	View,
} from "../bindings";

export type Unlisten = () => void;

/** The two pages of the program. */
export type WindowName = "pop" | "main";

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
	check(scope: Scope): Promise<Finding[]>;
	/** The second phone source: its state, what to enter where, what arrived lately. */
	hook(): Promise<HookView>;
	/** Makes a new path secret; what was entered in phones before stops working. */
	renewHook(): Promise<HookView>;
	/** What still keeps the keychain from answering, or nothing. */
	retryKeychain(): Promise<Problem | null>;
}
