/** Where a person signs in to Salesforce: the two doors everybody has, or the org's own. */
export type LoginHost = "production" | "sandbox" | "my_domain";

/** salesforce.md 1.2: login hosts of production orgs and sandboxes. */
const ADDRESSES: Record<Exclude<LoginHost, "my_domain">, string> = {
	production: "https://login.salesforce.com",
	sandbox: "https://test.salesforce.com",
};

export function loginHost(address: string): LoginHost {
	const bare = bareHost(address).toLowerCase();
	if (bare === bareHost(ADDRESSES.production)) return "production";
	if (bare === bareHost(ADDRESSES.sandbox)) return "sandbox";
	return "my_domain";
}

export function addressOf(host: Exclude<LoginHost, "my_domain">): string {
	return ADDRESSES[host];
}

/** As it is shown: without what every address has. */
export function bareHost(address: string): string {
	return address
		.trim()
		.replace(/^https:\/\//i, "")
		.replace(/\/$/, "");
}

/** As it is sent: people leave the scheme out. */
export function withScheme(typed: string): string {
	const text = typed.trim();
	return text === "" || text.includes("://") ? text : `https://${text}`;
}
