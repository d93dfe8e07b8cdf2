/** What the main window can show. */
export type Page = "calls" | "search" | "health" | "settings";
