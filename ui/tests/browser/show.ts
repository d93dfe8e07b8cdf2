import { type Component, flushSync, mount, tick, unmount } from "svelte";
import { page } from "vitest/browser";
import type { LanguageView, ThemeView } from "../../src/bindings";
import { type BrowserHost, openBrowserHost } from "../../src/host/browser";
import Main from "../../src/main/Main.svelte";
import { keyboard } from "../../src/parts/keyboard.svelte";
import { applyTheme } from "../../src/parts/theme";
import Pop from "../../src/pop/Pop.svelte";
import { clock } from "../../src/text/clock.svelte";
import { current } from "../../src/view.svelte";

export interface Look {
	theme?: ThemeView;
	lang?: LanguageView;
	/** 2 is 200 %. */
	zoom?: number;
	/** The window has the keyboard. */
	focus?: boolean;
	width?: number;
	height?: number;
}

let undo: (() => void)[] = [];

export function tidy(): void {
	for (const step of undo.reverse()) step();
	undo = [];
	current.reset();
	clock.freeze(null);
}

/** Names of all fixtures of a window. */
export function fixtureNames(window: "pop" | "main"): string[] {
	const files = import.meta.glob("../../../tests/fixtures/views/*.json");
	return Object.keys(files)
		.map((path) => path.replace(/^.*\/|\.json$/g, ""))
		.filter((name) => name.startsWith(`${window}-`));
}

/** Puts one fixture on the screen, as the page itself would. */
export async function show(name: string, look: Look = {}): Promise<BrowserHost> {
	const isPop = name.startsWith("pop");
	const zoom = look.zoom ?? 1;
	await page.viewport(look.width ?? (isPop ? 400 * zoom : 1120), look.height ?? (isPop ? 640 * zoom : 760));
	const query = new URLSearchParams({ view: name, theme: look.theme ?? "light", lang: look.lang ?? "en" });
	const host = await openBrowserHost(query);
	document.documentElement.lang = look.lang ?? "en";
	document.documentElement.style.fontSize = `${zoom * 100}%`;
	undo.push(keyboard.watch(), applyTheme(look.theme ?? "light"));
	give(look.focus ?? true);
	await current.start(host);
	const target = document.createElement("div");
	target.id = "app";
	document.body.append(target);
	const shown = mount((isPop ? Pop : Main) as Component, { target });
	undo.push(() => {
		void unmount(shown);
		target.remove();
		document.documentElement.style.fontSize = "";
	});
	await settled();
	return host;
}

/** Gives the window the keyboard, or takes it away. */
export function give(has: boolean): void {
	window.dispatchEvent(new Event(has ? "focus" : "blur"));
}

/** Everything that follows from the last change is on the screen. */
export async function settled(): Promise<void> {
	flushSync();
	await tick();
	await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	flushSync();
}

/** A key, pressed where the focus is. */
export async function press(keys: string): Promise<boolean> {
	const parts = keys.split("+");
	const key = parts.at(-1) ?? "";
	const event = new KeyboardEvent("keydown", {
		key,
		code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
		altKey: parts.includes("Alt"),
		ctrlKey: parts.includes("Control"),
		bubbles: true,
		cancelable: true,
	});
	const free = (document.activeElement ?? document.body).dispatchEvent(event);
	await settled();
	return !free;
}

export function element<E extends Element = HTMLElement>(selector: string): E {
	const found = document.querySelector<E>(selector);
	if (found === null) throw new Error(`nothing matches ${selector}`);
	return found;
}

export function button(label: string): HTMLButtonElement {
	const found = [...document.querySelectorAll("button")].find(
		(one) => (one.querySelector(".label")?.textContent ?? one.textContent)?.trim() === label,
	);
	if (found === undefined) throw new Error(`no button ${label}`);
	return found;
}

export const text = (selector: string): string =>
	element(selector).textContent?.trim().replace(/\s+/g, " ") ?? "";
