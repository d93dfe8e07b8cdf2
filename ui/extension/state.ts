import type { AppState } from "./messages";
import { say, speak, spoken } from "./text";

/** A page of the extension in the app's language and the system's colours; how it stands. */
export async function open(): Promise<AppState> {
	document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches
		? "dark"
		: "light";
	const app = (await chrome.runtime.sendMessage({ ask: "hello" })) as AppState;
	speak(app.language);
	document.documentElement.lang = spoken();
	return app;
}

/** How it stands with the app, in one sentence. */
export function stateText(state: AppState): string {
	if (!state.host) return say("extension-state-no-host");
	if (!state.running) return say("extension-state-away");
	if (!state.enabled) return say("extension-state-disabled");
	return say(state.phone ? "extension-state-ready" : "extension-state-no-phone");
}
