import { type Component, flushSync, mount, tick, unmount } from "svelte";
import { page } from "vitest/browser";
import type { LanguageView, ThemeView } from "../../src/bindings";
import { type BrowserHost, openBrowserHost } from "../../src/host/browser";
import Main from "../../src/main/Main.svelte";
import { keyboard } from "../../src/parts/keyboard.svelte";
import { applyTheme } from "../../src/parts/theme";
import Pop from "../../src/pop/Pop.svelte";
import { SECTIONS, type Section } from "../../src/settings/sections";
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
	/** What is set up, as the scripted companion's query has it: `settings=fresh&sign_in=out`. */
	setup?: string;
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
	const query = new URLSearchParams(look.setup);
	query.set("view", name);
	query.set("theme", look.theme ?? "light");
	query.set("lang", look.lang ?? "en");
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

/** Shows the settings, as their key does, and one section of them. */
export async function showSettings(section: Section, look: Look = {}): Promise<BrowserHost> {
	const host = await show("main-calls", look);
	await press("Control+6");
	await settled();
	await choose(section);
	return host;
}

export async function choose(section: Section): Promise<void> {
	element(`.sections button:nth-child(${SECTIONS.indexOf(section) + 1})`).click();
	await settled();
}

/** Types a text into a field, in place of what it held. */
export async function type(selector: string, text: string): Promise<void> {
	const field = element<HTMLInputElement | HTMLTextAreaElement>(selector);
	field.focus();
	field.value = text;
	field.dispatchEvent(new Event("input", { bubbles: true }));
	await settled();
}

/** A button, by its label, pressed with the focus on it, as a person does. */
export async function pressButton(label: string): Promise<void> {
	const found = button(label);
	found.focus();
	found.click();
	await settled();
}

/** A key, pressed where the focus is. */
export async function press(keys: string): Promise<boolean> {
	const parts = keys.split("+");
	const key = parts.at(-1) ?? "";
	const event = new KeyboardEvent("keydown", {
		key,
		code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
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
