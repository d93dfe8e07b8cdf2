import type { BrowserHost } from "../../src/host/browser";
import { element, type Look, press, settled, show, text, type } from "./show";

/** The form for a new person, as a person handles it. */

export const field = (name: string) => `#create-field-${name}`;
export const dialog = () => document.querySelector("dialog[open]");
export const control = (name: string) => element<HTMLInputElement>(field(name));
export const labels = () =>
	[...document.querySelectorAll(".fields .label")].map((one) => one.textContent?.trim().replace(/\s+/g, " "));
export const hint = (name: string) => text(`${field(name)}-hint`);
export const error = (name: string) => document.querySelector(`${field(name)}-error`)?.textContent?.trim();
export const options = (name: string) =>
	[...element<HTMLSelectElement>(field(name)).options].map((one) => one.label);

/** Chooses a value of a list, as a person does. */
export async function choose(name: string, value: string): Promise<void> {
	const select = element<HTMLSelectElement>(field(name));
	select.focus();
	select.value = value;
	select.dispatchEvent(new Event("change", { bubbles: true }));
	await settled();
}

/** Opens the form in the main window, for anybody. */
export async function open(look: Look = {}): Promise<BrowserHost> {
	const host = await show("main-calls", { ...look, setup: `search_delay=0&${look.setup ?? ""}` });
	await press("Control+5");
	await press("Control+n");
	await settled();
	return host;
}

/** What a contact needs. */
export async function fill(): Promise<void> {
	await type(field("LastName"), "Okafor");
	await choose("Customer_Segment__c", "Energy");
}
