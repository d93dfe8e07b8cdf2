import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { PROBLEM_CODES, VARIABLES } from "../src/bindings";

const SRC = new URL("../src", import.meta.url).pathname;
const EXTENSION = new URL("../extension", import.meta.url).pathname;
const read = (path: string) => readFileSync(join(SRC, path), "utf8");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
	/\.(svelte|ts)$/.test(file),
);

function bundle(language: string): FluentBundle {
	const made = new FluentBundle(language, { useIsolating: false });
	const errors = made.addResource(new FluentResource(read(`text/${language}.ftl`)));
	expect(errors).toEqual([]);
	return made;
}

/** The sources of the browser's extension, its manifest included. */
function extension(): string[] {
	return readdirSync(EXTENSION, { recursive: true, encoding: "utf8" })
		.filter((file) => /^(?!dist).*\.(ts|html|json)$/.test(file))
		.map((file) =>
			readFileSync(join(EXTENSION, file), "utf8").replace(/__MSG_(\w+)__/g, (_, id) =>
				id.replaceAll("_", "-"),
			),
		);
}

/** Ids in the order they stand, by line, as the native side collects them. */
function ids(language: string): string[] {
	return read(`text/${language}.ftl`)
		.split("\n")
		.filter((line) => /^[a-z]/.test(line))
		.map((line) => line.split(" =")[0] ?? "");
}

/** The variables a text names, plural branches included. */
function variables(language: string): Map<string, string[]> {
	const out = new Map<string, string[]>();
	let id = "";
	for (const line of read(`text/${language}.ftl`).split("\n")) {
		if (/^[a-z]/.test(line)) id = line.split(" =")[0] ?? "";
		const found = [...line.matchAll(/\$([a-z_]+)/g)].map((match) => match[1] ?? "");
		out.set(id, [...new Set([...(out.get(id) ?? []), ...found])].sort());
	}
	return out;
}

describe("texts", () => {
	it("are the same ids in both languages, each once, and every one is readable", () => {
		const english = ids("en");
		expect(ids("de")).toEqual(english);
		expect(new Set(english).size).toBe(english.length);
		for (const language of ["en", "de"]) {
			const made = bundle(language);
			for (const id of english) expect(made.getMessage(id)?.value, `${language} ${id}`).toBeTruthy();
		}
	});

	it("name the same variables in both languages", () => {
		const german = variables("de");
		for (const [id, names] of variables("en")) expect(german.get(id), id).toEqual(names);
	});

	it("exist for every problem, with what mends it", () => {
		const english = ids("en");
		for (const code of PROBLEM_CODES) {
			expect(english).toContain(`problem-${code}`);
			expect(english).toContain(`problem-${code}-remedy`);
		}
	});

	it("are all used, here or by the native side", () => {
		const source = files
			.filter((file) => file !== "bindings.ts")
			.map(read)
			.concat(extension())
			.join("\n");
		const native = /^(tray|notify|done-page|denied-page|ctl|doctor|problem)-|^(window-title|app-name)$/;
		// Made of a stem and a word of the engine: t(`heard-${verdict}`). Which words there are is checked below.
		const stems = [...source.matchAll(/\bt\(\s*`([a-z-]+)\$\{[^}]+\}([a-z-]*)`/g)].map(
			(match) => new RegExp(`^${match[1]}[a-z0-9-]+${match[2]}$`),
		);
		const unused = ids("en").filter(
			(id) => !native.test(id) && !source.includes(`"${id}"`) && !stems.some((stem) => stem.test(id)),
		);
		expect(unused).toEqual([]);
	});

	it("exist for every word of the engine that becomes one, and for no other", () => {
		const bindings = read("bindings.ts");
		const words = (type: string) => {
			const line = new RegExp(`export type ${type} = ([^;]+);`).exec(bindings)?.[1] ?? "";
			return [...line.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
		};
		const english = ids("en");
		const own = ["not-a-number", "needed", "needed-test", "line", "unknown-variable-near"];
		for (const [stem, expected] of [
			["field-error", [...words("FieldError"), ...own]],
			[
				"preset",
				words("PresetId")
					.flatMap((id) => [id, `${id}-where`])
					.concat("unconfirmed"),
			],
			["heard", words("HeardVerdict")],
			["rule-error", [...words("RuleError"), "otherwise"]],
			["entry-none", [...words("NotWritten"), "live", "other"]],
			["filled", words("FilledView").filter((id) => id !== "always")],
			["variable", [...VARIABLES.map((variable) => variable.id), "inserted"]],
			["check", words("Check").flatMap((id) => [id, `${id}-why`, `${id}-ok`])],
		] as const) {
			expect(expected.length, stem).toBeGreaterThan(3);
			// Words about the checks themselves stand beside those of each check.
			const found = english.filter((id) => id.startsWith(`${stem}-`) && !/^check-(now|again)$/.test(id));
			expect(found.toSorted(), stem).toEqual(expected.map((id) => `${stem}-${id}`).toSorted());
		}
	});

	it("keep the tone: no please, no oops, no exclamation marks", () => {
		for (const language of ["en", "de"]) {
			expect(read(`text/${language}.ftl`)).not.toMatch(/\b(please|oops|successfully|bitte|erfolgreich)\b|!/i);
		}
	});
});

describe("borders", () => {
	const importsOf = (file: string) =>
		[...read(file).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");

	it("only the host names the native side", () => {
		const others = files.filter((file) => !file.startsWith("host/"));
		expect(others.filter((file) => importsOf(file).some((from) => from.startsWith("@tauri-apps/")))).toEqual(
			[],
		);
	});

	it("concepts do not import each other, parts and texts import no concept", () => {
		const concepts = ["call", "caller", "journal", "health", "settings"];
		const inner = [...concepts, "search", "parts", "text"];
		const wrong = files.flatMap((file) => {
			const folder = file.split("/")[0] ?? "";
			if (!inner.includes(folder) || file.endsWith(".test.ts")) return [];
			// Who is found is drawn as who is calling is.
			const over = folder === "search" ? ["caller", "parts", "text"] : folder === "parts" ? ["text"] : [];
			const allowed = concepts.includes(folder) ? ["parts", "text"] : over;
			return importsOf(file)
				.filter((from) => from.startsWith("../"))
				.map((from) => from.split("/")[1] ?? "")
				.filter((to) => ![...allowed, "bindings", "view.svelte"].includes(to))
				.map((to) => `${file} → ${to}`);
		});
		expect(wrong).toEqual([]);
	});

	it("no text goes in as HTML, no style or script stands in the pages", () => {
		expect(files.filter((file) => /\{@html|innerHTML|outerHTML|insertAdjacentHTML/.test(read(file)))).toEqual(
			[],
		);
		expect(files.filter((file) => file.endsWith(".svelte") && /\sstyle="/.test(read(file)))).toEqual([]);
		for (const page of ["index.html", "pop.html", "create.html"]) {
			const html = readFileSync(join(SRC, "..", page), "utf8");
			expect(html).not.toMatch(/<style|<script(?![^>]*\ssrc=)/);
		}
	});

	it("components name colours by role", () => {
		const raw = files.filter(
			(file) => file.endsWith(".svelte") && /#[0-9a-f]{3,8}\b(?=[;\s)])/i.test(read(file)),
		);
		expect(raw).toEqual([]);
	});
});
