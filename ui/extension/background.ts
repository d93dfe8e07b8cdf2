/** The extension's own part: speaks to Ringside's host, shows its state, and calls what was chosen. */

import {
	type AppState,
	AWAY,
	DIAL_PORT,
	type DialStep,
	type Found,
	HOST,
	isReady,
	type PageAsk,
	type PageTold,
} from "./messages";
import { EVERYWHERE, hostOf, isOn, kept, origins, read, SALESFORCE, type Sites } from "./sites";
import { stateText } from "./state";
import { say, speak } from "./text";

/** Ringside answers from memory. */
const ANSWER_WITHIN_MS = 10_000;
/** A host that does not start is not asked for again sooner. */
const START_AGAIN_MS = 5_000;
/** Longest selection taken for a number. */
const SELECTION_MAX = 120;
/** Texts of one message that Ringside takes, and how long one may be. */
const TEXTS_MAX = 500;
const TEXT_MAX = 4_000;
const MENU = "dial-selection";
const SCRIPT = "more-sites";

/** What the host says: an answer to a question by its number, or how it stands. */
interface HostSays {
	id?: number;
	state?: Omit<AppState, "host">;
	found?: Found[][];
	dial?: DialStep;
	error?: string;
}

let port: chrome.runtime.Port | null = null;
let failedAt = Number.NEGATIVE_INFINITY;
let app: AppState = AWAY;
let count = 0;
const waiting = new Map<number, (said: HostSays | null) => void>();

function host(): chrome.runtime.Port | null {
	if (port !== null || performance.now() - failedAt < START_AGAIN_MS) return port;
	const opened = chrome.runtime.connectNative(HOST);
	opened.onMessage.addListener((message) => hear(message as HostSays));
	opened.onDisconnect.addListener(() => {
		// Read, so that the browser does not log it: not installed, or ended.
		void chrome.runtime.lastError;
		port = null;
		failedAt = performance.now();
		for (const answer of [...waiting.values()]) answer(null);
		waiting.clear();
		void tell(AWAY);
	});
	port = opened;
	return opened;
}

function hear(said: HostSays): void {
	if (said.state !== undefined) void tell({ ...said.state, host: true });
	if (said.id !== undefined) waiting.get(said.id)?.(said);
}

/** Asks; every answer goes to `heard`, `null` when there is none any more. */
function ask(question: Record<string, unknown>, heard: (said: HostSays | null) => boolean): void {
	const to = host();
	if (to === null) {
		heard(null);
		return;
	}
	count += 1;
	const id = count;
	waiting.set(id, (said) => {
		if (heard(said)) waiting.delete(id);
	});
	to.postMessage({ id, ...question });
}

function asked(question: Record<string, unknown>): Promise<HostSays | null> {
	return new Promise((resolve) => {
		const late = setTimeout(() => resolve(null), ANSWER_WITHIN_MS);
		ask(question, (said) => {
			clearTimeout(late);
			resolve(said);
			return true;
		});
	});
}

async function hello(): Promise<AppState> {
	const said = await asked({ ask: "hello" });
	const state = said?.state === undefined ? AWAY : { ...said.state, host: true };
	await tell(state);
	return state;
}

async function tell(state: AppState): Promise<void> {
	if (JSON.stringify(state) === JSON.stringify(app)) return;
	app = state;
	speak(state.language);
	await chrome.storage.session.set({ app: state });
	await draw();
}

/** The icon in grey, with a word in its title, as long as a click reaches no phone. */
async function draw(): Promise<void> {
	const ready = isReady(app);
	const imageData: Record<string, ImageData> = {};
	for (const size of [16, 32]) imageData[size] = await icon(size, ready);
	await chrome.action.setIcon({ imageData });
	await chrome.action.setTitle({ title: `Ringside · ${stateText(app)}` });
	await chrome.contextMenus
		.update(MENU, { title: say("extension-menu", { selection: "%s" }) })
		.catch(() => {});
}

async function icon(size: number, ready: boolean): Promise<ImageData> {
	const file = await fetch(chrome.runtime.getURL(`icons/${size}.png`));
	const image = await createImageBitmap(await file.blob());
	const ground = new OffscreenCanvas(size, size).getContext("2d");
	if (ground === null) throw new Error("no canvas");
	if (!ready) ground.filter = "grayscale(1) opacity(0.5)";
	ground.drawImage(image, 0, 0, size, size);
	return ground.getImageData(0, 0, size, size);
}

function dial(number: string, told: (step: DialStep) => void): void {
	ask({ ask: "dial", number }, (said) => {
		const step = said?.dial ?? { step: "away", text: say("extension-away"), done: true };
		told(step);
		return step.done;
	});
}

/** Calls what was selected; how far it comes is told on the page, else beside the icon. */
async function dialSelection(text: string, tab: number | undefined): Promise<void> {
	const number = text.trim().slice(0, SELECTION_MAX);
	if (number === "" || tab === undefined) return;
	dial(number, (step) => {
		const told: PageTold = { tell: "dial", step };
		void chrome.action.setTitle({ tabId: tab, title: `Ringside · ${step.text}` });
		void chrome.action.setBadgeText({
			tabId: tab,
			text: step.step === "failed" || step.step === "away" ? "!" : "",
		});
		// Nobody hears it on pages that are not looked at.
		chrome.tabs.sendMessage(tab, told, { frameId: 0 }).catch(() => {});
	});
}

chrome.contextMenus.onClicked.addListener(
	(info, tab) => void dialSelection(info.selectionText ?? "", tab?.id),
);

chrome.commands.onCommand.addListener(async (_, tab) => {
	if (tab?.id === undefined) return;
	const frames = await chrome.scripting.executeScript({
		target: { tabId: tab.id, allFrames: true },
		func: () => (document.hasFocus() ? String(getSelection()) : ""),
	});
	const selected = frames.map((frame) => frame.result ?? "").find((text) => text.trim() !== "");
	await dialSelection(selected ?? "", tab.id);
});

/** Numbers are called for pages that are looked at, and for no others. */
async function mayCall(sender: chrome.runtime.MessageSender | undefined): Promise<boolean> {
	if (sender?.id !== chrome.runtime.id) return false;
	const url = sender.url ?? "";
	// A page of the extension itself.
	return (
		url.startsWith(chrome.runtime.getURL("")) || isOn(await kept(), hostOf(url)) || url.startsWith("about:")
	);
}

chrome.runtime.onConnect.addListener((page) => {
	if (page.name !== DIAL_PORT) return;
	let open = true;
	page.onDisconnect.addListener(() => (open = false));
	page.onMessage.addListener(async (message) => {
		const { number } = message as { number: unknown };
		if (typeof number !== "string" || !(await mayCall(page.sender))) return page.disconnect();
		dial(number.slice(0, SELECTION_MAX), (step) => {
			if (open) page.postMessage(step);
		});
	});
});

chrome.runtime.onMessage.addListener((message, sender, answer) => {
	if (sender.id !== chrome.runtime.id) return undefined;
	const wanted = message as PageAsk;
	switch (wanted.ask) {
		case "hello":
			void hello().then(answer);
			return true;
		case "find": {
			const texts = wanted.texts.slice(0, TEXTS_MAX).map((text) => text.slice(0, TEXT_MAX));
			void asked({ ask: "find", texts }).then((said) => answer(said?.found ?? []));
			return true;
		}
	}
});

/** Pages besides Salesforce's are read where the person allowed it, in the extension and in the browser. */
async function register(sites: Sites): Promise<void> {
	const wanted = sites.everywhere ? EVERYWHERE : sites.on.flatMap(origins);
	const allowed = await Promise.all(
		wanted.map(async (origin) =>
			(await chrome.permissions.contains({ origins: [origin] })) ? origin : null,
		),
	);
	const matches = allowed.filter((origin) => origin !== null);
	const excludeMatches = [...SALESFORCE, ...sites.off.flatMap(origins)];
	const known = (await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT] })).length > 0;
	if (matches.length === 0) {
		if (known) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT] });
		return;
	}
	const script = {
		id: SCRIPT,
		matches,
		excludeMatches,
		js: ["content.js"],
		css: ["marks.css"],
		allFrames: true,
		matchOriginAsFallback: true,
		runAt: "document_idle",
		persistAcrossSessions: true,
	};
	await (known
		? chrome.scripting.updateContentScripts([script])
		: chrome.scripting.registerContentScripts([script]));
}

/** One after the other: two changes at once would register twice. */
let registering = Promise.resolve();
function registerNext(sites: () => Promise<Sites>): void {
	registering = registering.then(async () => register(await sites())).catch(() => {});
}

chrome.storage.onChanged.addListener((changes, area) => {
	if (area === "local" && changes.sites !== undefined) {
		const sites = read(changes.sites.newValue);
		registerNext(async () => sites);
	}
});
chrome.permissions.onRemoved.addListener(() => registerNext(kept));

async function begin(): Promise<void> {
	await chrome.contextMenus.removeAll();
	chrome.contextMenus.create({
		id: MENU,
		title: say("extension-menu", { selection: "%s" }),
		contexts: ["selection"],
	});
	registerNext(kept);
	await hello();
	await draw();
}

void chrome.storage.session.setAccessLevel({ accessLevel: "TRUSTED_AND_UNTRUSTED_CONTEXTS" });
chrome.runtime.onInstalled.addListener(() => void begin());
chrome.runtime.onStartup.addListener(() => void begin());
// Started again for an event: what it knew is gone.
void hello();
