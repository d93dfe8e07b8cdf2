/** What the parts of the extension say to each other, and to Ringside. */

import type { LanguageView } from "../src/bindings";

export const HOST = "app.ringside.dialer";

/** How it stands with the app. */
export interface AppState {
	/** Ringside is installed, and lets this browser start its host. */
	host: boolean;
	running: boolean;
	signed_in: boolean;
	phone: boolean;
	/** The app's settings let pages call. */
	enabled: boolean;
	region: string;
	language: LanguageView | null;
}

export const AWAY: AppState = {
	host: false,
	running: false,
	signed_in: false,
	phone: false,
	enabled: false,
	region: "",
	language: null,
};

/** Clicks reach a phone. */
export function isReady(state: AppState): boolean {
	return state.running && state.enabled;
}

/** A number in a text, by UTF-16 units. */
export interface Found {
	start: number;
	end: number;
	/** As it stands there. */
	number: string;
	shown: string;
}

/** How far a call came, in Ringside's own words. */
export interface DialStep {
	step: "asked" | "question" | "rings" | "talks" | "gone" | "failed" | "away";
	text: string;
	done: boolean;
}

/** A page asks the background. */
export type PageAsk =
	| { ask: "hello" }
	| { ask: "find"; texts: string[] }
	| { ask: "dial-here"; number: string };

/** The background tells a page what came of a call that was not clicked there. */
export interface PageTold {
	tell: "dial";
	step: DialStep;
}

/** Ports between pages and the rest. */
export const DIAL_PORT = "dial";
export const NUMBERS_PORT = "numbers";
