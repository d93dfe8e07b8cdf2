import type {
	Action,
	CallDetails,
	CallView,
	ChatActionView,
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
import { clock } from "../text/clock.svelte";
import { latestTime } from "./latest";
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
 * the look; `now` sets the clock; `settings`, `findings`, `hook` and `sign_in` name what is set up
 * (tests/fixtures/setup). Actions change the view as the real one would, roughly.
 */
export async function openBrowserHost(query: URLSearchParams): Promise<BrowserHost> {
	const names = (query.get("view") ?? FIRST).split(",");
	const list = await Promise.all(names.map(fixture));
	const found = await Promise.all(Object.values(details).map((load) => load()));
	const chats = await Promise.all(Object.values(chatDetails).map((load) => load()));
	const setup = await openScriptedSetup(query);
	const host = new BrowserHost(
		list,
		setup,
		Object.assign({}, ...found),
		Object.assign({}, ...structuredClone(chats)),
	);
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
	/** What is set up, and what a test makes it answer. */
	readonly setup: ScriptedSetup;
	#views: View[];
	#details: Record<string, CallDetails>;
	#chats: Record<string, ChatDetails>;
	#at = 0;
	#listeners = new Set<(view: View) => void>();

	constructor(
		views: View[],
		setup: ScriptedSetup,
		details: Record<string, CallDetails> = {},
		chats: Record<string, ChatDetails> = {},
	) {
		this.#views = views;
		this.setup = setup;
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
		this.change((view) => react(view, action, clock.now));
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
	check = async (scope: Scope): Promise<Finding[]> => this.setup.check(scope);
	hook = async (): Promise<HookView> => this.setup.askHook();
	renewHook = async (): Promise<HookView> => this.setup.renewHook();
	retryKeychain = async (): Promise<Problem | null> => this.setup.retryKeychain();
	startDrag = (): void => undefined;
	givePopFocusBack = (): void => undefined;
}

function react(view: View, action: Action, now_ms: number): void {
	if (action.action === "pause_pops" || action.action === "resume_pops") {
		view.pops_paused = action.action === "pause_pops";
		return;
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

function end(
	call: CallView,
	outcome: "rejected" | "answered_inbound" | "unanswered_outbound",
	now_ms: number,
): void {
	const talked_s = call.phase.phase === "talking" ? Math.round((now_ms - call.phase.answered_ms) / 1000) : 0;
	call.phase = { phase: "ended", outcome, ended_ms: now_ms, talked_s };
	call.can = { answer: false, reject: false, hang_up: false };
	call.entry = { key: `scripted|${call.id}`, state: { state: "waiting", due_ms: null, problem: null } };
}
