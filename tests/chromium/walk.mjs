// A person at a real browser: opens the address given, signs in where asked, presses the button named, and tells where
// that ends. Takes one JSON argument; prints one JSON line. The browser and its library are the UI's.
import { chromium } from '../../ui/node_modules/playwright/index.mjs';
import { CHROMIUM } from '../../ui/tests/chromium.js';

const { open, press, username, password, shot, dark, locale } = JSON.parse(process.argv[2]);
/** Pages a sign-in leads through at most; more is going round in circles. */
const PAGES_MAX = 5;
const WITHIN_MS = 30_000;

const browser = await chromium.launch(CHROMIUM);
try {
  const context = await browser.newContext({ locale, colorScheme: dark ? 'dark' : 'light', viewport: { width: 900, height: 620 } });
  const page = await context.newPage();
  page.setDefaultTimeout(WITHIN_MS);
  const complaints = [];
  // Only about the pages of Ringside's own.
  page.on('console', (message) => {
    if (message.location().url.includes('/api/oauth2crm')) complaints.push(message.text());
  });
  let answer = await page.goto(open);
  for (let pages = 0; pages < PAGES_MAX && (await page.locator('form').count()) > 0; pages += 1) {
    await page.fill('input[name=username]', username);
    await page.fill('input[name=password]', password);
    [answer] = await Promise.all([page.waitForNavigation(), page.click(`button[value=${press}]`)]);
  }
  await page.screenshot({ path: shot });
  const look = await page.evaluate(() => {
    const card = document.querySelector('main');
    return {
      title: document.title,
      text: document.body.innerText,
      language: document.documentElement.lang,
      rounded: card === null ? '' : getComputedStyle(card).borderTopLeftRadius,
      ground: getComputedStyle(document.body).backgroundColor,
    };
  });
  const policy = answer === null ? null : (answer.headers()['content-security-policy'] ?? null);
  console.log(JSON.stringify({ ...look, url: page.url(), policy, complaints }));
} finally {
  await browser.close();
}
