declare module "virtual:extension-words" {
	import type { LanguageView, TextId } from "../src/bindings";
	type Own = Extract<TextId, `extension-${string}`>;
	const words: Record<LanguageView, Record<Own, string>>;
	export default words;
}
