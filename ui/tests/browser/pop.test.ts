import { describe, expect, it, vi } from "vitest";
import { button, element, fixtureNames, give, press, settled, show, text, tidy } from "./show";

const box = (selector: string) => element(selector).getBoundingClientRect();
const at = (selector: string) => {
	const { x, y, width, height } = box(selector);
	return { x, y, width, height };
};

describe("geometry", () => {
	it("is a 400 px square with every part in its place", async () => {
		await show("pop-one");
		expect(at(".pop")).toEqual({ x: 0, y: 0, width: 400, height: 400 });
		expect(at(".bar")).toMatchObject({ y: 0, height: 40 });
		expect(at(".who")).toMatchObject({ y: 40, height: 84 });
		expect(at(".body")).toMatchObject({ y: 124, height: 216 });
		expect(at(".buttons")).toMatchObject({ y: 340, height: 60 });
		expect(at("h1")).toMatchObject({ x: 16, y: 44, height: 28 });
		expect(at("[data-main]")).toMatchObject({ x: 16, height: 32 });
	});

	it.each(fixtureNames("pop"))("%s is the same square", async (name) => {
		await show(name, { height: 620 });
		expect(at("main")).toEqual({ x: 0, y: 0, width: 400, height: 400 });
		expect(at(".body")).toMatchObject({ y: 124, height: 216 });
	});

	it("grows by 44 px for each older call, four at most, then one line", async () => {
		await show("pop-two");
		expect(box(".pop").height).toBe(444);
		expect(document.querySelectorAll(".strip")).toHaveLength(
			2 - 1 + document.querySelectorAll(".body .strip").length,
		);
	});

	it("seven calls: four strips and a count", async () => {
		await show("pop-seven");
		expect(document.querySelectorAll(".older button")).toHaveLength(4);
		expect(text(".uncounted")).toBe("+2 more calls");
		expect(box(".pop").height).toBe(400 + 4 * 44 + 28);
	});

	it("nothing moves when the name comes", async () => {
		const host = await show("pop-searching");
		const parts = ["h1", ".bar", ".who .third button", ".body", "[data-main]", ".buttons button:last-child"];
		const boxes = () => parts.map((part) => ({ part, ...at(part) }));
		const before = boxes().map(({ part, x, y, height }) => ({
			part,
			y,
			height,
			x: part.includes("third") ? 0 : x,
		}));
		const buttonsBefore = [...document.querySelectorAll(".buttons button")].map((one) =>
			one.getBoundingClientRect().toJSON(),
		);
		const { default: one } = await import("../../../tests/fixtures/views/pop-one.json");
		host.change((view) => {
			view.pop = structuredClone(one.pop) as typeof view.pop;
		});
		await settled();
		expect(text("h1")).toBe("Katharina Vogelsang");
		expect(
			boxes().map(({ part, x, y, height }) => ({ part, y, height, x: part.includes("third") ? 0 : x })),
		).toEqual(before);
		expect(
			[...document.querySelectorAll(".buttons button")].map((b) => b.getBoundingClientRect().toJSON()),
		).toEqual(buttonsBefore);
	});

	it("buttons keep their width when the keyboard comes and goes", async () => {
		for (const lang of ["en", "de"] as const) {
			await show("pop-one", { lang, focus: false });
			const widths = () =>
				[...document.querySelectorAll(".buttons button")].map((one) => one.getBoundingClientRect().width);
			const before = widths();
			give(true);
			await settled();
			expect(widths()).toEqual(before);
			tidy();
		}
	});
});

describe("what overflows", () => {
	/** Whether any of these cut their text. */
	const cut = (selector: string) =>
		[...document.querySelectorAll<HTMLElement>(selector)]
			.filter((one) => one.scrollWidth > one.clientWidth + 1)
			.map((one) => one.textContent?.trim());

	it.each(fixtureNames("pop"))(
		"%s: German at 200 % keeps numbers, times, keys and buttons whole",
		async (name) => {
			await show(name, { lang: "de", zoom: 2 });
			expect(cut(".button, .words, kbd, .time, .kept, .state, .title")).toEqual([]);
			const pop = box(".pop");
			for (const one of document.querySelectorAll(".pop button")) {
				const { left, right } = one.getBoundingClientRect();
				expect(left, one.textContent ?? "").toBeGreaterThanOrEqual(0);
				expect(right, one.textContent ?? "").toBeLessThanOrEqual(pop.right);
			}
			expect(pop.width).toBe(800);
			expect(element(".pop").scrollWidth).toBeLessThanOrEqual(800);
		},
	);

	it("a name of sixty letters ends before its badge and is whole as a tooltip", async () => {
		await show("pop-do-not-call");
		const name = element("h1");
		expect(name.title.length).toBeGreaterThanOrEqual(58);
		expect(name.scrollWidth).toBeGreaterThan(name.clientWidth);
		expect(box(".badge").right).toBeLessThanOrEqual(400 - 16);
		expect(box("h1").right).toBeLessThanOrEqual(box(".badge").left);
	});

	it("on a low screen the body scrolls; state, name and actions stay", async () => {
		await show("pop-several-eight", { height: 300 });
		expect(box(".bar").top).toBe(0);
		expect(box(".buttons").bottom).toBeLessThanOrEqual(300);
	});
});

it("shows a name made of markup as text", async () => {
	const alarm = vi.spyOn(window, "alert").mockImplementation(() => undefined);
	await show("pop-hostile");
	expect(text("h1")).toBe("<img src=x onerror=alert(1)>");
	await press("w");
	expect(document.querySelectorAll(".pop img, .pop script, .pop b, .pop i, .pop u")).toHaveLength(0);
	expect(alarm).not.toHaveBeenCalled();
});

describe("keys and buttons", () => {
	const actions = [
		["pop-one", "a", { action: "answer", call: 41 }],
		["pop-one", "r", { action: "reject", call: 41 }],
		["pop-one", "Enter", { action: "open", call: 41 }],
		["pop-one", "Escape", { action: "dismiss", call: 41 }],
		["pop-talking", "Alt+h", { action: "hang_up", call: 41 }],
		["pop-talking", "Alt+Enter", { action: "open", call: 41 }],
		["pop-dialing", "Alt+h", { action: "hang_up", call: 41 }],
		["pop-several", "3", { action: "choose", call: 41, person: "0015g00000Brandt", remember: true }],
		["pop-several-eight", "8", { action: "choose", call: 41, person: "00Q5g00000ElifDe", remember: false }],
		["pop-several", "0", { action: "choose_nobody", call: 41 }],
		["pop-several", "m", { action: "choose", call: 41, person: "0035g00000MiriaB", remember: false }],
		["pop-cannot", "s", { action: "sign_in" }],
		["pop-cannot-offline", "s", { action: "retry_lookup", call: 41 }],
		["pop-ended-written", "Alt+t", { action: "open_task", call: 41 }],
		["pop-ended-waiting", "Alt+y", { action: "retry_entry", key: "pbx|812|41|2026-11-22T13:32:00Z" }],
		["pop-ended-signed-out", "Alt+y", { action: "sign_in" }],
	] as const;

	it.each(actions)("%s: %s", async (name, key, wanted) => {
		const host = await show(name);
		expect(await press(key)).toBe(true);
		expect(host.acts.filter((act) => act.action !== "touch")).toEqual([wanted]);
	});

	it("what is stuck is mended at its place in the journal, by key or button", async () => {
		const host = await show("pop-ended-stuck");
		await press("Alt+y");
		button("Fix").click();
		await settled();
		const key = "pbx|812|41|2026-11-22T13:32:00Z";
		expect(host.gone).toEqual([key, key]);
		expect(host.acts.filter((act) => act.action !== "touch")).toEqual([]);
	});

	it("what was made for another org says for which, and is sent here by key or button", async () => {
		const host = await show("pop-ended-waiting");
		const key = "pbx|812|41|2026-11-22T13:32:00Z";
		host.change((view) => {
			const entry = view.pop[0]?.entry;
			const problem = { code: "entry-other-org" as const, detail: "Acme (acme.my.salesforce.com)" };
			if (entry) entry.state = { state: "waiting", due_ms: 0, problem };
		});
		await settled();
		expect(text(".block")).toContain("Made for Acme (acme.my.salesforce.com)");
		await press("Alt+y");
		button("Send to this org").click();
		await settled();
		const here = { action: "send_entry_here", key };
		expect(host.acts.filter((act) => act.action !== "touch")).toEqual([here, here]);
	});

	it("what does not work now is not asked for", async () => {
		const host = await show("pop-searching");
		await press("Enter");
		expect(button("Open").disabled).toBe(true);
		await press("t");
		await press("s");
		expect(host.acts).toEqual([]);
	});

	it("what this phone cannot do is left out", async () => {
		const host = await show("pop-no-control");
		expect(document.querySelectorAll(".buttons button")).toHaveLength(1);
		await press("a");
		expect(host.acts).toEqual([]);
	});

	it("a pressed button waits for the phone's answer, once", async () => {
		const host = await show("pop-one");
		host.act = async (action) => {
			host.acts.push(action);
		};
		button("Answer").click();
		await press("a");
		expect(host.acts).toEqual([{ action: "answer", call: 41 }]);
		expect(element("[data-main]").getAttribute("aria-busy")).toBe("true");
		host.change((view) => {
			const call = view.pop[0];
			if (call) call.refused = { code: "phone-refused", detail: "Busy" };
		});
		await settled();
		expect(element("[data-main]").getAttribute("aria-busy")).toBeNull();
	});

	it("copies the number and says so in the same room", async () => {
		const host = await show("pop-one");
		const before = at(".body");
		await press("c");
		expect(host.copied).toEqual(["+494066969412"]);
		expect(document.body.textContent).toContain("Copied");
		expect(at(".body")).toEqual(before);
	});

	it("a refusal stands over the body and moves nothing", async () => {
		const host = await show("pop-one");
		const before = [at(".body"), at(".buttons")];
		host.change((view) => {
			const call = view.pop[0];
			if (call) call.refused = { code: "phone-refused", detail: "The device is busy" };
		});
		await settled();
		expect(text(".refused")).toBe("The phone refused. The device is busy");
		expect([at(".body"), at(".buttons")]).toEqual(before);
	});

	it("hints show what works: dimmed without the keyboard, Alt in a text field", async () => {
		await show("pop-one", { focus: false });
		const hints = () =>
			[...document.querySelectorAll(".buttons .content:not(.reserve) kbd")].map((one) => one.textContent);
		expect(hints()).toEqual(["Ctrl Alt ↵", "R", "↵"]);
		expect(document.querySelectorAll(".buttons .content:not(.reserve) kbd.dim")).toHaveLength(2);
		give(true);
		await settled();
		expect(hints()).toEqual(["A", "R", "↵"]);
		expect(document.querySelectorAll("kbd.dim")).toHaveLength(0);
	});

	it("why opens and closes, and someone else asks for nobody", async () => {
		const host = await show("pop-one");
		await press("w");
		expect(document.body.textContent).toContain("Ranked lower: last 7 only");
		await press("0");
		expect(host.acts).toEqual([{ action: "choose_nobody", call: 41 }]);
		await press("w");
		expect(document.body.textContent).toContain("Why this person");
		await press("w");
		expect(document.body.textContent).not.toContain("Why this person");
	});
});

describe("notes", () => {
	const type = async (value: string) => {
		const field = element<HTMLTextAreaElement>("textarea");
		field.value = value;
		field.dispatchEvent(new Event("input", { bubbles: true }));
		await settled();
	};
	const notes = (host: { acts: { action: string }[] }) => host.acts.filter((act) => act.action === "note");

	it("of a call that only a phone tells of are taken while it rings, and stay when it is answered", async () => {
		const host = await show("pop-heard");
		expect(document.querySelector("[data-notes]")).toBeNull();
		expect([...document.querySelectorAll(".actions button")]).toHaveLength(1);
		await press("Alt+n");
		await type("Wants a quote");
		host.change((view) => {
			const call = view.pop[0];
			if (call) call.phase = { phase: "talking", answered_ms: Date.now() };
		});
		await settled();
		expect(element<HTMLTextAreaElement>("textarea").value).toBe("Wants a quote");
		await expect.poll(() => notes(host)).toEqual([{ action: "note", call: 41, text: "Wants a quote" }]);
	});

	it("are on their way within 150 ms of the last letter, as one message", async () => {
		const host = await show("pop-talking");
		await type("Wants");
		await type("Wants a quote");
		expect(notes(host)).toEqual([]);
		await expect.poll(() => notes(host)).toEqual([{ action: "note", call: 41, text: "Wants a quote" }]);
	});

	it("leave at once when the field loses the focus, and when the call gives way to another", async () => {
		const host = await show("pop-talking");
		await type("One");
		element("textarea").dispatchEvent(new Event("blur"));
		expect(notes(host)).toHaveLength(1);
		await type("Two");
		host.change((view) => {
			view.pop = [];
		});
		await settled();
		expect(notes(host)).toEqual([
			{ action: "note", call: 41, text: "One" },
			{ action: "note", call: 41, text: "Two" },
		]);
	});

	it("go to the call they were typed for, when another takes its place", async () => {
		const host = await show("pop-two", { focus: false });
		element<HTMLElement>(".older button").click();
		await settled();
		await type("For Katharina");
		element<HTMLElement>(".older button").click();
		await settled();
		expect(text("h1")).toBe("Henrik Aaltonen");
		expect(notes(host)).toEqual([{ action: "note", call: 41, text: "For Katharina" }]);
	});

	it("a view that lags behind takes no letters away", async () => {
		const host = await show("pop-talking");
		const older = (notes: string) =>
			host.change((view) => {
				const call = view.pop[0];
				if (call) call.notes = notes;
			});
		host.act = async (action) => {
			host.acts.push(action);
		};
		await type("Longer");
		older("Long");
		await settled();
		expect(element<HTMLTextAreaElement>("textarea").value).toBe("Longer");
		await type("Longer text");
		await expect.poll(() => notes(host)).toHaveLength(1);
		older("Longer");
		await settled();
		expect(element<HTMLTextAreaElement>("textarea").value).toBe("Longer text");
	});

	it("say when they are on disk; too late, they can only be read", async () => {
		const host = await show("pop-talking");
		expect(text(".saved")).toBe("Saved 14:34");
		host.change((view) => {
			const call = view.pop[0];
			if (call) call.notes_open = false;
		});
		await settled();
		expect(element<HTMLTextAreaElement>("textarea").readOnly).toBe(true);
	});

	it("the focus goes from Answer to the notes", async () => {
		await show("pop-one");
		expect(document.activeElement).toBe(button("Answer"));
		await press("a");
		await expect.poll(() => document.activeElement).toBe(element("textarea"));
	});

	it("Details swaps in what is known, and back", async () => {
		await show("pop-talking");
		await press("Alt+d");
		expect(document.querySelector("textarea")).toBeNull();
		expect(document.body.textContent).toContain("Jonas Weber");
		await press("Alt+n");
		await expect.poll(() => document.activeElement).toBe(element("textarea"));
	});
});

describe("several calls", () => {
	const newCall = async (host: Awaited<ReturnType<typeof show>>) => {
		const { default: two } = await import("../../../tests/fixtures/views/pop-two.json");
		host.change((view) => {
			view.pop = structuredClone(two.pop) as typeof view.pop;
		});
		await settled();
	};

	it("a new call goes on top while nobody's hand is on the pop", async () => {
		const host = await show("pop-talking", { focus: false });
		await newCall(host);
		expect(text("h1")).toBe("Henrik Aaltonen");
		expect(text(".older .name")).toBe("Katharina Vogelsang");
	});

	it("with the focus in the pop it comes as a strip, and Tab on the last stop opens it", async () => {
		const host = await show("pop-talking");
		await newCall(host);
		expect(text("h1")).toBe("Katharina Vogelsang");
		expect(text(".older .name")).toBe("Henrik Aaltonen");
		element<HTMLElement>("header button").focus();
		await press("Tab");
		expect(text("h1")).toBe("Henrik Aaltonen");
		expect(text(".older .name")).toBe("Katharina Vogelsang");
	});
});

describe("wrap-up", () => {
	it("hears of input at most once in five seconds", async () => {
		const host = await show("pop-ended-planned");
		host.acts.length = 0;
		for (let i = 0; i < 5; i += 1) window.dispatchEvent(new PointerEvent("pointermove"));
		await press("x");
		expect(host.acts.filter((act) => act.action === "touch").length).toBeLessThanOrEqual(1);
	});

	it("a call that is not over is not touched", async () => {
		const host = await show("pop-one");
		window.dispatchEvent(new PointerEvent("pointermove"));
		expect(host.acts).toEqual([]);
	});
});

describe("what a screen reader hears", () => {
	const assertive = () => text("[aria-live=assertive]");
	const polite = () => text("[aria-live=polite]");

	it("the first sentence at once, then the name, each once", async () => {
		const host = await show("pop-searching");
		expect(assertive()).toBe("Call from 040 66969 412, Germany, Support queue. Searching Salesforce.");
		const { default: one } = await import("../../../tests/fixtures/views/pop-one.json");
		host.change((view) => {
			view.pop = structuredClone(one.pop) as typeof view.pop;
		});
		await settled();
		expect(polite()).toBe(
			"Katharina Vogelsang, Contact, Nordlicht Energie GmbH. Business Phone, exact match. 1 open case.",
		);
		await press("a");
		expect(polite()).toBe("Connected. Notes are saved as you type.");
	});

	it.each([
		["pop-do-not-call", "last 7 digits match: 4 0 6 9 0 3 1. Do Not Call is set."],
		["pop-several", "4 matches. Last time you chose Miriam Brandt."],
		["pop-none", "Not in Salesforce."],
		["pop-cannot", "Katharina Vogelsang, from this computer. You are signed out of Salesforce."],
		["pop-two", "Second call from +358 9 4245 0123, Finland, Sales line."],
	])("%s", async (name, sentence) => {
		await show(name);
		expect(assertive()).toContain(sentence);
	});

	it.each([
		["pop-ended-written", "Call ended, 6 minutes 42 seconds."],
		["pop-ended-written", "Written to Salesforce."],
		["pop-ended-waiting", "Not written yet. Salesforce does not answer."],
		["pop-ended-stuck", "Not written. Salesforce refused the entry: Type"],
		["pop-missed", "Missed call."],
		["pop-ended-not-known", "Call over, outcome not known."],
	])("%s: %s", async (name, sentence) => {
		await show(name);
		expect(polite()).toContain(sentence);
	});

	it("German", async () => {
		await show("pop-searching", { lang: "de" });
		expect(assertive()).toBe("Anruf von 040 66969 412, Deutschland, Support queue. Suche in Salesforce.");
	});
});

it("tells the companion what was painted", async () => {
	const host = await show("pop-searching");
	await expect.poll(() => host.painteds).toContain(100);
	host.change(() => undefined);
	await expect.poll(() => host.painteds).toContain(101);
});

it("of two views the higher revision wins, whatever order they come in", async () => {
	const host = await show("pop-one");
	const old = await host.view();
	host.change((view) => {
		view.pop = [];
	});
	await settled();
	host.publish(old);
	await settled();
	expect(document.querySelector("h1")).toBeNull();
});

describe("wrap-up", () => {
	const select = () => element<HTMLSelectElement>("[data-wrap-up] select");

	it("is 160 px wide, has a name, and says what was chosen", async () => {
		await show("pop-ended-planned");
		expect(box("[data-wrap-up]").width).toBe(160);
		expect(select().getAttribute("aria-label")).toBe("Wrap-up code");
		expect(select().value).toBe("Quote requested");
		expect([...select().options].map((one) => one.text)).toEqual([
			"No code",
			"Order",
			"Quote requested",
			"Complaint",
			"Callback",
		]);
	});

	it("Alt W goes there, also from the details, and a choice is saved at once", async () => {
		const host = await show("pop-talking");
		await press("Alt+d");
		expect(await press("Alt+w")).toBe(true);
		await settled();
		expect(document.activeElement).toBe(select());
		select().value = "Complaint";
		select().dispatchEvent(new Event("change", { bubbles: true }));
		await settled();
		const id = host.acts.at(-1);
		expect(id).toMatchObject({ action: "wrap_up", code: "Complaint" });
		select().value = "";
		select().dispatchEvent(new Event("change", { bubbles: true }));
		await settled();
		expect(host.acts.at(-1)).toMatchObject({ action: "wrap_up", code: null });
		expect(select().value).toBe("");
	});

	it("is not there where the admin names no codes, and Alt W does nothing", async () => {
		const host = await show("pop-talking");
		host.change((view) => {
			view.wrap_up_codes = [];
		});
		await settled();
		expect(document.querySelector("[data-wrap-up]")).toBeNull();
		expect(await press("Alt+w")).toBe(false);
	});

	it("keeps a code that the settings no longer have", async () => {
		const host = await show("pop-ended-planned");
		host.change((view) => {
			view.wrap_up_codes = ["Order"];
		});
		await settled();
		expect(select().value).toBe("Quote requested");
		expect(select().options).toHaveLength(3);
	});
});

describe("do not log", () => {
	it("X declines the entry, says so, and takes it back", async () => {
		const host = await show("pop-ended-planned");
		(document.activeElement as HTMLElement).blur();
		expect(await press("x")).toBe(true);
		expect(host.acts.at(-1)).toMatchObject({ action: "private", on: true });
		await settled();
		expect(text(".block")).toBe("Not written Private: nothing is written.");
		expect(button("Log it").getAttribute("aria-keyshortcuts")).toBe("X");
		expect(text("[aria-live=polite]")).toContain("Private: nothing is written.");
		await press("x");
		expect(host.acts.at(-1)).toMatchObject({ action: "private", on: false });
		await settled();
		expect(text(".block")).toContain("Will be written");
	});

	it("in the notes it takes Alt", async () => {
		const host = await show("pop-ended-planned");
		element<HTMLTextAreaElement>("[data-notes]").focus();
		expect(await press("x")).toBe(false);
		expect(await press("Alt+x")).toBe(true);
		expect(host.acts.at(-1)).toMatchObject({ action: "private", on: true });
	});

	it.each(["pop-ended-written", "pop-ended-in-doubt", "pop-elsewhere", "pop-talking"])(
		"is not offered in %s",
		async (name) => {
			const host = await show(name);
			(document.activeElement as HTMLElement).blur();
			await press("x");
			expect(host.acts.filter((act) => act.action === "private")).toEqual([]);
			expect([...document.querySelectorAll(".label")].map((one) => one.textContent)).not.toContain(
				"Do not log",
			);
		},
	);

	it("a kept entry says so and can be written as it is", async () => {
		const host = await show("pop-ended-kept");
		expect(text(".block")).toContain("Kept until linked");
		await press("Alt+y");
		expect(host.acts.at(-1)).toMatchObject({ action: "retry_entry" });
	});
});
