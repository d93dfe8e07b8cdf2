// Signing in as a person at the simulated org's pages does.
import assert from 'node:assert/strict';

/** Reads the consent page, fills its form as a browser would, and follows no redirect. */
export async function pressAllow(link, user) {
  const page = await fetch(link);
  assert.equal(page.status, 200);
  const html = await page.text();
  const decode = (text) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  const form = new URLSearchParams();
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    form.set(name, decode(value));
  }
  form.set('username', user.username);
  form.set('password', user.password);
  form.set('decision', 'allow');
  const action = /<form method="post" action="([^"]*)"/.exec(html)[1];
  const answer = await fetch(new URL(action, link), { method: 'POST', body: form, redirect: 'manual' });
  assert.equal(answer.status, 302);
  return new URL(answer.headers.get('location'));
}
