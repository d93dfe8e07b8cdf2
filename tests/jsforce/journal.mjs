// Inserts Tasks into the simulated org with jsforce's own batching. Takes the simulator's ready line (JSON), a file
// with the Tasks (a JSON array); prints one JSON line: seconds and API calls.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import jsforce from 'jsforce';

import { pressAllow } from './allow.mjs';

const facts = JSON.parse(process.argv[2]).salesforce;
const tasks = JSON.parse(readFileSync(process.argv[3], 'utf8'));

const oauth2 = new jsforce.OAuth2({
  loginUrl: facts.login_url,
  clientId: facts.consumer_key,
  clientSecret: facts.consumer_secret,
  redirectUri: facts.callback_url,
});
const connection = new jsforce.Connection({ oauth2, version: '66.0', maxRequest: 4 });
const callback = await pressAllow(oauth2.getAuthorizationUrl({ scope: 'api refresh_token id openid' }), facts.users[0]);
await connection.authorize(callback.searchParams.get('code'));

/** The org's own count; asking costs one itself. */
async function used() {
  await connection.request('/limits');
  return connection.limitInfo.apiUsage.used;
}

const before = await used();
const began = performance.now();
const results = await connection.sobject('Task').create(tasks, { allowRecursive: true });
const seconds = (performance.now() - began) / 1000;
assert.equal(results.length, tasks.length);
assert.ok(results.every(({ success }) => success));
const calls = (await used()) - before - 1;
console.log(JSON.stringify({ seconds, calls }));
