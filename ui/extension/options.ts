/** On which sites numbers are looked for: Salesforce's, those a person names, or all but some. */

import { EVERYWHERE, isSalesforce, keep, kept, origins, type Sites, siteOf, switched } from "./sites";
import { open, stateText } from "./state";
import { say, type Word } from "./text";

function part<E extends Element>(selector: string): E {
	const found = document.querySelector<E>(selector);
	if (found === null) throw new Error(selector);
	return found;
}

function refuse(word: Word | null): void {
	part("#refused").textContent = word === null ? "" : say(word);
}

async function showApp(): Promise<void> {
	const app = await open();
	for (const element of document.querySelectorAll<HTMLElement>("[data-word]")) {
		element.textContent = say(element.dataset.word as Word);
	}
	document.title = say("extension-options");
	part("#state").textContent = stateText(app);
	part("#region").textContent = app.host ? say("extension-region", { region: app.region }) : "";
}

function line(site: string, drop: () => void): HTMLLIElement {
	const item = document.createElement("li");
	const name = document.createElement("span");
	name.textContent = site;
	const button = document.createElement("button");
	button.type = "button";
	button.textContent = say("extension-drop");
	button.setAttribute("aria-label", say("extension-drop-site", { site }));
	button.addEventListener("click", drop);
	item.append(name, button);
	return item;
}

async function showSites(): Promise<void> {
	const sites = await kept();
	part<HTMLInputElement>("#everywhere").checked = sites.everywhere;
	part<HTMLElement>("#on-list").hidden = sites.everywhere;
	const fill = (list: "on" | "off") =>
		part(`#${list}-list ul`).replaceChildren(
			...sites[list].map((site) => line(site, () => void change((now) => without(now, list, site)))),
		);
	fill("on");
	fill("off");
}

function without(sites: Sites, list: "on" | "off", site: string): Sites {
	return { ...sites, [list]: sites[list].filter((known) => known !== site) };
}

async function change(made: (sites: Sites) => Sites): Promise<void> {
	await keep(made(await kept()));
	await showSites();
}

async function allowEverywhere(box: HTMLInputElement): Promise<void> {
	refuse(null);
	if (box.checked && !(await chrome.permissions.request({ origins: EVERYWHERE }))) {
		box.checked = false;
		refuse("extension-not-allowed");
		return;
	}
	if (!box.checked) await chrome.permissions.remove({ origins: EVERYWHERE });
	await change((sites) => ({ ...sites, everywhere: box.checked }));
}

function takeSites(list: "on" | "off"): void {
	const form = part<HTMLFormElement>(`#${list}-list form`);
	const field = part<HTMLInputElement>(`#${list}-list input`);
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		refuse(null);
		const site = siteOf(field.value);
		if (site === null) return refuse("extension-no-site");
		const asks = list === "on" && !isSalesforce(site);
		if (asks && !(await chrome.permissions.request({ origins: origins(site) }))) {
			return refuse("extension-not-allowed");
		}
		field.value = "";
		await change((sites) => switched(sites, site, list === "on"));
	});
}

async function show(): Promise<void> {
	await showApp();
	await showSites();
	const everywhere = part<HTMLInputElement>("#everywhere");
	everywhere.addEventListener("change", () => void allowEverywhere(everywhere));
	takeSites("on");
	takeSites("off");
}

void show();
