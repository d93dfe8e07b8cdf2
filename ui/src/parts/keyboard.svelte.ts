const TEXT_FIELDS = "textarea, input:not([type=radio]):not([type=checkbox]):not([type=button])";

export function isTextField(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.matches(TEXT_FIELDS) || target.isContentEditable);
}

/** Whether keys reach this window at all, and whether they type text: what the key hints show. */
class Keyboard {
	has = $state(false);
	typing = $state(false);

	/** Follows the window's focus until the returned function is called. */
	watch(): () => void {
		const gained = () => this.#set(true);
		const lost = () => this.#set(false);
		this.#set(document.hasFocus());
		window.addEventListener("focus", gained);
		window.addEventListener("blur", lost);
		document.addEventListener("focusin", this.#moved);
		document.addEventListener("focusout", this.#moved);
		return () => {
			window.removeEventListener("focus", gained);
			window.removeEventListener("blur", lost);
			document.removeEventListener("focusin", this.#moved);
			document.removeEventListener("focusout", this.#moved);
		};
	}

	#set(has: boolean): void {
		this.has = has;
		this.#moved();
	}

	/**
	 * One turn later: during `focusout` the old field still is the active element, and a field taken
	 * off the screen reports in the middle of drawing, when nothing may change.
	 */
	#moved = (): void => {
		queueMicrotask(() => {
			this.typing = isTextField(document.activeElement);
		});
	};
}

export const keyboard = new Keyboard();
