/** What the main window can show. */
export type Page = "calls" | "chats" | "search" | "journal" | "health" | "settings";
