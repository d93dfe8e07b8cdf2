// What the extension costs a page: the main thread's time with it and without it. Takes one JSON argument; prints one
// JSON line. The browser and its library are the UI's.
import { chromium } from '../../ui/node_modules/playwright/index.mjs';
import { CHROMIUM } from '../../ui/tests/chromium.js';

const { profile, extension } = JSON.parse(process.argv[2]);
const URL_OF_PAGE = 'https://acme.lightning.force.com/page';
const NODES = 5_000;
const NUMBERS = 500;
const RUNS = 5;
/** How long a page is watched after it was loaded. */
const WATCH_MS = 4_000;
/** Changes of the page that keeps changing: so many rows are replaced each time. */
const CHANGE_EVERY_MS = 50;
const ROWS_CHANGED = 10;

/** Rows of a list as web pages have them: two elements and two texts for each. */
function page(changing) {
  const rows = Array.from({ length: NODES / 4 }, (_, at) => {
    const number = at % (NODES / 4 / NUMBERS) < 1 ? `040 66${String(at).padStart(4, '0')}12` : `Vorgang ${at}, 23.11.2026`;
    return `<p>Zeile ${at}: <b>${number}</b></p>`;
  });
  const script = `<script>let at = 0; setInterval(() => { const rows = document.querySelectorAll('p');
    for (let n = 0; n < ${ROWS_CHANGED}; n += 1) { at = (at + 7) % rows.length; const row = document.createElement('p');
    row.append('Zeile neu ', Object.assign(document.createElement('b'), { textContent: '040 66' + String(at).padStart(4, '0') + '13' }));
    rows[at].replaceWith(row); } }, ${CHANGE_EVERY_MS});</script>`;
  return `<!doctype html><meta charset="utf-8"><body>${rows.join('')}${changing ? script : ''}`;
}

async function measure(withIt, changing) {
  const loaded = withIt ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`,
    '--disable-features=DisableLoadExtensionCommandLineSwitch'] : [];
  const context = await chromium.launchPersistentContext(profile, {
    ...CHROMIUM, args: [...CHROMIUM.args, ...loaded], ignoreDefaultArgs: ['--disable-extensions'], headless: true,
  });
  const html = page(changing);
  await context.route(/^https?:/, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  if (withIt && context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
  const spent = [];
  let marks = 0;
  for (let run = 0; run <= RUNS; run += 1) {
    const tab = await context.newPage();
    const session = await context.newCDPSession(tab);
    await session.send('Performance.enable');
    await tab.goto(URL_OF_PAGE);
    await tab.waitForTimeout(WATCH_MS);
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1_000;
    marks = await tab.evaluate(() => CSS.highlights.get('ringside-number')?.size ?? 0);
    // The first one warms the browser up.
    if (run > 0) spent.push({ task: of('TaskDuration'), script: of('ScriptDuration'), layout: of('LayoutDuration') + of('RecalcStyleDuration') });
    await tab.close();
  }
  await context.close();
  const middle = (name) => spent.map((one) => one[name]).sort((one, other) => one - other)[Math.floor(RUNS / 2)];
  return { task_ms: middle('task'), script_ms: middle('script'), layout_ms: middle('layout'), marks };
}

const told = {};
for (const [name, changing] of [['still', false], ['changing', true]]) {
  told[name] = { without: await measure(false, changing), with: await measure(true, changing) };
}
console.log(JSON.stringify({ nodes: NODES, numbers: NUMBERS, watched_ms: WATCH_MS, ...told }));
