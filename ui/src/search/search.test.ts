import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FoundView, SearchHere, SearchThere } from "../bindings";
import type { Host } from "../host/types";
import { current } from "../view.svelte";
import { merged, QUIET_MS, Search } from "./search.svelte";

const person = (id: string, title: string | null = null): FoundView => ({
	id,
	kind: "contact",
	name: `Name of ${id}`,
	title,
	company: null,
	email: null,
	owner: null,
	do_not_call: false,
	last_activity: null,
	can_open: true,
	phones: [],
	name_marks: [],
	company_marks: [],
	email_marks: [],
	why: null,
	digits: null,
	index_read_ms: null,
});
const here = (ids: string[], ask = true): SearchHere => ({
	number: null,
	found: ids.map((id) => person(id)),
	more: false,
	ask,
});
const there = (ids: string[]): SearchThere => ({
	there: "found",
	found: ids.map((id) => person(id, "from Salesforce")),
	more: false,
	requests: 1,
});

/** Answers when the test says so: by text, in the order of the questions. */
class Questions<Answer> {
	readonly texts: string[] = [];
	#waiting: { text: string; answer: (answer: Answer) => void; fail: () => void }[] = [];

	ask = (text: string): Promise<Answer> => {
		this.texts.push(text);
		return new Promise((answer, fail) => this.#waiting.push({ text, answer, fail }));
	};

	async answer(text: string, answer: Answer | "fails"): Promise<void> {
		const at = this.#waiting.findIndex((one) => one.text === text);
		const [question] = this.#waiting.splice(at, 1);
		if (at < 0 || question === undefined) throw new Error(`nobody asked for ${text}`);
		if (answer === "fails") question.fail();
		else question.answer(answer);
		await vi.advanceTimersByTimeAsync(0);
	}
}

let computer: Questions<SearchHere>;
let salesforce: Questions<SearchThere>;
let search: Search;
const ids = () => search.rows.map((row) => `${row.found.id}${row.there ? "*" : ""}`).join(" ");

beforeEach(async () => {
	vi.useFakeTimers();
	computer = new Questions();
	salesforce = new Questions();
	await current.start({
		view: async () => null,
		onView: async () => () => undefined,
		searchHere: computer.ask,
		searchThere: salesforce.ask,
	} as Partial<Host> as Host);
	search = new Search();
});

afterEach(() => {
	current.reset();
	vi.useRealTimers();
});

describe("what is asked, and when", () => {
	it("this computer at every letter, Salesforce once, after a quarter of a second without one", async () => {
		for (const text of ["v", "vo", "vog"]) {
			search.type(text);
			await computer.answer(text, here(["a"]));
			await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
		}
		expect(computer.texts).toEqual(["v", "vo", "vog"]);
		expect(salesforce.texts).toEqual([]);
		expect([search.there.there, search.asking]).toEqual(["waiting", false]);
		await vi.advanceTimersByTimeAsync(1);
		expect(salesforce.texts).toEqual(["vog"]);
		expect(search.asking).toBe(true);
	});

	it("Salesforce right after this computer, when that took longer", async () => {
		search.type("vog");
		await vi.advanceTimersByTimeAsync(QUIET_MS * 2);
		expect(salesforce.texts).toEqual([]);
		await computer.answer("vog", here([]));
		await vi.advanceTimersByTimeAsync(0);
		expect(salesforce.texts).toEqual(["vog"]);
	});

	it("Salesforce not at all where this computer says that it is no use", async () => {
		search.type("v");
		await computer.answer("v", here(["a"], false));
		await vi.advanceTimersByTimeAsync(QUIET_MS * 4);
		expect(salesforce.texts).toEqual([]);
		expect(search.there.there).toBe("idle");
	});

	it("nobody about blanks: a text that only got some is the same question", async () => {
		search.type("vog");
		await computer.answer("vog", here(["a"]));
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vog", there(["b"]));
		search.type("vog ");
		await vi.advanceTimersByTimeAsync(QUIET_MS * 4);
		expect([computer.texts, salesforce.texts]).toEqual([["vog"], ["vog"]]);
		expect(ids()).toBe("a b*");
		search.type("  ");
		expect([ids(), search.here, search.there.there]).toEqual(["", "idle", "idle"]);
	});

	it("both at once, when the agent asks again", async () => {
		search.type("vog");
		await computer.answer("vog", here(["a"]));
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vog", { there: "failed", problem: { code: "salesforce-busy", detail: null } });
		search.again();
		await computer.answer("vog", here(["a"]));
		await vi.advanceTimersByTimeAsync(0);
		expect(salesforce.texts).toEqual(["vog", "vog"]);
	});
});

describe("what comes back", () => {
	it("replaces the list only when it comes, never before", async () => {
		search.type("vo");
		await computer.answer("vo", here(["a", "b"]));
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vo", there(["c"]));
		search.type("vog");
		expect(ids()).toBe("a b c*");
		await computer.answer("vog", here(["b"]));
		expect(ids()).toBe("b");
	});

	it("is dropped when it answers an older text", async () => {
		search.type("vo");
		search.type("vog");
		await computer.answer("vog", here(["new"]));
		await computer.answer("vo", here(["old"]));
		expect(ids()).toBe("new");
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		search.type("voge");
		await computer.answer("voge", here(["newest"]));
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vog", there(["late"]));
		expect(ids()).toBe("newest");
		expect(search.asking).toBe(true);
		await salesforce.answer("voge", there(["there"]));
		expect(ids()).toBe("newest there*");
	});

	it("from Salesforce changes a row in place and adds the others below, each once", () => {
		const rows = ["a", "b", "c"].map((id) => ({ found: person(id), there: false }));
		const found = ["d", "b", "e", "d"].map((id) => person(id, "newer"));
		const all = merged(rows, found);
		expect(all.map((row) => [row.found.id, row.there, row.found.title])).toEqual([
			["a", false, null],
			["b", false, "newer"],
			["c", false, null],
			["d", true, "newer"],
			["e", true, "newer"],
		]);
	});

	it("twice the same person is one row", async () => {
		search.type("vog");
		await computer.answer("vog", here(["a", "b", "a"]));
		expect(ids()).toBe("a b");
	});

	it("keeps who was chosen while they are there, and forgets them when they are gone", async () => {
		search.type("vo");
		await computer.answer("vo", here(["a", "b"]));
		search.chosen = "b";
		search.type("vog");
		await computer.answer("vog", here(["c", "b"]));
		expect(search.chosen).toBe("b");
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vog", there(["d", "b"]));
		expect(search.chosen).toBe("b");
		search.type("voge");
		await computer.answer("voge", here(["c"]));
		expect(search.chosen).toBeNull();
	});

	it("nothing, or a question given up though nothing newer was typed, is no answer", async () => {
		search.type("vog");
		await computer.answer("vog", here(["a"]));
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vog", { there: "stale" });
		expect(search.there).toEqual({ there: "failed", problem: null });
		expect(search.asking).toBe(false);
		search.again();
		await computer.answer("vog", "fails");
		expect([search.here, ids()]).toEqual(["failed", ""]);
	});
});

describe("the link to Salesforce", () => {
	it("signed out: nobody is left on the screen before this computer answered again", async () => {
		search.linked("up");
		search.type("vog");
		await computer.answer("vog", here(["a"]));
		search.linked("signed_out");
		expect(ids()).toBe("");
		await computer.answer("vog", here([], false));
		expect(computer.texts).toEqual(["vog", "vog"]);
		expect(ids()).toBe("");
	});

	it("back: what it did not answer is asked again, what it did is not", async () => {
		search.linked("up");
		search.type("vog");
		await computer.answer("vog", here(["a"]));
		await vi.advanceTimersByTimeAsync(QUIET_MS);
		await salesforce.answer("vog", "fails");
		search.linked("down");
		search.linked("up");
		await computer.answer("vog", here(["a"]));
		await vi.advanceTimersByTimeAsync(0);
		await salesforce.answer("vog", there(["b"]));
		search.linked("connecting");
		search.linked("up");
		expect(salesforce.texts).toEqual(["vog", "vog"]);
		expect(ids()).toBe("a b*");
	});
});
