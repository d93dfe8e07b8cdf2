/**
 * The numbers that were found. They are drawn with the CSS Custom Highlight API: not one node of the
 * page is added, wrapped or changed, so no framework finds its texts gone, no selector counts
 * differently, and no line breaks elsewhere. What that costs: a highlight takes no clicks and no
 * keyboard; clicks are told by where they are, and the keyboard has the list in the popup.
 */

import type { Found } from "../messages";
import type { Group } from "./walk";

export interface Mark {
	nodes: Text[];
	range: StaticRange;
	/** As it stands on the page, and as Ringside shows it. */
	number: string;
	shown: string;
}

/** More numbers than this are no page that a person reads. */
const MARKS_MAX = 5_000;
const NAME = "ringside-number";

export class Marks {
	readonly #all = new Set<Mark>();
	readonly #byNode = new WeakMap<Node, Set<Mark>>();
	/** By the elements the numbers stand in, which pointers hit. */
	readonly #byParent = new WeakMap<Node, Set<Mark>>();
	readonly #highlight = new Highlight();

	constructor() {
		CSS.highlights.set(NAME, this.#highlight);
	}

	get all(): ReadonlySet<Mark> {
		return this.#all;
	}

	/** Replaces what was found in these texts before. */
	put(group: Group, found: readonly Found[]): void {
		this.dropIn(group.nodes);
		for (const one of found) {
			if (this.#all.size >= MARKS_MAX) return;
			const range = rangeIn(group.nodes, one.start, one.end);
			if (range === null) continue;
			const mark: Mark = { ...range, number: one.number, shown: one.shown };
			this.#all.add(mark);
			this.#highlight.add(mark.range);
			for (const node of mark.nodes) {
				remember(this.#byNode, node, mark);
				if (node.parentNode !== null) remember(this.#byParent, node.parentNode, mark);
			}
		}
	}

	dropIn(nodes: readonly Text[]): void {
		for (const node of nodes) {
			for (const mark of this.#byNode.get(node) ?? []) this.#drop(mark);
		}
	}

	/** Forgets those whose texts are gone from the page, or fit no more. */
	sweep(fits: (mark: Mark) => boolean): void {
		for (const mark of this.#all) {
			if (!mark.nodes.every((node) => node.isConnected) || !fits(mark)) this.#drop(mark);
		}
	}

	clear(): void {
		for (const mark of this.#all) this.#drop(mark);
	}

	/** The number at this place, if what was hit holds one. */
	at(hit: Node, x: number, y: number): Mark | null {
		for (const mark of this.#byParent.get(hit) ?? []) {
			if (this.#all.has(mark) && covers(mark, x, y)) return mark;
		}
		return null;
	}

	#drop(mark: Mark): void {
		this.#all.delete(mark);
		this.#highlight.delete(mark.range);
		for (const node of mark.nodes) {
			this.#byNode.get(node)?.delete(mark);
			if (node.parentNode !== null) this.#byParent.get(node.parentNode)?.delete(mark);
		}
	}
}

function remember(map: WeakMap<Node, Set<Mark>>, node: Node, mark: Mark): void {
	const marks = map.get(node);
	if (marks === undefined) map.set(node, new Set([mark]));
	else marks.add(mark);
}

/** A part of a group's text, as the nodes have it. Static: live ranges make every change of the page dearer. */
function rangeIn(nodes: readonly Text[], start: number, end: number): Pick<Mark, "nodes" | "range"> | null {
	let at = 0;
	let first: { node: Text; offset: number } | null = null;
	const within: Text[] = [];
	for (const node of nodes) {
		const next = at + node.length;
		if (first === null && start < next) first = { node, offset: start - at };
		if (first !== null) within.push(node);
		if (first !== null && end <= next) {
			const range = new StaticRange({
				startContainer: first.node,
				startOffset: first.offset,
				endContainer: node,
				endOffset: end - at,
			});
			return { nodes: within, range };
		}
		at = next;
	}
	return null;
}

/** The mark's place on screen, as long as its texts have room for it. */
export function boxes(mark: Mark): DOMRect[] {
	const { startContainer, startOffset, endContainer, endOffset } = mark.range;
	const fits = startOffset <= (startContainer as Text).length && endOffset <= (endContainer as Text).length;
	if (!fits || !startContainer.isConnected || !endContainer.isConnected) return [];
	const range = document.createRange();
	range.setStart(startContainer, startOffset);
	range.setEnd(endContainer, endOffset);
	return [...range.getClientRects()];
}

function covers(mark: Mark, x: number, y: number): boolean {
	return boxes(mark).some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
}
