/** What the main window can show. */
export type Page = "calls" | "health" | "settings";
