/** The popup: how it stands, this site on or off, and the numbers on this page for the keyboard. */

import { DIAL_PORT, type DialStep, isReady, NUMBERS_PORT } from "./messages";
import { hostOf, isOn, isSalesforce, keep, kept, origins, switched } from "./sites";
import { open, stateText } from "./state";
import { say } from "./text";

/** Numbers shown at most; a longer list is no quicker than the page. */
const NUMBERS_MAX = 50;

function part<E extends HTMLElement>(id: string): E {
	const found = document.getElementById(id);
	if (found === null) throw new Error(id);
	return found as E;
}

function dial(number: string): void {
	const step = part("step");
	step.textContent = say("extension-calling");
	const port = chrome.runtime.connect({ name: DIAL_PORT });
	port.onMessage.addListener((message) => {
		const told = message as DialStep;
		step.textContent = told.text;
		if (told.done) port.disconnect();
	});
	port.postMessage({ number });
}

/** Every frame of the page tells its own. */
function listNumbers(tab: number): void {
	const list = part("found").querySelector("ul");
	const known = new Set<string>();
	chrome.tabs.connect(tab, { name: NUMBERS_PORT }).onMessage.addListener((message) => {
		for (const { number, shown } of message as { number: string; shown: string }[]) {
			if (list === null || known.has(shown) || known.size >= NUMBERS_MAX) continue;
			known.add(shown);
			const button = document.createElement("button");
			button.type = "button";
			button.textContent = shown;
			button.setAttribute("aria-label", say("extension-call", { number: shown }));
			button.addEventListener("click", () => dial(number));
			const item = document.createElement("li");
			item.append(button);
			list.append(item);
			part("found").hidden = false;
		}
	});
}

async function switchHere(host: string, on: boolean): Promise<void> {
	// The browser asks the person itself; it must come first, while the click still counts.
	if (on && !isSalesforce(host)) {
		const allowed = await chrome.permissions.request({ origins: origins(host) });
		if (!allowed) {
			part<HTMLInputElement>("on").checked = false;
			return;
		}
	}
	await keep(switched(await kept(), host, on));
}

async function show(): Promise<void> {
	const app = await open();
	part("state").textContent = stateText(app);
	part("options").textContent = say("extension-options");
	part("options").addEventListener("click", () => void chrome.runtime.openOptionsPage());
	const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
	const url = tab?.url ?? "";
	if (tab?.id === undefined || !/^https?:/.test(url)) return;
	const host = hostOf(url);
	const on = part<HTMLInputElement>("on");
	on.checked = isOn(await kept(), host);
	on.addEventListener("change", () => void switchHere(host, on.checked));
	const words = part("here").querySelector("span");
	if (words !== null) words.textContent = say("extension-here", { site: host });
	part("here").hidden = false;
	const title = part("found").querySelector("h2");
	if (title !== null) title.textContent = say("extension-found");
	if (isReady(app) && on.checked) listNumbers(tab.id);
}

void show();
