// Builds the extension into dist/: what runs in pages as one plain script, the rest as modules, and the
// words of the one source as the browser wants them.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const here = import.meta.dirname;
const dist = join(here, "dist");
const icons = join(here, "../../icons");
const LANGUAGES = ["en", "de"];

/**
 * The extension's own words of a language: plain texts, with values in braces and nothing else.
 * @param {string} language
 */
function words(language) {
	/** @type {Record<string, string>} */
	const own = {};
	for (const line of readFileSync(join(here, `../src/text/${language}.ftl`), "utf8").split("\n")) {
		const [, id, text] = /^(extension-[a-z-]+) = (.+)$/.exec(line) ?? [];
		if (id === undefined || text === undefined) continue;
		if (/[{}]/.test(text.replace(/\{ \$[a-z]+ \}/g, "")))
			throw new Error(`${language} ${id}: not a plain text`);
		own[id] = text;
	}
	return own;
}

const all = Object.fromEntries(LANGUAGES.map((language) => [language, words(language)]));

/** @type {import("vite").Plugin} */
const virtual = {
	name: "extension-words",
	resolveId: (id) => (id === "virtual:extension-words" ? `\0${id}` : null),
	load: (id) => (id === "\0virtual:extension-words" ? `export default ${JSON.stringify(all)}` : null),
};

/** @type {import("vite").InlineConfig} */
const common = {
	root: here,
	configFile: false,
	logLevel: "warn",
	plugins: [virtual],
};
/** @type {import("vite").BuildOptions} */
const options = {
	target: "chrome134",
	outDir: dist,
	assetsInlineLimit: 0,
	modulePreload: false,
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "icons"), { recursive: true });
await build({
	...common,
	build: {
		...options,
		emptyOutDir: false,
		rolldownOptions: {
			input: { background: "background.ts", popup: "popup.html", options: "options.html" },
			output: { entryFileNames: "[name].js" },
		},
	},
});
await build({
	...common,
	build: {
		...options,
		emptyOutDir: false,
		rolldownOptions: {
			input: { content: "content.ts" },
			output: { format: "iife", entryFileNames: "[name].js", codeSplitting: false },
		},
	},
});

copyFileSync(join(here, "manifest.json"), join(dist, "manifest.json"));
copyFileSync(join(here, "marks.css"), join(dist, "marks.css"));
for (const size of [16, 32, 128]) {
	const drawn = Math.max(size, 32);
	copyFileSync(join(icons, `${drawn}x${drawn}.png`), join(dist, `icons/${size}.png`));
}
for (const [language, texts] of Object.entries(all)) {
	const messages = Object.entries(texts)
		.filter(([, text]) => !text.includes("$"))
		.map(([id, message]) => [id.replaceAll("-", "_"), { message }]);
	mkdirSync(join(dist, "_locales", language), { recursive: true });
	const text = JSON.stringify(Object.fromEntries(messages), null, "\t");
	writeFileSync(join(dist, "_locales", language, "messages.json"), `${text}\n`);
}
