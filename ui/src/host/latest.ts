/** The last thing that happened in a view: the newest time in it that is not a plan. */
export function latestTime(value: unknown): number {
	if (Array.isArray(value)) return Math.max(0, ...value.map(latestTime));
	if (typeof value !== "object" || value === null) return 0;
	return Math.max(
		0,
		...Object.entries(value).map(([key, part]) => {
			if (key === "due_ms" || key === "ask_ms") return 0;
			return key.endsWith("_ms") && typeof part === "number" ? part : latestTime(part);
		}),
	);
}
