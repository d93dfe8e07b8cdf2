import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type {
	CallDetails,
	ChatDetails,
	Finding,
	HookView,
	Problem,
	SaveOutcome,
	SettingsView,
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
	check: (scope) => invoke<Finding[]>("check", { scope }),
	hook: () => invoke<HookView>("hook"),
	renewHook: () => invoke<HookView>("renew_hook"),
	retryKeychain: () => invoke<Problem | null>("retry_keychain"),
};
