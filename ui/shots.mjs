// Takes a picture of every state: `npm run shots [part-of-a-name]`. Needs the pages built with
// `--mode stories`, which is what the npm script does.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright";
import { CHROMIUM, ZONE } from "./tests/chromium.js";

const pages = new URL("../target/ui-stories/", import.meta.url).pathname;
const out = new URL("../target/shots/ui/", import.meta.url).pathname;
const fixtures = new URL("../tests/fixtures/views/", import.meta.url).pathname;
const only = process.argv[2] ?? "";

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
const STRICT =
	"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'";

/** Serves the built pages under the same strict content policy as the app. */
const server = createServer(async (request, response) => {
	const path = normalize(new URL(request.url ?? "/", "http://x").pathname);
	if (path === "/favicon.ico") {
		response.writeHead(204).end();
		return;
	}
	try {
		const body = await readFile(join(pages, path));
		const type = TYPES[extname(path)] ?? "text/plain";
		response.writeHead(200, { "content-type": type, "content-security-policy": STRICT }).end(body);
	} catch {
		response.writeHead(404).end();
	}
});
await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
const address = server.address();
if (address === null || typeof address === "string") throw new Error("no port");
const base = `http://127.0.0.1:${address.port}`;

const names = (await readdir(fixtures))
	.map((file) => file.replace(/\.json$/, ""))
	.filter((name) => name !== "details");
/** @typedef {{ name: string, view: string, query?: string, first?: string[], click?: string[], fill?: [string, string][], press?: string[], pick?: string, blur?: boolean, width?: number, height?: number, zoom?: number }} Story */

/**
 * What only appears after a key, or without focus.
 * @type {Story[]}
 */
const more = [
	{ name: "pop-why", view: "pop-one", press: ["w"] },
	{ name: "pop-why-lead", view: "pop-do-not-call", press: ["w"] },
	{ name: "pop-transfer", view: "pop-talking", press: ["Alt+t"] },
	{ name: "pop-transfer-typed", view: "pop-talking", press: ["Alt+t", "a"] },
	{ name: "pop-transfer-ringing", view: "pop-one", press: ["t"] },
	{ name: "pop-dial-link-unfocused", view: "pop-dial-link", blur: true },
	{ name: "pop-one-unfocused", view: "pop-one", blur: true },
	{ name: "pop-talking-details", view: "pop-talking", press: ["Alt+d"] },
	{ name: "main-chats", view: "main-calls", press: ["Control+2"] },
	{
		name: "main-chats-several",
		view: "main-calls",
		first: ["Control+2"],
		click: [".list .row:nth-child(2)"],
	},
	{ name: "main-chats-stuck", view: "main-calls", first: ["Control+2"], click: [".list .row:nth-child(5)"] },
	{ name: "main-chats-refused", view: "main-down", press: ["Control+2"] },
	{ name: "main-chats-narrow", view: "main-calls", press: ["Control+2"], width: 620, height: 560 },
	{ name: "journal", view: "main-journal", press: ["Control+4"] },
	{ name: "journal-discard", view: "main-journal", press: ["Control+4", "Delete"] },
	...["", "nothing", "no-log", "refused", "running"].map((compared) => ({
		name: compared === "" ? "compare" : `compare-${compared}`,
		view: "main-journal",
		query: `compared=${compared}`,
		press: ["Control+4", "Control+g", "Control+Enter"],
	})),
	{
		name: "compare-doubled",
		view: "main-journal",
		first: ["Control+4", "Control+g", "Control+Enter"],
		click: ["[id*='|58|']"],
	},
	{
		name: "compare-days",
		view: "main-journal",
		first: ["Control+4", "Control+g"],
		click: [".segments label:nth-child(4)"],
		fill: [["#compare-to", "2026-10-01"]],
		press: ["Control+Enter"],
	},
	{
		name: "compare-confirm",
		view: "main-journal",
		first: ["Control+4", "Control+g", "Control+Enter"],
		click: [".summary button"],
	},
	{
		name: "compare-narrow",
		view: "main-journal",
		press: ["Control+4", "Control+g", "Control+Enter"],
		width: 880,
		height: 560,
	},
	{
		name: "compare-rivals",
		view: "main-journal",
		query: "compared=rivals",
		first: ["Control+4", "Control+g", "Control+Enter"],
		click: [".list [id*='|57|']"],
	},
	{ name: "compare-zoom", view: "main-journal", press: ["Control+4", "Control+g", "Control+Enter"], zoom: 2 },
	{ name: "journal-narrow", view: "main-journal", press: ["Control+4"], width: 880, height: 560 },
	{ name: "main-health", view: "main-calls", press: ["Control+5"] },
	{ name: "main-health-down", view: "main-down", press: ["Control+5"] },
	{ name: "health-checks", view: "main-calls", query: "findings=faults", press: ["Control+5", "Control+r"] },
	{ name: "health-checks-passed", view: "main-calls", press: ["Control+5", "Control+r"] },
	{
		name: "main-stuck",
		view: "main-calls",
		press: ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"],
	},
	{ name: "main-keys", view: "main-calls", press: ["?"] },
	{ name: "main-narrow", view: "main-calls", width: 880, height: 560 },
	{ name: "main-icons", view: "main-calls", width: 960, height: 640 },
	{ name: "main-zoom", view: "main-calls", zoom: 2 },
	{ name: "pop-one-zoom", view: "pop-one", zoom: 2 },
	{ name: "pop-talking-zoom", view: "pop-talking", zoom: 2 },
];
/**
 * Settings: opened with their key, then the section.
 * @param {string} name @param {string} section @param {string} query @param {Partial<Story>} [rest]
 * @returns {Story}
 */
function settings(name, section, query, rest = {}) {
	const at =
		[
			"general",
			"phone",
			"salesforce",
			"matching",
			"journal",
			"chats",
			"creation",
			"dial",
			"pop",
			"network",
		].indexOf(section) + 1;
	const { click = [], ...others } = rest;
	return {
		name: `settings-${name}`,
		view: "main-calls",
		query,
		first: ["Control+6"],
		click: [`.sections button:nth-child(${at})`, ...click],
		...others,
	};
}
const fresh = "settings=fresh&sign_in=out";
more.push(
	settings("general", "general", "sign_in=in"),
	settings("chats", "chats", "sign_in=in"),
	settings("pop", "pop", "sign_in=in"),
	settings("creation", "creation", "sign_in=in", { height: 1300 }),
	settings("journal", "journal", "sign_in=in"),
	settings("journal-error", "journal", "sign_in=in", {
		fill: [
			["#field-journal-answered_outbound", "[DateTime]: Call from [Agent] to [Number] ([Name]), [Dauer]."],
		],
	}),
	settings("journal-completion", "journal", "sign_in=in", {
		fill: [["#field-journal-missed", "[DateTime]: Missed [Con"]],
	}),
	settings("journal-narrow", "journal", "sign_in=in", { width: 880, height: 560 }),
	settings("journal-zoom", "journal", "sign_in=in", { zoom: 2 }),
	settings("salesforce-out", "salesforce", fresh),
	settings("salesforce-my-domain", "salesforce", fresh, {
		click: [".segments label:nth-child(3)"],
		fill: [["#field-salesforce-login_address", "nordwind.my.salesforce.com"]],
	}),
	settings("salesforce-waiting", "salesforce", "sign_in=waiting"),
	settings("salesforce-failed", "salesforce", "sign_in=failed"),
	settings("salesforce-in", "salesforce", "sign_in=in"),
	settings("salesforce-rights", "salesforce", "sign_in=in&findings=faults", { click: [".rights button"] }),
	settings("salesforce-memory", "salesforce", "settings=memory&sign_in=sandbox"),
	settings("salesforce-sign-out", "salesforce", "sign_in=in", { click: [".account button"] }),
	settings("salesforce-legacy", "salesforce", fresh, { click: ["#guide-tabs-app"] }),
	settings("salesforce-narrow", "salesforce", fresh, { width: 880, height: 560 }),
	settings("salesforce-zoom", "salesforce", fresh, { zoom: 2 }),
	settings("phone-empty", "phone", fresh),
	settings("phone-tested", "phone", "", { press: ["Control+Enter"] }),
	settings("phone-failed", "phone", "findings=refused", { press: ["Control+Enter"] }),
	settings("phone-second", "phone", "settings=hook&hook=on", { click: ["#presets-snom"], height: 1500 }),
	settings("phone-narrow", "phone", "settings=hook&hook=on", { width: 880, height: 560 }),
	settings("matching", "matching", "settings=matching", {
		fill: [["#tried", "0049 40 / 66969 412"]],
		width: 1480,
		height: 1300,
	}),
	settings("matching-default", "matching", "settings=matching&tried=shared", {
		fill: [["#tried", "+49 30 23125100"]],
	}),
	settings("matching-asked", "matching", "settings=matching&tried=nobody&choices=many&index=syncing", {
		fill: [["#tried", "0049 40 / 66969 412"]],
		press: ["Enter"],
		height: 1500,
	}),
	settings("matching-refused", "matching", "settings=matching&tried=only-last&index=stopped&choices=none", {
		click: [".add button"],
		fill: [
			["#field-matching-rules-3-name", "One bracket too many"],
			["#field-matching-rules-3-find", "^0(0"],
			["#tried", "x"],
		],
		press: ["Control+s"],
		height: 1300,
	}),
	settings("matching-region", "matching", "", { click: ["#field-matching-default_region"] }),
	settings("matching-narrow", "matching", "settings=matching", { width: 880, height: 560 }),
	settings("matching-zoom", "matching", "settings=matching", { zoom: 2, height: 3000 }),
	settings("network", "network", ""),
	settings("network-refused", "network", "", {
		fill: [
			["#field-network-proxy", "proxy"],
			["#field-network-ca_file", "/etc/ssl/own.txt"],
		],
		press: ["Control+s"],
	}),
);
/**
 * The search: opened with its key, a text typed.
 * @param {string} name @param {string} text @param {Partial<Story>} [rest]
 * @returns {Story}
 */
function search(name, text, rest = {}) {
	const { fill = [], ...others } = rest;
	return {
		name: `search-${name}`,
		view: "main-calls",
		query: "search_delay=0",
		first: ["Control+3"],
		fill: [["[role=combobox]", text], ...fill],
		...others,
	};
}
more.push(
	search("found", "vogel"),
	search("empty", ""),
	search("number", "030 23125 100", { press: ["ArrowDown"] }),
	search("email", "s.achter"),
	search("long", "maximiliane"),
	search("long-narrow", "maximiliane", { width: 880, height: 560 }),
	search("hostile", "<img"),
	search("asking", "vogel", { query: "search_delay=600000" }),
	search("short", "v"),
	search("nobody", "vogl"),
	search("kind", "vogel", { click: [".segments label:nth-child(3)"] }),
	search("offline", "vogel", { query: "search_delay=0&search_fails=salesforce-offline" }),
	search("offline-nobody", "vogl", { query: "search_delay=0&search_fails=salesforce-offline" }),
	search("signed-out", "vogel", { view: "main-down" }),
	search("narrow", "vogel", { width: 640, height: 560 }),
	search("narrow-details", "vogel", { width: 640, height: 560, press: ["Alt+d"] }),
	search("zoom", "vogel", { zoom: 2 }),
	search("zoom-narrow", "vogel", { zoom: 2, width: 880, height: 560 }),
	search("zoom-number", "23125100", { zoom: 2, press: ["Alt+d"] }),
	search("zoom-offline", "vogel", { zoom: 2, query: "search_delay=0&search_fails=salesforce-offline" }),
);
/**
 * The form for a new person: opened with its key, then filled.
 * @param {string} name @param {string} query @param {Partial<Story>} [rest]
 * @returns {Story}
 */
function create(name, query, rest = {}) {
	return {
		name: `create-${name}`,
		view: "main-calls",
		query: `search_delay=0&${query}`,
		first: ["Control+5", "Control+n"],
		...rest,
	};
}
const KNOWN = /** @type {[string, string][]} */ ([["#create-field-LastName", "Vogelsang"]]);
const NEW = /** @type {[string, string][]} */ ([["#create-field-LastName", "Okafor"]]);
more.push(
	create("empty", ""),
	create("loading", "form=slow"),
	create("basics", "form=basics"),
	create("restored", "form=restored"),
	create("lead", "", { click: [".segments label:nth-child(2)"] }),
	create("duplicate", "", { fill: KNOWN }),
	create("account", "", { fill: [...KNOWN, ["#create-field-AccountId", "vogel"]] }),
	create("refused", "create=refused", {
		fill: [...NEW, ["#create-field-Email", "j.meyer@rheinhafen"]],
		press: ["Control+Enter"],
	}),
	create("alert", "create=alert", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("block", "create=block", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("queued", "create=offline", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("failed", "create=failed", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("unseen", "create=unseen", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("unseen-block", "create=unseen-block", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("outside", "create=outside", { fill: NEW, pick: "Energy", press: ["Control+Enter"] }),
	create("formless", "form=fails", { fill: NEW }),
	{ name: "journal-people", view: "main-journal", query: "people=waiting", press: ["Control+4"] },
	{ name: "journal-people-alone", view: "main-journal-empty", query: "people=waiting", press: ["Control+4"] },
	{
		name: "journal-people-give-up",
		view: "main-journal",
		query: "people=waiting",
		first: ["Control+4"],
		click: [".details-side .danger-text"],
	},
	{
		name: "journal-people-narrow",
		view: "main-journal",
		query: "people=waiting",
		press: ["Control+4"],
		width: 880,
		height: 560,
	},
	{
		name: "journal-people-zoom",
		view: "main-journal",
		query: "people=waiting",
		press: ["Control+4"],
		zoom: 2,
	},
	create("narrow", "", { fill: KNOWN, width: 880, height: 560 }),
	create("zoom", "", { fill: KNOWN, zoom: 2 }),
	{ name: "create-call", view: "main-calls", click: [".list [role=option]:nth-child(4)"] },
	{
		name: "link-open",
		view: "main-calls",
		query: "search_delay=0",
		click: [".list [role=option]:nth-child(3)", "#call-link"],
	},
	{
		name: "link-found",
		view: "main-calls",
		query: "search_delay=0",
		click: [".list [role=option]:nth-child(3)"],
		fill: [["#call-link", "vogel"]],
	},
	{
		name: "link-nobody",
		view: "main-calls",
		query: "search_delay=0",
		click: [".list [role=option]:nth-child(3)"],
		fill: [["#call-link", "okafor"]],
	},
	{ name: "related-open", view: "main-calls", click: [".list [role=option]:nth-child(2)", "#related"] },
	{
		name: "related-found",
		view: "main-calls",
		click: [".list [role=option]:nth-child(2)"],
		fill: [["#related", "gear"]],
	},
	{ name: "pop-related", view: "pop-ended-written", press: ["Alt+o", "ArrowDown"] },
	search("nobody-create", "okafor"),
	search("company", "vogelweide"),
	{ name: "pop-none-off", view: "pop-none", query: "kinds=none" },
);
/** @type {Story[]} */
const stories = [...names.map((name) => ({ name, view: name })), ...more].filter(({ name }) =>
	name.includes(only),
);

const browser = await chromium.launch(CHROMIUM);
await mkdir(out, { recursive: true });

/** Pictures taken side by side: waiting for fonts and frames, not for the processor. */
const AT_ONCE = 4;
const LOOKS = [
	...["light", "dark"].flatMap((theme) => ["en", "de"].map((lang) => ({ theme, lang }))),
	{ theme: "high_contrast", lang: "en" },
];

/**
 * @param {Story} story
 * @param {{ theme: string, lang: string }} look
 */
async function shoot(story, { theme, lang }) {
	const pop = story.name.startsWith("pop");
	const zoom = story.zoom ?? 1;
	const size = pop
		? { width: 400 * zoom, height: 640 * zoom }
		: { width: story.width ?? 1120, height: story.height ?? 728 };
	const page = await browser.newPage({ viewport: size, deviceScaleFactor: 1.5, timezoneId: ZONE });
	page.on("console", (message) => {
		if (message.type() === "error") throw new Error(`${story.name}: ${message.text()}`);
	});
	page.on("pageerror", (error) => {
		throw error;
	});
	const file = pop ? "pop.html" : "index.html";
	await page.goto(`${base}/${file}?view=${story.view}&theme=${theme}&lang=${lang}&${story.query ?? ""}`);
	await page.waitForSelector(pop ? ".pop" : ".window");
	await page.evaluate((z) => document.documentElement.style.setProperty("font-size", `${z * 100}%`), zoom);
	if (!pop) await page.focus(".list", { timeout: 500 }).catch(() => undefined);
	for (const key of story.first ?? []) await page.keyboard.press(key);
	for (const target of story.click ?? []) await page.click(target);
	for (const [field, text] of story.fill ?? []) await page.fill(field, text);
	if (story.pick) await page.selectOption("#create-field-Customer_Segment__c", story.pick);
	for (const key of story.press ?? []) await page.keyboard.press(key);
	if (story.blur) await page.evaluate(() => window.dispatchEvent(new Event("blur")));
	await page.evaluate(() => document.fonts.ready);
	// The search line waits this long before it shows.
	await page.waitForTimeout(300);
	const target = pop ? page.locator(".pop") : page;
	await target.screenshot({ path: `${out}/${story.name}-${theme}-${lang}.png`, omitBackground: true });
	await page.close();
}

const jobs = stories.flatMap((story) => LOOKS.map((look) => ({ story, look })));
await Promise.all(
	Array.from({ length: AT_ONCE }, async () => {
		for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await shoot(job.story, job.look);
	}),
);
await browser.close();
server.close();
