import { describe, expect, it } from "vitest";
import type { Action } from "../../src/bindings";
import { button, element, give, press, pressButton, settled, show, text, tidy, type } from "./show";
import { LOOKS, violations } from "./violations";

const hint = (label: string) => button(label).querySelector(".words kbd")?.textContent;
const called = (number: string): Action => ({
	action: "dial",
	dial: { order: "call", number, source: "app" },
});
const confirmed = (device: string | null): Action => ({
	action: "dial",
	dial: { order: "confirm", dial: 3, device },
});

describe("a wish to call", () => {
	it("names the person, the number and where it came from, and calls after a yes", async () => {
		const host = await show("pop-dial-link");
		expect(text("h1")).toBe("Katharina Vogelsang");
		expect(text(".card")).toContain("040 66969 412");
		expect(text(".bar")).toContain("From another program");
		await press("Enter");
		expect(host.acts).toEqual([confirmed(null)]);
		expect(text(".bar")).toContain("Asked");
		const steps = [...document.querySelectorAll(".steps li")].map((one) => one.textContent?.trim());
		expect(steps).toEqual(["Asked", "Ringing", "Connected"]);
	});

	it("shows the key that works while another window has the keyboard", async () => {
		await show("pop-dial-link", { focus: false });
		expect(hint("Call")).toBe("Ctrl Alt ↵");
		give(true);
		await settled();
		expect(hint("Call")).toBe("↵");
	});

	it("warns before, each warning once, and says them to a screen reader", async () => {
		await show("pop-dial-warned");
		const warnings = [...document.querySelectorAll(".warning")].map((one) => one.textContent?.trim());
		expect(warnings).toHaveLength(3);
		expect(warnings[2]).toMatch(/^Do Not Call is set for /);
		expect(text("[aria-live=polite]")).toContain("Do Not Call is set");
		expect(text(".body")).toContain("Extension 77");
	});

	it("calls at another phone this once", async () => {
		const host = await show("pop-dial-link");
		const select = element<HTMLSelectElement>("#dial-device");
		expect([...select.options].map((one) => one.label)).toEqual([
			"As in the settings",
			"3CX Desktop",
			"Yealink SIP-T54W",
		]);
		select.value = "Yealink SIP-T54W";
		select.dispatchEvent(new Event("change", { bubbles: true }));
		await pressButton("Call");
		expect(host.acts).toEqual([confirmed("Yealink SIP-T54W")]);
	});

	it("with one phone there is nothing to choose", async () => {
		const host = await show("pop-dial-asked");
		host.phones = ["3CX Desktop"];
		const { default: link } = await import("../../../tests/fixtures/views/pop-dial-link.json");
		host.change((view) => {
			view.dial = { ...structuredClone(link.dial), id: 4 } as typeof view.dial;
		});
		await settled();
		expect(button("Call")).toBeTruthy();
		expect(document.querySelector("#dial-device")).toBeNull();
	});

	it("Esc takes it back", async () => {
		const host = await show("pop-dial-link");
		await press("Escape");
		expect(host.acts).toEqual([{ action: "dial", dial: { order: "dismiss", dial: 3 } }]);
		expect(document.querySelector("main")).toBeNull();
	});

	it("a refusal says why in the phone system's words, and is tried again", async () => {
		const host = await show("pop-dial-failed");
		expect(text(".bar")).toContain("Not called");
		expect(text(".banner")).toContain("The call could not be made");
		await pressButton("Try again");
		expect(host.acts).toEqual([confirmed(null)]);
	});

	it("what holds no number cannot be tried again", async () => {
		await show("pop-dial-nothing");
		expect(() => button("Try again")).toThrow();
		expect(() => button("Call")).toThrow();
		expect(button("Hide")).toBeTruthy();
	});

	it("stands above a talk, and gives way to a ringing call", async () => {
		const host = await show("pop-dial-talking");
		expect(text("h1")).toBe("Katharina Vogelsang");
		expect(document.querySelectorAll(".older button")).toHaveLength(1);
		await press("Escape");
		expect(host.acts.at(-1)).toEqual({ action: "dial", dial: { order: "dismiss", dial: 3 } });
		expect(text(".bar")).toContain("Talking");
		tidy();

		await show("pop-dial-ringing");
		expect(text("main .bar")).toContain("Ringing");
		element(".older button").click();
		await settled();
		expect(text("main .bar")).toContain("Call?");
		expect(element(".older button").textContent).toContain("Ringing");
	});

	it("nothing moves under the hand when somebody rings", async () => {
		const host = await show("pop-dial-link");
		element(".pop").dispatchEvent(new PointerEvent("pointerenter"));
		const { default: one } = await import("../../../tests/fixtures/views/pop-one.json");
		host.change((view) => {
			view.pop = structuredClone(one.pop) as typeof view.pop;
		});
		await settled();
		expect(text("main .bar")).toContain("Call?");
		expect(document.querySelectorAll(".older button")).toHaveLength(1);
	});
});

describe("calling from what is on the screen", () => {
	it("B calls an ended call's number back, from the pop and from the list", async () => {
		const host = await show("pop-missed");
		await press("Alt+b");
		const missed = (await host.view()).pop[0]?.number.copied ?? "";
		expect(host.acts.at(-1)).toEqual(called(missed));
	});

	it("B in the list, and the button of the details", async () => {
		const host = await show("main-calls");
		const row = (await host.view()).today.find((one) => one.phase.phase === "ended" && !one.number.withheld);
		element(`#call-${row?.id}`).click();
		await settled();
		element("[role=listbox]").focus();
		await press("b");
		expect(host.acts.at(-1)).toEqual(called(row?.number.copied ?? ""));
		await pressButton("Call back");
		expect(host.acts.filter((act) => act.action === "dial")).toHaveLength(2);
		element(`#call-${row?.id} .call-here`).click();
		await settled();
		expect(host.acts.filter((act) => act.action === "dial")).toHaveLength(3);
	});

	it("a withheld number has no Call back", async () => {
		const host = await show("pop-withheld");
		host.change((view) => {
			const call = view.pop[0];
			if (call) call.phase = { phase: "ended", outcome: "missed", ended_ms: call.started_ms, talked_s: 0 };
		});
		await settled();
		expect(() => button("Call back")).toThrow();
		await press("Alt+b");
		expect(host.acts.filter((act) => act.action === "dial")).toEqual([]);
	});

	it("search: Ctrl Enter calls the one selected, Alt 1 a number of theirs", async () => {
		const host = await show("main-calls", { setup: "search_delay=0" });
		await press("Control+3");
		await type("[role=combobox]", "vogel");
		await settled();
		await press("Control+Enter");
		await settled();
		await press("Alt+1");
		const calls = host.acts.filter((act) => act.action === "dial");
		expect(calls).toHaveLength(2);
		expect(calls[0]).toEqual(called("+494066969412"));
		expect(host.copied).toEqual([]);
	});
});

describe("sending a call on", () => {
	it("a talk goes to a colleague, chosen by name", async () => {
		const host = await show("pop-talking");
		await press("Alt+t");
		expect(document.activeElement?.id).toBe("transfer");
		await type("#transfer", "anna");
		expect([...document.querySelectorAll("[role=option]")].map((one) => one.textContent?.trim())).toEqual([
			"Anna Roth813",
		]);
		await press("Enter");
		expect(document.activeElement?.textContent).toContain("Transfer");
		(document.activeElement as HTMLElement).click();
		await settled();
		expect(host.acts.at(-1)).toEqual({ action: "transfer", call: 41, to: "813" });
	});

	it("to a number that is typed", async () => {
		const host = await show("pop-talking");
		await press("Alt+t");
		await type("#transfer", "+44 20 7946 0321");
		await press("Enter");
		await settled();
		element<HTMLButtonElement>("[data-send-row] button").click();
		await settled();
		expect(host.acts.at(-1)).toEqual({ action: "transfer", call: 41, to: "+44 20 7946 0321" });
	});

	it("after having asked, and back to the caller", async () => {
		const host = await show("pop-talking");
		await press("Alt+t");
		await type("#transfer", "813");
		await press("Enter");
		await pressButton("Ask first");
		await settled();
		expect(host.acts.at(-1)).toEqual({ action: "consult", call: 41, to: "813" });
		expect(text(".panel h2")).toBe("Asking Anna Roth");
		host.change((view) => {
			const consult = view.pop[0]?.consult;
			if (consult) consult.talks = true;
		});
		await settled();
		expect(text(".panel h2")).toBe("Anna Roth is on the line");
		await pressButton("Hand over");
		expect(host.acts.at(-1)).toEqual({ action: "hand_over", call: 41 });
		await pressButton("Back to the caller");
		expect(host.acts.at(-1)).toEqual({ action: "hang_up", call: 1041 });
	});

	it("a ringing call rings elsewhere or goes to voicemail; Esc leaves without hiding it", async () => {
		const host = await show("pop-one");
		await press("t");
		await pressButton("My voicemail");
		expect(host.acts.at(-1)).toEqual({ action: "voicemail", call: 41, of: null });
		expect(() => button("Ask first")).toThrow();
		element("[data-main]").focus();
		await press("Escape");
		expect(document.querySelector("#transfer")).toBeNull();
		expect(host.acts.some((act) => act.action === "dismiss")).toBe(false);
	});

	it("a phone that cannot send calls on has no Transfer", async () => {
		await show("pop-no-control");
		await press("t");
		expect(document.querySelector("#transfer")).toBeNull();
	});
});

describe.each(LOOKS)("axe finds nothing, $theme $lang", (look) => {
	it("transfer", async () => {
		await show("pop-talking", look);
		await press("Alt+t");
		await type("#transfer", "a");
		expect(await violations()).toEqual([]);
	});
});

it("the tray's Search turns the main window to it", async () => {
	const host = await show("main-calls");
	host.showPage("nothing");
	await settled();
	expect(document.querySelector("[role=listbox]")).not.toBeNull();
	host.showPage("search");
	await settled();
	expect(document.activeElement).toBe(element("[role=combobox]"));
});
