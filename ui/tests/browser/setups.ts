import type { Section } from "../../src/settings/sections";
import { element, press, settled, type } from "./show";

interface Setup {
	name: string;
	section: Section;
	setup: string;
	/** What is done before anybody looks. */
	doing?: () => Promise<unknown>;
}

async function test(): Promise<void> {
	await press("Control+Enter");
	await settled();
}

/** Every state of every section: what is checked for access and for room. */
export const SETUPS: Setup[] = [
	{ name: "general", section: "general", setup: "" },
	{ name: "creation", section: "creation", setup: "" },
	{ name: "pop, refused", section: "pop", setup: "", doing: () => refuse("#field-pop-wrap_up_s", "5") },
	{
		name: "network, refused",
		section: "network",
		setup: "",
		doing: () => refuse("#field-network-proxy", "x"),
	},
	{ name: "phone, empty", section: "phone", setup: "settings=fresh", doing: test },
	{ name: "phone, tested", section: "phone", setup: "", doing: test },
	{ name: "phone, failed", section: "phone", setup: "findings=refused", doing: test },
	{ name: "phone, testing", section: "phone", setup: "findings=never", doing: test },
	{ name: "phone, second source", section: "phone", setup: "settings=hook&hook=on" },
	{ name: "phone, second source down", section: "phone", setup: "settings=hook&hook=down" },
	{
		name: "matching, tried",
		section: "matching",
		setup: "settings=matching",
		doing: () => type("#tried", "0049 40 / 66969 412"),
	},
	{
		name: "matching, refused",
		section: "matching",
		setup: "settings=matching&tried=only-last&index=stopped&choices=none",
		doing: async () => {
			await type("#tried", "x");
			await type("#field-matching-rules-0-find", "(0");
			await press("Control+s");
		},
	},
	{
		name: "matching, shared",
		section: "matching",
		setup: "settings=matching&tried=shared&choices=many&index=syncing",
		doing: () => type("#tried", "x"),
	},
	{
		name: "matching, failed",
		section: "matching",
		setup: "tried=failed&index=empty",
		doing: () => type("#tried", "x"),
	},
	{
		name: "matching, countries",
		section: "matching",
		setup: "",
		doing: async () => {
			element("#field-matching-default_region").click();
			await settled();
		},
	},
	{ name: "salesforce, out", section: "salesforce", setup: "settings=fresh&sign_in=out" },
	{
		name: "salesforce, key missing",
		section: "salesforce",
		setup: "settings=fresh&sign_in=out",
		doing: test,
	},
	{
		name: "salesforce, Connected App",
		section: "salesforce",
		setup: "sign_in=out",
		doing: async () => {
			element("#guide-tabs-app").click();
			await settled();
		},
	},
	{ name: "salesforce, waiting", section: "salesforce", setup: "sign_in=waiting" },
	{ name: "salesforce, failed", section: "salesforce", setup: "sign_in=failed" },
	{ name: "salesforce, in", section: "salesforce", setup: "sign_in=in" },
	{ name: "salesforce, nameless", section: "salesforce", setup: "sign_in=nameless" },
	{ name: "salesforce, memory", section: "salesforce", setup: "sign_in=sandbox&settings=memory" },
	{
		name: "salesforce, another key",
		section: "salesforce",
		setup: "sign_in=in",
		doing: () => type("#field-salesforce-consumer_key", "other"),
	},
	{
		name: "salesforce, rights",
		section: "salesforce",
		setup: "sign_in=in&findings=faults",
		doing: async () => {
			element(".rights button").click();
			await settled();
		},
	},
	{ name: "journal", section: "journal", setup: "" },
	{
		name: "journal, unknown variable",
		section: "journal",
		setup: "",
		doing: () => type("#field-journal-missed", "[DateTime]: [Dauer]"),
	},
	{
		name: "journal, completion",
		section: "journal",
		setup: "",
		doing: () => type("#field-journal-missed", "[Con"),
	},
	{
		name: "journal, a line refused",
		section: "journal",
		setup: "",
		doing: () => type("#field-journal-never", "812\nnobody"),
	},
	{
		name: "discarded",
		section: "pop",
		setup: "",
		doing: async () => {
			await type("#field-pop-wrap_up_s", "90");
			await press("Escape");
		},
	},
];

async function refuse(field: string, text: string): Promise<void> {
	await type(field, text);
	await press("Control+s");
	await settled();
}
