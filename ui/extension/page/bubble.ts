/**
 * The one thing that is shown on a page: what a click would do, and what came of it. It stands in the
 * top layer, in a closed root, takes no clicks, and is in the page only while it is shown.
 */

/** How long the last word about a call stays. */
const STAYS_MS = 4_000;
const GAP = 6;

const STYLE = `
:host { all: initial; }
div { position: fixed; inset: auto; margin: 0; border: 0; padding: 4px 8px; border-radius: 6px; max-width: 320px;
	font: 13px/20px system-ui, sans-serif; color: #f4f6f8; background: #1c2126; pointer-events: none;
	box-shadow: 0 2px 8px rgb(0 0 0 / 30%); }
@media (forced-colors: active) { div { border: 1px solid; } }
`;

export class Bubble {
	#host: HTMLElement | null = null;
	#box: HTMLDivElement | null = null;
	#timer: ReturnType<typeof setTimeout> | null = null;

	/** Shows a text beside a place; `polite` texts are read out. */
	show(text: string, at: DOMRect | null, says: "hint" | "step" | "last"): void {
		const box = this.#box ?? this.#open();
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = says === "last" ? setTimeout(() => this.hide(), STAYS_MS) : null;
		box.setAttribute("role", says === "hint" ? "presentation" : "status");
		if (box.textContent !== text) box.textContent = text;
		if (at === null) {
			box.style.left = `${innerWidth - box.offsetWidth - 2 * GAP}px`;
			box.style.top = `${2 * GAP}px`;
			return;
		}
		const below = at.bottom + GAP + box.offsetHeight < innerHeight;
		box.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - box.offsetWidth - GAP))}px`;
		box.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - box.offsetHeight)}px`;
	}

	hide(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#host?.remove();
		this.#host = null;
		this.#box = null;
	}

	#open(): HTMLDivElement {
		const host = document.createElement("ringside-bubble");
		const root = host.attachShadow({ mode: "closed" });
		const style = new CSSStyleSheet();
		style.replaceSync(STYLE);
		root.adoptedStyleSheets = [style];
		const box = document.createElement("div");
		box.popover = "manual";
		root.append(box);
		document.documentElement.append(host);
		box.showPopover();
		this.#host = host;
		this.#box = box;
		return box;
	}
}
