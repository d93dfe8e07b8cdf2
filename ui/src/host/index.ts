import type { Host } from "./types";

/** The native side where there is one, else the scripted one, which no release contains. */
export async function openHost(): Promise<Host> {
	const scripted = import.meta.env.DEV || import.meta.env.MODE === "stories";
	if (scripted && !("__TAURI_INTERNALS__" in window)) {
		return (await import("./browser")).openBrowserHost(new URLSearchParams(location.search));
	}
	return (await import("./tauri")).tauri;
}
