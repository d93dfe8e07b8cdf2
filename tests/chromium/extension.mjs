// A real Chromium with the extension loaded, driven line by line: an order of JSON in, one line of JSON out. Pages come
// from files and stand at made-up addresses; nothing is fetched. The browser and its library are the UI's.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from '../../ui/node_modules/playwright/index.mjs';
import { CHROMIUM } from '../../ui/tests/chromium.js';

const { profile, extension, locale } = JSON.parse(process.argv[2]);
const WITHIN_MS = 30_000;
/** Numbers are taken as settled when they stayed the same over so many looks. */
const SAME_LOOKS = 6;

const context = await chromium.launchPersistentContext(profile, {
  ...CHROMIUM,
  args: [...CHROMIUM.args, `--disable-extensions-except=${extension}`, `--load-extension=${extension}`,
    '--disable-features=DisableLoadExtensionCommandLineSwitch'],
  ignoreDefaultArgs: ['--disable-extensions'],
  headless: true,
  locale,
  viewport: { width: 1000, height: 700 },
});
context.setDefaultTimeout(WITHIN_MS);
const pages = new Map();
await context.route(/^https?:/, (route) => {
  const html = pages.get(route.request().url());
  if (html === undefined) return route.abort();
  return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
});
const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
const page = context.pages()[0] ?? (await context.newPage());

/** What is marked in a frame, as it stands there. */
function marked() {
  const ranges = [...(CSS.highlights.get('ringside-number') ?? [])];
  return ranges.map(({ startContainer, startOffset, endContainer, endOffset }) => {
    const range = document.createRange();
    range.setStart(startContainer, startOffset);
    range.setEnd(endContainer, endOffset);
    const [box] = range.getClientRects();
    return { text: range.toString(), x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  });
}

async function marks() {
  const lists = await Promise.all(page.frames().map((frame) => frame.evaluate(marked).catch(() => [])));
  return lists.flat().map((mark) => mark.text).sort();
}

async function until(look, wanted) {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (wanted(found)) return found;
    if (Date.now() > end) return found;
    await page.waitForTimeout(50);
  }
}

/** Marks once they change no more; with those that are expected, if they come at all. */
async function settled(expected) {
  let last = '';
  let same = 0;
  return until(marks, (found) => {
    const now = JSON.stringify(found);
    same = now === last ? same + 1 : 0;
    last = now;
    return expected.every((text) => found.includes(text)) && same >= SAME_LOOKS;
  });
}

/** The texts of the bubble, which stands in a closed root. */
async function bubble() {
  const session = await context.newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  const texts = [];
  const walk = (node, inside) => {
    const within = inside || node.localName === 'ringside-bubble';
    if (within && node.nodeType === 3) texts.push(node.nodeValue);
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) walk(child, within);
  };
  walk(root, false);
  return texts.join('');
}

const orders = {
  async open({ open, files }) {
    for (const [url, path] of Object.entries(files)) pages.set(url, readFileSync(path, 'utf8'));
    await page.goto(open);
    return {};
  },
  marks: async ({ marks: expected }) => ({ marks: await settled(expected) }),
  async click({ click, count = 1 }) {
    await page.bringToFront();
    const found = (await page.evaluate(marked)).find((mark) => mark.text === click);
    if (found === undefined) return { error: 'not marked' };
    await page.mouse.click(found.x, found.y, { clickCount: count });
    return {};
  },
  hover: async ({ hover }) => {
    const found = (await page.evaluate(marked)).find((mark) => mark.text === hover);
    await page.mouse.move(found.x, found.y);
    await page.mouse.move(found.x + 1, found.y);
    return { bubble: await until(bubble, (text) => text !== '') };
  },
  async script({ script }) {
    return { result: (await page.evaluate(script)) ?? null };
  },
  press: async ({ press }) => {
    await page.click(press);
    return {};
  },
  bubble: async ({ bubble: wanted }) => ({ bubble: await until(bubble, (text) => text.includes(wanted)) }),
  shot: async ({ shot }) => {
    await page.screenshot({ path: shot });
    return {};
  },
  async title({ title: wanted }) {
    const read = () => worker.evaluate(() => chrome.action.getTitle({}));
    return { title: await until(read, (text) => text.includes(wanted)) };
  },
  async keep({ keep }) {
    await worker.evaluate((values) => chrome.storage.local.set(values), keep);
    return {};
  },
  async own({ own, text }) {
    const id = new URL(worker.url()).host;
    const other = await context.newPage();
    await other.goto(`chrome-extension://${id}/${own}`);
    const body = await until(() => other.innerText('body'), (found) => found.includes(text));
    await other.screenshot({ path: `${profile}/${own}.png` });
    await other.close();
    return { body };
  },
};

console.log(JSON.stringify({ ready: new URL(worker.url()).host }));
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const name = Object.keys(orders).find((known) => known in order);
  try {
    console.log(JSON.stringify(await orders[name](order)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await context.close();
