import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { BrowserHost } from "../../src/host/browser";
import { clock } from "../../src/text/clock.svelte";
import {
	button,
	element,
	type Look,
	press,
	pressButton,
	settled,
	show,
	showSettings,
	text,
	type,
} from "./show";

async function showChats(look: Look = {}, view = "main-calls"): Promise<BrowserHost> {
	const host = await show(view, look);
	await press("Control+2");
	await settled();
	return host;
}

const names = () => [...document.querySelectorAll(".list .name")].map((one) => one.textContent);
const chosen = () => text(".row.selected .name");
const down = async (times: number) => {
	element(".list").focus();
	for (let i = 0; i < times; i += 1) await press("ArrowDown");
	await settled();
};

async function violations(): Promise<string[]> {
	const found = await axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	});
	return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

describe("chats of today", () => {
	it("newest first, each with who, what carries it, messages and the state of its entry", async () => {
		await showChats();
		expect(names()[0]).toBe("Katharina Vogelsang");
		const rows = [...document.querySelectorAll(".list .row")];
		expect(rows[0]?.textContent).toContain("Live chat · Nordlicht Energie GmbH");
		expect(rows[0]?.querySelector(".count")?.textContent).toContain("7 messages");
		expect(rows[3]?.textContent).toContain("Taken over by Anna Roth");
		expect(rows[4]?.textContent).toContain("Telegram · Harborline Freight Ltd");
		const marks = rows.map((row) => row.querySelector("[role=img]")?.getAttribute("aria-label"));
		expect(marks).toEqual(["In progress", "Waiting", "Written", "Not written here", "Stuck", "Written"]);
	});

	it("the transcript names who writes, once for several lines, and shows text as text", async () => {
		await showChats();
		await expect.poll(() => text(".details")).toContain("It left the warehouse today.");
		const who = [...document.querySelectorAll(".transcript .who:not(.visually-hidden)")].map(
			(one) => one.textContent,
		);
		expect(who).toEqual(["Kathi V.", "Support queue", "You", "Kathi V.", "You"]);
		expect(document.querySelectorAll(".transcript li")).toHaveLength(7);
		expect(text(".transcript")).toContain("<accounting@nordlicht-energie.example>");
		expect(text(".details")).toContain("Will be written after the chat");
	});

	it("keys move, Enter opens the record, T the Task, Y leads to what mends it", async () => {
		const host = await showChats();
		await expect.poll(() => text(".details")).toContain("Noted.");
		element(".list").focus();
		await press("Enter");
		await down(2);
		expect(chosen()).toBe("Oskar Lindgren");
		await press("t");
		await down(2);
		expect(text(".details")).toContain("bad value for restricted picklist field: Telegram");
		expect(text(".details")).toContain("39 earlier messages are not shown here.");
		expect(text(".details")).toContain("written as 2");
		await press("y");
		expect(host.acts).toEqual([
			{ action: "chat", chat: { do: "open", chat: "pbx|431|9120" } },
			{ action: "chat", chat: { do: "open_task", chat: "pbx|429|9077" } },
		]);
		expect(host.gone).toHaveLength(1);
	});

	it("a written chat is linked to somebody else or taken back, with all its parts", async () => {
		const host = await showChats();
		const at_ms = clock.now - 60_000;
		host.change((view) => {
			const entry = view.chats.rows[2]?.entry;
			if (entry) entry.state = { state: "written", at_ms, can_open: true };
		});
		await down(2);
		await expect.poll(() => text(".details .after")).toContain("Undo");
		const select = element<HTMLSelectElement>(".details select");
		await press("r");
		expect(document.activeElement).toBe(select);
		select.value = "";
		select.dispatchEvent(new Event("change", { bubbles: true }));
		element(".list").focus();
		await press("u");
		const chat = "pbx|429|9077";
		expect(host.acts).toEqual([
			{ action: "chat", chat: { do: "choose_nobody", chat } },
			{ action: "chat", chat: { do: "undo", chat } },
		]);
		host.change((view) => {
			const entry = view.chats.rows[2]?.entry;
			if (entry) entry.state = { state: "removed", how: "undone", at_ms };
		});
		await settled();
		expect(text(".details")).toContain("Not logged (undone)");
		expect(document.querySelector(".details .after button")).toBeNull();
		await press("y");
		expect(host.acts.at(-1)).toEqual({ action: "chat", chat: { do: "restore", chat } });
	});

	it("a kept chat is written on demand, and one that is not written says why", async () => {
		const host = await showChats();
		host.change((view) => {
			const [, , kept, , left] = view.chats.rows;
			if (kept?.entry) kept.entry.state = { state: "kept" };
			if (left) [left.entry, left.parts, left.not_written] = [null, 0, "unmatched"];
		});
		await down(2);
		expect(text(".details")).toContain("Kept");
		await press("y");
		expect(host.acts).toEqual([{ action: "chat", chat: { do: "retry", chat: "pbx|429|9077" } }]);
		await down(2);
		expect(text(".details")).toContain("Chats without a match are not written.");
	});

	it("Health has a line for chats where they are wanted", async () => {
		const host = await showChats();
		await press("Control+5");
		expect(text(".health")).toContain("Chats are read");
		host.change((view) => {
			view.chats.state = { chats: "failed", problem: { code: "phone-chats-not-logged", detail: null } };
		});
		await settled();
		expect(text(".health")).toContain("3CX keeps no chats");
		expect(text(".health")).toContain("Turn on the chat log");
		host.change((view) => {
			view.chats.state = { chats: "off" };
		});
		await settled();
		expect(text(".health .card")).not.toContain("Chats");
	});

	it("who fits is chosen by key or pointer, or nobody is", async () => {
		const host = await showChats();
		await down(1);
		await expect.poll(() => text(".details")).toContain("Several people fit.");
		expect(document.querySelectorAll(".details [role=radiogroup] input:checked")).toHaveLength(0);
		await press("2");
		await expect.poll(() => text(".details .row.selected .name")).toBe("M. Brandt");
		await press("0");
		element<HTMLInputElement>(".details [role=radiogroup] input").click();
		await settled();
		const chat = "pbx|430|9101";
		expect(host.acts).toEqual([
			{ action: "chat", chat: { do: "choose", chat, person: "00Q5g00000MBran2" } },
			{ action: "chat", chat: { do: "choose_nobody", chat } },
			{ action: "chat", chat: { do: "choose", chat, person: "0035g00000MBrand" } },
		]);
	});

	it("the filter finds numbers, addresses and what carries it; Esc clears", async () => {
		await showChats();
		await press("/");
		await type(".filter input", "0171 5550");
		expect(names()).toEqual(["0171 5550 142"]);
		await type(".filter input", "harborline");
		expect(names()).toEqual(["Bob", "Priya Raghunathan"]);
		await type(".filter input", "zzz");
		expect(text(".empty")).toContain("No chat matches “zzz”.");
		await press("Escape");
		expect(names()).toHaveLength(6);
	});

	it("off, empty and refused say so, and what to do", async () => {
		const host = await showChats({}, "main-empty");
		expect(text(".empty")).toBe("No chats yet today. They appear here as you answer them.");
		host.change((view) => {
			view.chats.state = { chats: "off" };
		});
		await settled();
		expect(text(".empty")).toContain("Chats are not journaled");
		await pressButton("Open settings");
		expect(text("h1")).toBe("Chats");
		expect(element("#field-chat-enabled")).toBeTruthy();
	});

	it("a missing right is named, and asked again on demand", async () => {
		const host = await showChats({}, "main-down");
		expect(text(".list-side")).toContain("The role of the API client does not show chats");
		expect(text(".list-side")).toContain("System Owner");
		await press("Control+r");
		button("Read now").click();
		await settled();
		const refresh = { action: "chat", chat: { do: "refresh" } };
		expect(host.acts).toEqual([refresh, refresh]);
	});

	it("in a narrow window list and details take turns", async () => {
		await showChats({ width: 620, height: 560 });
		const seen = (selector: string) => element(selector).getBoundingClientRect().width > 0;
		expect([seen(".list-side"), seen(".details-side")]).toEqual([true, false]);
		element(".list .row").click();
		await settled();
		expect([seen(".list-side"), seen(".details-side")]).toEqual([false, true]);
		await press("Escape");
		expect([seen(".list-side"), seen(".details-side")]).toEqual([true, false]);
	});
});

describe("settings of chats", () => {
	it("are named as in 3CX, and what is changed is sent", async () => {
		const host = await showSettings("chats", { lang: "de" });
		const form = text(".form");
		for (const word of ["Chat-Journal aktivieren", "Betreff des Chats", "Text des Chats", "Minuten Pause"]) {
			expect(form).toContain(word);
		}
		await type("#field-chat-text", "[ChatMessages]");
		await type("#field-chat-gap_min", "45");
		await press("Control+s");
		await settled();
		expect(host.setup.settings.values["chat.text"]).toBe("[ChatMessages]");
		expect(host.setup.settings.values["chat.gap_min"]).toBe(45);
	});
});

const LOOKS = (["light", "dark", "high_contrast"] as const).flatMap((theme) =>
	(["en", "de"] as const).map((lang) => ({ theme, lang })),
);
describe.each(LOOKS)("axe finds nothing in chats, $theme $lang", (look) => {
	it("list, transcript, choice, problem and settings", async () => {
		await showChats(look);
		await expect.poll(() => document.querySelector(".transcript")).not.toBeNull();
		expect(await violations()).toEqual([]);
		await down(1);
		await expect.poll(() => document.querySelector(".details [role=radiogroup]")).not.toBeNull();
		expect(await violations()).toEqual([]);
	});

	it("problem and settings", async () => {
		await showChats(look, "main-down");
		expect(await violations()).toEqual([]);
	});

	it("settings", async () => {
		await showSettings("chats", look);
		expect(await violations()).toEqual([]);
	});
});
