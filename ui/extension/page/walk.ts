/** The texts of a page, as a reader sees them: a number may be spread over inline elements. */

/** Neighbouring texts with nothing between them that would begin a new line. */
export interface Group {
	nodes: Text[];
	text: string;
}

/** Longest text looked at; what is behind is no page for reading. */
const GROUP_CHARS_MAX = 100_000;

/** Never looked into: what a person types, what a person presses, and what is not prose. */
const CLOSED = [
	"script",
	"style",
	"noscript",
	"template",
	"textarea",
	"input",
	"select",
	"option",
	"button",
	"a[href]",
	"code",
	"pre",
	"kbd",
	"samp",
	"svg",
	"math",
	"canvas",
	"iframe",
	"object",
	"embed",
	"audio",
	"video",
	"time",
	"title",
	"[contenteditable]:not([contenteditable='false'])",
	"[role='textbox']",
	"[role='button']",
	"[role='link']",
	"[role='menuitem']",
	"[role='option']",
	"[role='checkbox']",
	"[role='switch']",
	"[role='code']",
].join(",");

/** Elements that may have closed roots besides those with names of their own. */
const INLINE = new Set(
	"A,ABBR,B,BDI,BDO,BIG,CITE,DATA,DFN,EM,FONT,I,INS,LABEL,MARK,NOBR,Q,S,SMALL,SPAN,STRONG,SUB,SUP,U,VAR,WBR".split(
		",",
	),
);

export function isClosed(element: Element): boolean {
	return element.matches(CLOSED);
}

/** In a closed element, however many shadow roots are between. */
export function isInClosed(node: Node): boolean {
	let at: Node | null = node;
	while (at !== null) {
		const element: Element | null = at instanceof Element ? at : at.parentElement;
		if (element?.closest(CLOSED)) return true;
		const root: Node = at.getRootNode();
		at = root instanceof ShadowRoot ? root.host : null;
	}
	return false;
}

function isInline(element: Element): boolean {
	return INLINE.has(element.tagName);
}

/** What begins and ends the line that a node stands in. */
export function blockOf(node: Node): Node {
	let at: Node = node;
	while (at.parentNode !== null && (!(at instanceof Element) || isInline(at))) at = at.parentNode;
	return at;
}

/** An element's shadow root, also one that is closed to the page's scripts. */
function shadowOf(element: Element): ShadowRoot | null {
	if (element.shadowRoot !== null) return element.shadowRoot;
	const named = element.localName.includes("-") && element instanceof HTMLElement;
	return named ? (chrome.dom?.openOrClosedShadowRoot(element) ?? null) : null;
}

export interface Seen {
	/** A shadow root begins here; it is walked by its own. */
	root(root: ShadowRoot): void;
	/** An element that may still get one. */
	unready(element: Element): void;
}

/** Goes through everything below a node, a group at a time. */
export function* groups(root: Node, seen: Seen): Generator<Group | null> {
	if (root instanceof Element) {
		if (isClosed(root)) return;
		look(root, seen);
	}
	const closed = {
		acceptNode: (node: Node) => (node instanceof Element && isClosed(node) ? REJECT : ACCEPT),
	};
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, closed);
	let nodes: Text[] = [];
	let block: Node | null = null;
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		if (node instanceof Text) {
			const around = blockOf(node);
			if (around !== block && nodes.length > 0) {
				yield group(nodes);
				nodes = [];
			}
			block = around;
			nodes.push(node);
			continue;
		}
		const element = node as Element;
		look(element, seen);
		if (isInline(element)) continue;
		// Nothing to read in it, but time passes with it.
		yield nodes.length > 0 ? group(nodes) : null;
		nodes = [];
	}
	if (nodes.length > 0) yield group(nodes);
}

const REJECT = 2;
const ACCEPT = 1;

function look(element: Element, seen: Seen): void {
	const shadow = shadowOf(element);
	if (shadow !== null) seen.root(shadow);
	else if (element.localName.includes("-")) seen.unready(element);
}

function group(nodes: Text[]): Group {
	const text = nodes.length === 1 ? (nodes[0]?.data ?? "") : nodes.map((node) => node.data).join("");
	return { nodes, text: text.length > GROUP_CHARS_MAX ? text.slice(0, GROUP_CHARS_MAX) : text };
}
