/** What runs in pages: finds numbers, draws them, and hands clicks on. */

import {
	type AppState,
	AWAY,
	DIAL_PORT,
	type DialStep,
	type Found,
	isReady,
	NUMBERS_PORT,
	type PageAsk,
	type PageTold,
} from "./messages";
import { Bubble } from "./page/bubble";
import { listen, type Wanted } from "./page/clicks";
import { boxes, type Mark, Marks } from "./page/marks";
import { Scanner } from "./page/scan";
import { hostOf, isOn, read, type Sites } from "./sites";
import { say, speak } from "./text";

const host = hostOf(self.origin);
const bubble = new Bubble();
let sites: Sites | null = null;
let app: AppState = AWAY;
let running: { marks: Marks; scanner: Scanner; end: AbortController } | null = null;
/** The call whose steps are shown. */
let calling: chrome.runtime.Port | null = null;

const POINTS = new CSSStyleSheet();
POINTS.replaceSync(":hover { cursor: pointer !important; }");

function ask(message: PageAsk): Promise<unknown> {
	return chrome.runtime.sendMessage(message);
}

async function find(texts: string[]): Promise<Found[][]> {
	try {
		return ((await ask({ ask: "find", texts })) as Found[][] | null) ?? [];
	} catch {
		// The extension was updated or removed: this page keeps what it has.
		return [];
	}
}

/** Where the pointer shows that a click does something. */
let pointed: Document | ShadowRoot | null = null;

function point(mark: Mark | null): void {
	if (pointed !== null)
		pointed.adoptedStyleSheets = pointed.adoptedStyleSheets.filter((sheet) => sheet !== POINTS);
	const root = mark?.range.startContainer.getRootNode();
	pointed = root instanceof Document || root instanceof ShadowRoot ? root : null;
	if (pointed !== null) pointed.adoptedStyleSheets = [...pointed.adoptedStyleSheets, POINTS];
	if (calling !== null) return;
	if (mark === null) bubble.hide();
	else bubble.show(say("extension-call", { number: mark.shown }), boxes(mark)[0] ?? null, "hint");
}

function dial({ number, at }: Wanted): void {
	calling?.disconnect();
	bubble.show(say("extension-calling"), at, "step");
	const port = chrome.runtime.connect({ name: DIAL_PORT });
	calling = port;
	port.onMessage.addListener((message) => {
		const step = message as DialStep;
		bubble.show(step.text, at, step.done ? "last" : "step");
		if (step.done) hangUp(port);
	});
	port.onDisconnect.addListener(() => {
		if (calling === port) bubble.hide();
		hangUp(port);
	});
	port.postMessage({ number });
}

function hangUp(port: chrome.runtime.Port): void {
	port.disconnect();
	if (calling === port) calling = null;
}

function follow(): void {
	const wanted = sites !== null && isOn(sites, host) && isReady(app);
	if (wanted === (running !== null)) return;
	if (running !== null) {
		running.end.abort();
		running.scanner.stop();
		running = null;
		point(null);
		return;
	}
	const marks = new Marks();
	const scanner = new Scanner(marks, find);
	const end = new AbortController();
	running = { marks, scanner, end };
	listen(marks, { wants: dial, over: point }, end.signal);
	scanner.start();
}

function take(state: AppState | undefined): void {
	const next = state ?? AWAY;
	// Numbers read differently in another country.
	if (running !== null && next.region !== app.region) {
		app = AWAY;
		follow();
	}
	app = next;
	speak(app.language);
	follow();
}

chrome.storage.onChanged.addListener((changes, area) => {
	if (area === "session" && changes.app !== undefined) take(changes.app.newValue as AppState | undefined);
	if (area !== "local" || changes.sites === undefined) return;
	void decide(changes.sites.newValue);
});

chrome.runtime.onMessage.addListener((message) => {
	const told = message as PageTold;
	if (told.tell === "dial") bubble.show(told.step.text, null, told.step.done ? "last" : "step");
	return undefined;
});

// The popup's list of what is on the page.
chrome.runtime.onConnect.addListener((port) => {
	if (port.name !== NUMBERS_PORT) return;
	const numbers = [...(running?.marks.all ?? [])].map(({ number, shown }) => ({ number, shown }));
	port.postMessage(numbers.slice(0, 100));
});

/** Asks how it stands with the app only where it matters. */
async function decide(kept: unknown): Promise<void> {
	sites = read(kept);
	if (isOn(sites, host) && running === null) take((await ask({ ask: "hello" })) as AppState);
	else follow();
}

void chrome.storage.local.get("sites").then((kept) => decide(kept.sites));
