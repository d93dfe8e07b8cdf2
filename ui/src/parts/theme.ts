import type { ThemeView } from "../bindings";

/** Sets the theme of this page, following the system where the setting says so. Call the result to stop. */
export function applyTheme(theme: ThemeView): () => void {
	const dark = matchMedia("(prefers-color-scheme: dark)");
	const contrast = matchMedia("(prefers-contrast: more)");
	const apply = () => {
		document.documentElement.dataset.theme =
			theme === "system" ? followed(dark.matches, contrast.matches) : theme;
	};
	apply();
	if (theme !== "system") return () => undefined;
	dark.addEventListener("change", apply);
	contrast.addEventListener("change", apply);
	return () => {
		dark.removeEventListener("change", apply);
		contrast.removeEventListener("change", apply);
	};
}

function followed(dark: boolean, contrast: boolean): Exclude<ThemeView, "system"> {
	if (contrast) return "high_contrast";
	return dark ? "dark" : "light";
}
