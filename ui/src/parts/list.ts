/** Which row a key of lists leads to, from the row `at` (-1: none); `null`: no key of lists, or no rows. */
export function rowAfter(key: string, at: number, count: number, page: number): number | null {
	if (count === 0) return null;
	const to = (row: number) => Math.min(Math.max(row, 0), count - 1);
	switch (key) {
		case "ArrowDown":
			return to(at + 1);
		case "ArrowUp":
			return to(at - 1);
		case "Home":
			return 0;
		case "End":
			return count - 1;
		case "PageDown":
			return to(at + page);
		case "PageUp":
			return to(at - page);
		default:
			return null;
	}
}

/** How many rows a page up or down is: one stays in sight. */
export function pageOf(list: HTMLElement | undefined): number {
	const row = list?.querySelector("[role=option]")?.clientHeight || 1;
	return Math.max(1, Math.floor((list?.clientHeight ?? 0) / row) - 1);
}
