/** What the main window can show. */
export type Page = "calls" | "search" | "journal" | "health" | "settings";
