import type { TaskFieldsView, TaskFieldView } from "../bindings";
import { asProblem } from "../parts/problem";
import { joined } from "../text/names";
import { problemText, t } from "../text/text.svelte";
import { current } from "../view.svelte";
import type { Offer } from "./Offered.svelte";

/** The fields of Salesforce's Task, asked for when somebody opens a list of them. */
export class TaskFields {
	view = $state.raw<TaskFieldsView | null>(null);
	asking = $state(false);

	/** Asks once; after a failure once more each time. */
	async ask(): Promise<void> {
		if (this.asking || (this.view !== null && this.view.problem === null)) return;
		this.asking = true;
		try {
			this.view = await current.host.taskFields();
		} catch (problem) {
			const told = asProblem(problem);
			this.view = told === "silent" ? null : { fields: [], problem: told };
		} finally {
			this.asking = false;
		}
	}

	/** Those that can hold our key. */
	get keys(): TaskFieldView[] {
		return (this.view?.fields ?? []).filter((field) => field.keeps_doubles_out);
	}

	/** Said below a list of them; `nothing`: where there is none to choose. */
	status(offered: readonly unknown[], nothing: string): string {
		if (this.asking) return t("search-asking");
		if (this.view === null) return "";
		if (this.view.problem !== null) return t("offered-failed", { why: problemText(this.view.problem).what });
		return offered.length === 0 ? nothing : "";
	}
}

/** What a field is, in a second line: its API name, what it takes and how much of it. */
export function fieldOffer(field: TaskFieldView): Offer {
	const what =
		field.refers_to.length > 0
			? t("task-field-lookup", { objects: field.refers_to.join(", ") })
			: t(`task-field-${field.kind.replaceAll("_", "-") as "text"}`);
	const room = field.length === null ? null : t("task-field-length", { count: field.length });
	return { value: field.name, label: field.label, detail: joined([field.name, what, room]) };
}
