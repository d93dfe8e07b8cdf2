// An unmodified third-party client against the simulated org: signs in by authorization code, searches, writes and
// refreshes. Takes the simulator's ready line (JSON) as its first argument or on standard input; prints one JSON line;
// exit code 1 when anything differs from what the real service would do.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

import jsforce from 'jsforce';

import { pressAllow } from './allow.mjs';

const ready = JSON.parse(process.argv[2] ?? readFileSync(0, 'utf8'));
const facts = ready.salesforce ?? ready;
const user = facts.users[0];
const done = [];

async function step(name, work) {
  try {
    const result = await work();
    done.push(name);
    return result;
  } catch (error) {
    console.log(JSON.stringify({ ok: false, failed: name, error: String(error?.message ?? error), done }));
    process.exit(1);
  }
}

const oauth2 = new jsforce.OAuth2({
  loginUrl: facts.login_url,
  clientId: facts.consumer_key,
  clientSecret: facts.consumer_secret,
  redirectUri: facts.callback_url,
});
const connection = new jsforce.Connection({ oauth2, version: '66.0', maxRequest: 4 });
let refreshed = 0;
connection.on('refresh', () => {
  refreshed += 1;
});

await step('authorize', async () => {
  const verifier = randomBytes(64).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const state = randomBytes(16).toString('hex');
  const link = oauth2.getAuthorizationUrl({
    scope: 'api refresh_token id openid',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const callback = await pressAllow(link, user);
  assert.equal(`${callback.origin}${callback.pathname}`, facts.callback_url);
  assert.equal(callback.searchParams.get('state'), state);
  const info = await connection.authorize(callback.searchParams.get('code'), { code_verifier: verifier });
  assert.equal(info.id, user.id);
  assert.ok(connection.refreshToken);
});

await step('identity', async () => {
  const identity = await connection.identity();
  assert.equal(identity.username, user.username);
  assert.equal(identity.user_id, user.id);
});

await step('versions', async () => {
  const versions = await connection.request('/services/data');
  assert.ok(versions.some(({ version }) => version === '66.0'));
});

const katharina = await step('query', async () => {
  const result = await connection.query(
    "SELECT Id, Name, Title, Phone, Account.Name, Owner.Name FROM Contact WHERE LastName = 'Vogelsang'",
  );
  assert.equal(result.totalSize, 1);
  assert.equal(result.records[0].Account.Name, 'Nordlicht Energie GmbH');
  assert.equal(result.records[0].Owner.Name, 'Jonas Weber');
  return result.records[0];
});

const people = await step('query every page', async () => {
  const count = (await connection.query('SELECT COUNT() FROM Contact')).totalSize;
  const records = await connection
    .query('SELECT Id, Name FROM Contact ORDER BY Name')
    .execute({ autoFetch: true, maxFetch: 10_000, headers: { 'Sforce-Query-Options': 'batchSize=200' } });
  assert.equal(records.records?.length ?? records.length, count);
  assert.ok(count > 200);
  return count;
});

await step('find', async () => {
  const found = await connection.sobject('Contact').find({ LastName: { $like: 'Vogel%' } }, ['Id', 'Name']).limit(5);
  assert.deepEqual(found.map(({ Name }) => Name), ['Katharina Vogelsang']);
});

await step('search', async () => {
  const { searchRecords } = await connection.search(
    'FIND {494066969412 OR 04066969412} IN PHONE FIELDS RETURNING Contact(Id, Name, Phone), Lead(Id, Name), Account(Id, Name)',
  );
  assert.deepEqual(searchRecords.map(({ Id }) => Id), [katharina.Id]);
  assert.equal(searchRecords[0].attributes.type, 'Contact');
});

await step('parameterized search', async () => {
  const { searchRecords } = await connection.request({
    method: 'POST',
    url: '/parameterizedSearch',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      q: 'katharina vogel*',
      in: 'NAME',
      fields: ['id', 'name'],
      sobjects: [{ name: 'Contact', limit: 5 }, { name: 'Lead' }],
    }),
  });
  assert.deepEqual(searchRecords.map(({ Name }) => Name), ['Katharina Vogelsang']);
});

const contact = await step('create contact', async () => {
  const created = await connection
    .sobject('Contact')
    .create({ LastName: "O'Check", FirstName: 'Jessie', Phone: '+493090182000', AccountId: null });
  assert.equal(created.success, true);
  assert.match(created.id, /^003/);
  const read = await connection.sobject('Contact').retrieve(created.id);
  assert.equal(read.Name, "Jessie O'Check");
  assert.match(read.CreatedDate, /\.000\+0000$/);
  return created.id;
});

const task = await step('create task', async () => {
  const created = await connection.sobject('Task').create({
    Subject: 'Inbound call',
    Status: 'Completed',
    TaskSubtype: 'Call',
    CallType: 'Inbound',
    CallDurationInSeconds: 61,
    CallObject: 'jsforce-1',
    WhoId: contact,
    ActivityDate: '2026-11-22',
  });
  assert.match(created.id, /^00T/);
  return created.id;
});

await step('update', async () => {
  const updated = await connection.sobject('Task').update({ Id: task, Description: 'Said hello.', WhoId: katharina.Id });
  assert.equal(updated.success, true);
  const found = await connection.query("SELECT Id, Description, Who.Name, AccountId FROM Task WHERE CallObject = 'jsforce-1'");
  assert.equal(found.totalSize, 1);
  assert.equal(found.records[0].Description, 'Said hello.');
  assert.equal(found.records[0].Who.Name, 'Katharina Vogelsang');
});

await step('create many', async () => {
  const results = await connection.sobject('Contact').create([{ LastName: 'First' }, { FirstName: 'No last name' }]);
  assert.equal(results[0].success, true);
  assert.equal(results[1].success, false);
  assert.equal(results[1].errors[0].statusCode, 'REQUIRED_FIELD_MISSING');
});

await step('refusals', async () => {
  await assert.rejects(connection.query('SELECT Nope FROM Contact'), { errorCode: 'INVALID_FIELD' });
  await assert.rejects(connection.query('SELECT Id FROM Contact WHERE'), { errorCode: 'MALFORMED_QUERY' });
  await assert.rejects(connection.sobject('Contact').create({ FirstName: 'X' }), { errorCode: 'REQUIRED_FIELD_MISSING' });
});

await step('describe', async () => {
  const described = await connection.describe('Task');
  const subtype = described.fields.find(({ name }) => name === 'TaskSubtype');
  assert.equal(subtype.updateable, false);
  const global = await connection.describeGlobal();
  assert.ok(global.sobjects.some(({ name }) => name === 'Contact'));
});

await step('limits', async () => {
  const limits = await connection.request('/limits');
  assert.ok(limits.DailyApiRequests.Max >= limits.DailyApiRequests.Remaining);
  assert.ok(connection.limitInfo.apiUsage.used > 0);
});

await step('refresh', async () => {
  const old = connection.accessToken;
  await connection.oauth2.revokeToken(old);
  const result = await connection.query('SELECT Id FROM Contact LIMIT 1');
  assert.equal(result.totalSize, 1);
  assert.equal(refreshed, 1);
  assert.notEqual(connection.accessToken, old);
});

await step('delete', async () => {
  const deleted = await connection.sobject('Contact').destroy(contact);
  assert.equal(deleted.success, true);
});

console.log(JSON.stringify({ ok: true, client: `jsforce ${jsforce.VERSION ?? '3'}`, node: process.version, people, done }));
