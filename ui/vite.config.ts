import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
	plugins: [svelte()],
	// The window loads files from its own scheme; nothing may be inlined as data: or script.
	build: {
		target: "es2022",
		// WebKit knows the parts of an underline, but not the shorthand for them without its prefix.
		cssTarget: ["safari16.4", "chrome111"],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: { input: { index: "index.html", pop: "pop.html", create: "create.html" } },
	},
	server: { port: 5199, strictPort: true, fs: { allow: [".."] } },
	preview: { port: 5198, strictPort: true },
});
