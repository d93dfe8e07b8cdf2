import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM, ZONE } from "./tests/chromium.js";

process.env.TZ = ZONE;

export default defineConfig({
	test: {
		projects: [
			{
				plugins: [svelte()],
				test: { name: "node", environment: "node", include: ["src/**/*.test.ts", "tests/*.test.ts"] },
			},
			{
				plugins: [svelte()],
				optimizeDeps: { include: ["axe-core", "@fluent/bundle"] },
				server: { fs: { allow: [".."] } },
				test: {
					name: "browser",
					include: ["tests/browser/*.test.ts"],
					setupFiles: ["tests/browser/setup.ts"],
					testTimeout: 30_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						viewport: { width: 1120, height: 760 },
						provider: playwright({
							launchOptions: CHROMIUM,
							contextOptions: { timezoneId: ZONE, reducedMotion: "reduce" },
						}),
						instances: [{ browser: "chromium" }],
					},
				},
			},
		],
	},
});
