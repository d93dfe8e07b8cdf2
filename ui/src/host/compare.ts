import type { ComparedView, CompareOrder, CompareView, FindingView } from "../bindings";

const files = import.meta.glob<CompareView>("../../../tests/fixtures/journal/compare.json", {
	import: "default",
});

const NOTHING: CompareView = { days: null, doing: null, compared: null, mended: null, problem: null };

/** A comparison of the scripted companion. */
export class ScriptedComparison {
	/** Everything that was ordered but looks, in order. */
	readonly orders: CompareOrder[] = [];
	/** It never comes to an end. */
	hangs = false;
	/** The companion does not answer. */
	silent = false;
	/** What the next comparison comes to. */
	result: CompareView;
	#now: CompareView = NOTHING;

	constructor(result: CompareView) {
		this.result = result;
	}

	async order(order: CompareOrder): Promise<CompareView> {
		if (this.silent) throw null;
		if (order.order !== "look") this.orders.push(order);
		if (order.order === "start") {
			const days: [string, string] = [order.from, order.to];
			this.#now = this.hangs
				? { ...NOTHING, days, doing: { doing: "log", nth: 2, of: 7 } }
				: { ...structuredClone(this.result), days };
		}
		if (order.order === "stop") this.#now = { ...this.#now, doing: null };
		if (order.order === "mend") this.#mend(order.ids);
		if (order.order === "keep") this.#mend([order.id]);
		return structuredClone(this.#now);
	}

	#mend(ids: string[]): void {
		const { compared } = this.#now;
		if (compared === null) return;
		const these = (what: FindingView["what"]["what"]) =>
			compared.findings.filter((finding) => finding.what.what === what && ids.includes(finding.id)).length;
		const [queued, removed] = [these("missing"), these("doubled")];
		this.#now = {
			...this.#now,
			compared: {
				...compared,
				findings: compared.findings.filter((finding) => !ids.includes(finding.id)),
				agreed: compared.agreed + removed,
				waiting: compared.waiting + queued,
			},
			mended: { queued, removed, left: ids.length - queued - removed },
		};
	}
}

/** Somebody worked on both Tasks, instead of another user having made one. */
function withRival(finding: FindingView): FindingView {
	const { what } = finding;
	if (what.what !== "doubled" || what.foreign.length === 0) return finding;
	return { ...finding, what: { ...what, rivals: what.foreign, foreign: [] } };
}

/** `compared`: `nothing` to find, `rivals` to choose from, `no-log`, `refused`, or `running`. */
export async function openScriptedComparison(query: URLSearchParams): Promise<ScriptedComparison> {
	const found = await Promise.all(Object.values(files).map((load) => load()));
	const result = found[0];
	if (result === undefined || result.compared === null) throw new Error("no fixture of a comparison");
	const comparison = new ScriptedComparison(structuredClone(result));
	const change = (edit: Partial<ComparedView>) => {
		comparison.result.compared = { ...(result.compared as ComparedView), ...edit };
	};
	switch (query.get("compared")) {
		case "nothing":
			change({ findings: [], waiting: 0, unwanted: 0 });
			break;
		case "rivals":
			change({ findings: result.compared.findings.map(withRival) });
			break;
		case "no-log":
			change({ no_log: { code: "phone-role-call-log", detail: null } });
			break;
		case "refused":
			comparison.result = { ...NOTHING, problem: { code: "compare-saving", detail: null } };
			break;
		case "running":
			comparison.hangs = true;
			break;
	}
	return comparison;
}
