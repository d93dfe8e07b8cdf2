/** On which sites numbers are looked for. */

export interface Sites {
	/** All sites but those that are off. */
	everywhere: boolean;
	on: string[];
	off: string[];
}

export const NO_SITES: Sites = { everywhere: false, on: [], off: [] };

/** Longest list kept; each is a line a person typed. */
const SITES_MAX = 500;

/** The pages of Salesforce, where the extension always may look. */
export const SALESFORCE = [
	"https://*.lightning.force.com/*",
	"https://*.my.salesforce.com/*",
	"https://*.vf.force.com/*",
];
const SALESFORCE_ENDS = [".lightning.force.com", ".my.salesforce.com", ".vf.force.com"];

export const EVERYWHERE = ["https://*/*", "http://*/*"];

export function isSalesforce(host: string): boolean {
	return SALESFORCE_ENDS.some((end) => host.endsWith(end));
}

/** The list names the site, or one above it: `example.com` stands for `www.example.com` too. */
function names(list: readonly string[], host: string): boolean {
	return list.some((site) => host === site || host.endsWith(`.${site}`));
}

export function isOn(sites: Sites, host: string): boolean {
	if (host === "" || names(sites.off, host)) return false;
	return isSalesforce(host) || sites.everywhere || names(sites.on, host);
}

/** What a browser is asked for, so that a site can be read. */
export function origins(site: string): string[] {
	return [`https://${site}/*`, `https://*.${site}/*`, `http://${site}/*`, `http://*.${site}/*`];
}

/** The site that somebody typed or pasted; `null` for none. */
export function siteOf(text: string): string | null {
	const typed = text.trim().toLowerCase();
	if (typed === "") return null;
	try {
		const host = new URL(typed.includes("://") ? typed : `https://${typed}`).hostname;
		return host === "" || host.includes("*") ? null : host;
	} catch {
		return null;
	}
}

/** The host of a page; a frame without an address of its own has that of the page around it. */
export function hostOf(origin: string): string {
	try {
		return new URL(origin).hostname;
	} catch {
		return "";
	}
}

export function read(kept: unknown): Sites {
	if (typeof kept !== "object" || kept === null) return NO_SITES;
	const { everywhere, on, off } = kept as Partial<Sites>;
	const list = (sites: unknown) =>
		Array.isArray(sites) ? sites.filter((site) => typeof site === "string").slice(0, SITES_MAX) : [];
	return { everywhere: everywhere === true, on: list(on), off: list(off) };
}

export async function kept(): Promise<Sites> {
	return read((await chrome.storage.local.get("sites")).sites);
}

export async function keep(sites: Sites): Promise<void> {
	await chrome.storage.local.set({ sites: read(sites) });
}

/** The same with this site switched on or off. */
export function switched(sites: Sites, host: string, on: boolean): Sites {
	const without = (list: readonly string[]) => list.filter((site) => site !== host);
	if (!on) return { ...sites, on: without(sites.on), off: [...without(sites.off), host] };
	const off = sites.off.filter((site) => !names([site], host));
	const needed = !isOn({ ...sites, off }, host);
	return { ...sites, off, on: needed ? [...sites.on, host] : sites.on };
}
