import { type Component, mount } from "svelte";
import { openHost } from "./host";
import type { WindowName } from "./host/types";
import { keyboard } from "./parts/keyboard.svelte";
import { applyTheme } from "./parts/theme";
import { current } from "./view.svelte";

/** Puts a page on the screen: the first view is drawn before the companion hears that it is ready. */
export async function startPage<Props extends Record<string, unknown>>(
	window: WindowName,
	page: Component<Props>,
	props: Props,
): Promise<void> {
	const target = document.getElementById("app");
	if (target === null) return;
	const host = await openHost();
	keyboard.watch();
	$effect.root(() => {
		$effect(() => {
			const look = current.view?.look;
			if (look === undefined) return;
			document.documentElement.lang = look.language;
			return applyTheme(look.theme);
		});
	});
	await current.start(host);
	mount(page, { target, props });
	await host.ready(window);
}
