import axe from "axe-core";

/** What axe finds wrong with the page, each with the element. */
export async function violations(): Promise<string[]> {
	const found = await axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	});
	return found.violations.flatMap(({ id, nodes }) =>
		nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`),
	);
}

/** Every look a page has. */
export const LOOKS = (["light", "dark", "high_contrast"] as const).flatMap((theme) =>
	(["en", "de"] as const).map((lang) => ({ theme, lang })),
);
