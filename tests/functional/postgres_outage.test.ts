// PostgreSQL goes away under load and comes back: 503 meanwhile, nothing acknowledged is lost, no restart is needed.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectStatus } from './support/client.ts';
import { databaseUrl, makeDatabase, Postgres } from './support/postgres.ts';
import { Vss } from './support/vss.ts';

const postgres = new Postgres();
let vss: Vss;

beforeAll(async () => {
  await postgres.start();
  makeDatabase(postgres.port, 'outage');
  vss = new Vss({ env: { POSTGRES_URL: databaseUrl(postgres.port, 'outage') } });
  await vss.start();
});

afterAll(async () => {
  await vss?.stop();
  postgres.stop();
});

async function eventually(what: () => Promise<boolean>, ms = 20_000): Promise<void> {
  for (const until = Date.now() + ms; !(await what()); await sleep(20)) {
    if (Date.now() > until) throw new Error(`not within ${ms} ms: ${what}`);
  }
}

it('answers 503 while its database is away, and works again by itself', async () => {
  const admin = await vss.as('admin');
  const acknowledged: number[] = [];
  let going = true;
  const seen = new Set<number>();
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let i = 0; going; ++i) {
      const answer = await admin.post('/api/trunks', { name: `w${writer} ${i}`, type: 'ls', capacity: 1 });
      seen.add(answer.status);
      if (answer.status === 201) acknowledged.push(answer.body.id);
      if (answer.status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
  });
  await eventually(async () => acknowledged.length > 20);
  postgres.halt();
  await eventually(async () => seen.has(503));
  await eventually(async () => (await vss.client().on('ottb').get('/api/health')).status === 503);
  expect((await vss.client().on('ottb').get('/api/health/live')).status).toBe(200);
  const before = acknowledged.length;
  postgres.resume();
  await eventually(async () => acknowledged.length > before + 20);
  going = false;
  await Promise.all(writers);
  await eventually(async () => (await vss.client().on('ottb').get('/api/health')).body.status === 'ok');
  expect([...seen].sort()).toEqual([201, 503]);
  const newest: number[] = expectStatus(await admin.get('/api/trunks?limit=1000&sort=-id'), 200).map((trunk: any) => trunk.id);
  const lost = acknowledged.filter((id) => id >= newest.at(-1)! && !newest.includes(id));
  expect(lost).toEqual([]);
});

it('goes on with an import that the outage cut, however long it lasts', async () => {
  const admin = await vss.as('admin');
  const file = 'name,phone\n' + Array.from({ length: 20_000 }, (_, i) => `x,+7${9_100_000_000 + i}\n`).join('');
  const started = expectStatus(await admin.post('/api/crm/leads/import?policy=create', file, { 'Content-Type': 'text/csv' }), 202);
  const state = async () => (await admin.get(`/api/crm/imports/${started.id}`)).body;
  await eventually(async () => (await state()).rows > 0);
  postgres.halt();
  await eventually(async () => vss.log().split('an import stopped').length > 2, 40_000); // cut, and tried again in vain
  postgres.resume();
  await eventually(async () => (await state()).state === 'done', 60_000);
  expect(await state()).toMatchObject({ rows: 20_000, created: 20_000, rejected: 0 });
}, 150_000);
