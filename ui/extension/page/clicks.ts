/** From a person's click on a number to the wish to call it. Clicks that scripts make are no clicks. */

import { boxes, type Mark, type Marks } from "./marks";

export interface Wanted {
	number: string;
	/** Where it stands. */
	at: DOMRect | null;
}

export interface Pointing {
	/** A person pointed at a number and pressed. */
	wants(wanted: Wanted): void;
	/** The pointer is over a number, or over none. */
	over(mark: Mark | null): void;
}

/** A second click within this time selects the number instead, as everywhere. */
const DOUBLE_CLICK_MS = 220;
/** A pointer that moved further between down and up was dragging. */
const DRAG_PX = 4;
const LINKS = ["tel:", "callto:", "sip:"];

export function listen(marks: Marks, pointing: Pointing, end: AbortSignal): void {
	let down: PointerEvent | null = null;
	let single: ReturnType<typeof setTimeout> | null = null;
	let last: Mark | null = null;
	let frame = 0;

	// The innermost element: after the event its path is empty.
	const innermost = (event: MouseEvent) => event.composedPath()[0] ?? null;
	const hit = (target: EventTarget | null, event: MouseEvent): Mark | null =>
		target instanceof Node ? marks.at(target, event.clientX, event.clientY) : null;
	const plain = (event: MouseEvent) =>
		event.isTrusted &&
		event.button === 0 &&
		!event.ctrlKey &&
		!event.metaKey &&
		!event.shiftKey &&
		!event.altKey;

	addEventListener("pointerdown", (event) => (down = event), { capture: true, passive: true, signal: end });

	addEventListener(
		"click",
		(event) => {
			if (!plain(event)) return;
			if (single !== null) clearTimeout(single);
			single = null;
			const dragged =
				down !== null && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > DRAG_PX;
			const mark = event.detail > 1 || dragged ? null : hit(innermost(event), event);
			if (mark === null) return;
			event.preventDefault();
			event.stopPropagation();
			single = setTimeout(
				() => pointing.wants({ number: mark.number, at: boxes(mark)[0] ?? null }),
				DOUBLE_CLICK_MS,
			);
		},
		{ capture: true, signal: end },
	);

	// Last of all: a page that dials by itself says so by preventing what the browser would do.
	addEventListener(
		"click",
		(event) => {
			if (!plain(event) || event.defaultPrevented) return;
			const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
			if (!(link instanceof HTMLAnchorElement) || !LINKS.includes(link.protocol)) return;
			event.preventDefault();
			pointing.wants({ number: link.href, at: link.getBoundingClientRect() });
		},
		{ signal: end },
	);

	addEventListener(
		"pointermove",
		(event) => {
			const target = innermost(event);
			cancelAnimationFrame(frame);
			frame = requestAnimationFrame(() => {
				const mark = event.buttons === 0 ? hit(target, event) : null;
				if (mark === last) return;
				last = mark;
				pointing.over(mark);
			});
		},
		{ capture: true, passive: true, signal: end },
	);
	end.addEventListener("abort", () => cancelAnimationFrame(frame));
}
