/** Looks for numbers while the page has nothing better to do, and again where it changes. */

import type { Found } from "../messages";
import { type Candidate, candidates } from "./candidates";
import type { Marks } from "./marks";
import { blockOf, type Group, groups, isInClosed, type Seen } from "./walk";

/** Finds the numbers in texts; one list for each. */
export type Finder = (texts: string[]) => Promise<Found[][]>;

/** The first look waits so long, and every further one: a page changes in bursts. */
const PAUSE_MS = 200;
/** A look that took long is followed by a pause so many times as long. */
const REST_FACTOR = 12;
const PAUSE_MAX_MS = 6_000;
/** Longest stretch of work at once, less than half a frame. */
const SLICE_MS = 6;
/** A page that is never idle is looked at all the same. */
const IDLE_WITHIN_MS = 1_000;
/** More changed places than this are the whole page. */
const CHANGED_MAX = 400;
/** Texts asked about at once. */
const BATCH_MAX = 200;
/** Answers kept: the same texts come again as pages are drawn anew. */
const KNOWN_MAX = 4_000;
/** Elements that may still get a shadow root, and when they are looked at again after a change. */
const UNREADY_MAX = 2_000;
const UNREADY_AGAIN_MS = [500, 2_000, 8_000];

export class Scanner {
	readonly #marks: Marks;
	readonly #find: Finder;
	readonly #known = new Map<string, Found[]>();
	readonly #changed = new Set<Node>();
	readonly #watched = new WeakSet<Node>();
	readonly #observer = new MutationObserver((records) => this.#note(records));
	#unready = new Set<Element>();
	#looks = 0;
	#due: ReturnType<typeof setTimeout> | null = null;
	#busy = false;
	#stopped = false;
	#rest = PAUSE_MS;

	constructor(marks: Marks, find: Finder) {
		this.#marks = marks;
		this.#find = find;
	}

	start(): void {
		this.#watch(document);
		this.#changed.add(document.documentElement);
		this.#plan(0);
	}

	stop(): void {
		this.#stopped = true;
		this.#observer.disconnect();
		if (this.#due !== null) clearTimeout(this.#due);
		this.#marks.clear();
	}

	#watch(root: Node): void {
		if (this.#watched.has(root)) return;
		this.#watched.add(root);
		this.#observer.observe(root, {
			subtree: true,
			childList: true,
			characterData: true,
			attributeFilter: ["contenteditable"],
		});
	}

	#note(records: MutationRecord[]): void {
		for (const record of records) {
			if (record.type === "attributes") this.#changed.add(record.target);
			else if (record.type === "characterData") this.#changed.add(blockOf(record.target));
			else this.#noteChildren(record);
		}
		if (this.#changed.size > CHANGED_MAX) {
			this.#changed.clear();
			this.#changed.add(document.documentElement);
		}
		this.#looks = 0;
		this.#plan(this.#rest);
	}

	#noteChildren(record: MutationRecord): void {
		for (const node of record.addedNodes) {
			if (node instanceof Text) this.#changed.add(blockOf(node));
			// An inline element may continue the text beside it.
			else if (node instanceof Element) this.#changed.add(blockOf(node));
		}
	}

	#plan(wait: number): void {
		if (this.#due !== null || this.#busy || this.#stopped) return;
		this.#due = setTimeout(() => {
			this.#due = null;
			this.#busy = true;
			void this.#look().finally(() => {
				this.#busy = false;
				if (this.#changed.size > 0) this.#plan(this.#rest);
				else this.#lookAgainLater();
			});
		}, wait);
	}

	/** Elements are defined, and get their shadow roots, without a change that could be seen. */
	#lookAgainLater(): void {
		const wait = UNREADY_AGAIN_MS[this.#looks];
		if (this.#unready.size === 0 || wait === undefined) return;
		this.#looks += 1;
		for (const element of this.#unready) if (element.isConnected) this.#changed.add(element);
		this.#unready = new Set();
		if (this.#changed.size > 0) this.#plan(wait);
	}

	async #look(): Promise<void> {
		const roots = this.#outermost();
		const found: Group[] = [];
		const seen: Seen = {
			root: (root) => {
				this.#watch(root);
				roots.push(root);
			},
			unready: (element) => {
				if (this.#unready.size < UNREADY_MAX) this.#unready.add(element);
			},
		};
		let worked = 0;
		let until = await idle();
		let from = performance.now();
		const pause = async () => {
			worked += performance.now() - from;
			until = await idle();
			from = performance.now();
		};
		for (let root = roots.shift(); root !== undefined && !this.#stopped; root = roots.shift()) {
			for (const group of groups(root, seen)) {
				if (group !== null) found.push(group);
				if (performance.now() < until) continue;
				await pause();
				if (this.#stopped) return;
			}
			if (found.length >= BATCH_MAX || roots.length === 0) {
				await this.#settle(found.splice(0), pause, () => performance.now() >= until);
			}
		}
		this.#marks.sweep((mark) => !isInClosed(mark.range.startContainer));
		worked += performance.now() - from;
		this.#rest = Math.min(PAUSE_MAX_MS, Math.max(PAUSE_MS, worked * REST_FACTOR));
	}

	/** What changed, without what is inside something else that changed, or closed. */
	#outermost(): Node[] {
		const all = new Set(this.#changed);
		this.#changed.clear();
		const inner = (node: Node) => {
			for (let at = node.parentNode; at !== null; at = at.parentNode) if (all.has(at)) return true;
			return false;
		};
		return [...all].filter((node) => node.isConnected && !inner(node) && !isInClosed(node));
	}

	/** Has the candidates of these groups read, and marks what is a number. */
	async #settle(found: Group[], pause: () => Promise<void>, late: () => boolean): Promise<void> {
		const open: { group: Group; candidates: Candidate[] }[] = [];
		for (const group of found) {
			const maybe = candidates(group.text);
			if (maybe.length === 0) this.#marks.dropIn(group.nodes);
			else open.push({ group, candidates: maybe });
			if (late()) await pause();
		}
		const texts = new Set<string>();
		for (const one of open) {
			for (const { window } of one.candidates) if (!this.#known.has(window)) texts.add(window);
		}
		await this.#learn([...texts]);
		for (const { group, candidates } of open) {
			if (this.#stopped) return;
			// It changed meanwhile, so it is looked at again.
			const now = group.nodes.map((node) => node.data).join("");
			if (now.startsWith(group.text)) this.#marks.put(group, this.#within(candidates));
			if (late()) await pause();
		}
	}

	async #learn(texts: string[]): Promise<void> {
		for (let at = 0; at < texts.length; at += BATCH_MAX) {
			const batch = texts.slice(at, at + BATCH_MAX);
			const lists = await this.#find(batch);
			if (this.#known.size > KNOWN_MAX) this.#known.clear();
			batch.forEach((text, index) => {
				const list = lists[index];
				if (list !== undefined) this.#known.set(text, list);
			});
		}
	}

	/** The numbers of a text by its own places, each once: windows overlap. */
	#within(candidates: Candidate[]): Found[] {
		const found = new Map<number, Found>();
		for (const { window, from, start, end } of candidates) {
			for (const one of this.#known.get(window) ?? []) {
				const at = { ...one, start: one.start + from, end: one.end + from };
				// What is cut off by the window's edge belongs to another one.
				if (at.start < end && at.end > start && at.start >= start - 1) found.set(at.start, at);
			}
		}
		return [...found.values()];
	}
}

/** Waits until the page is idle; the moment until which to work. */
function idle(): Promise<number> {
	return new Promise((resolve) => {
		requestIdleCallback(
			(deadline) => resolve(performance.now() + Math.min(SLICE_MS, Math.max(1, deadline.timeRemaining()))),
			{ timeout: IDLE_WITHIN_MS },
		);
	});
}
