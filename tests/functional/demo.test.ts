// The demo centre: it is there, it lives, it keeps to itself.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { expectStatus, type Client } from './support/client.ts';
import { runVss, useVss } from './support/vss.ts';

// A provider that a real centre has in its settings: the demo must not call over it.
const vss = useVss({ command: 'demo', env: { PROVIDER_HOST: '127.0.0.9' } });
const other = useVss();
const ROLES = { demo_operator1: 'operator', demo_operator2: 'operator', demo_operator3: 'operator', demo_seller1: 'seller', demo_seller2: 'seller', demo_supervisor: 'supervisor' };

const passwordFile = () => path.join(vss.dataDir, 'demo-passwords');
const passwords = () => readFileSync(passwordFile(), 'utf8').trim().split('\n').map((line) => line.split(' ') as [string, string, string]);

async function until<T>(ms: number, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + ms; ; await sleep(200)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`it did not happen within ${ms} ms`);
  }
}
const list = async (client: Client, address: string) => expectStatus(await client.get(address), 200);
const count = async (client: Client, address: string) => Number((await client.get(address)).headers['x-total-count']);

describe('a demo centre', () => {
  it('has users of each role, whose passwords were shown once and are kept for nobody else', async () => {
    expect(Object.fromEntries(passwords().map(([name, , role]) => [name, role]))).toEqual(ROLES);
    expect(statSync(passwordFile()).mode & 0o777).toBe(0o600);
    for (const [name, password, role] of passwords()) {
      expect(vss.log()).toContain(password);
      expect((await vss.signIn(name, password)).session.user.role).toBe(role);
    }
  }, 240_000); // its history is being made meanwhile

  it('has three trunks whose 70 slots are all ready', async () => {
    const admin = await vss.as('admin');
    await until(60_000, async () => (await count(admin, '/api/slots?limit=1')) === 70);
    const trunks = await list(admin, '/api/trunks');
    expect(trunks.map((trunk: any) => [trunk.name, trunk.type, trunk.slots_used])).toEqual([['Demo AUTO HUB', 'auto', 20], ['Demo MF HUB', 'mf', 40], ['Demo LS HUB', 'ls', 10]]);
    await until(20_000, async () => {
      const slots = await list(admin, '/api/slots?limit=1000');
      return slots.every((slot: any) => ['READY', 'CALLING', 'ACTIVE_CALL', 'POSTCALL'].includes(slot.state));
    });
  }, 90_000);

  it('has 3,000 leads, some of each seller and some of nobody', async () => {
    const admin = await vss.as('admin');
    await until(120_000, async () => (await count(admin, '/api/crm/leads?limit=1')) === 3000);
    expect(await count(admin, '/api/crm/leads?assigned_seller=none&limit=1')).toBe(600);
    const leads = await list(admin, '/api/crm/leads?limit=1000');
    expect(leads.every((lead: any) => lead.source === 'demo' && lead.phone.startsWith('+7999001'))).toBe(true);
    const sellers = passwords().filter(([, , role]) => role === 'seller');
    for (const [name, password] of sellers) expect(await count(await vss.signIn(name, password), '/api/crm/leads?limit=1')).toBe(1200);
  }, 180_000);

  it('has three weeks behind it that hang together', async () => {
    const admin = await vss.as('admin');
    await until(120_000, async () => vss.log().includes('made three weeks of the demo centre'));
    const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
    const [daily, operator, slots] = await Promise.all(['daily', 'operator', 'slots'].map((kind) => list(admin, `/api/reports/${kind}?from=${day(21)}&to=${day(0)}`)));
    expect(daily.rows.length).toBeGreaterThanOrEqual(17);
    expect(operator.rows).toHaveLength(50);
    expect(operator.not_in_rows).toBeGreaterThan(0);
    expect(operator.total.attempts + operator.not_in_rows).toBe(daily.total.attempts);
    expect(slots.total.attempts).toBe(daily.total.attempts);
    expect(slots.rows.every((row: any) => row.utilisation_pct > 0 && row.utilisation_pct < 60)).toBe(true);
    expect(await count(admin, '/api/crm/leads?status=won&limit=1')).toBeGreaterThan(0);
    for (const status of ['contacted', 'qualified', 'callback', 'won', 'lost', 'do_not_call']) {
      for (const lead of await list(admin, `/api/crm/leads?status=${status}&limit=1000`)) expect(lead.last_call_at, `${lead.client_name} is ${status}`).not.toBeNull();
    }
    const users = await list(admin, '/api/users?limit=1000');
    const signedIn = new Map(users.map((user: any) => [user.id, user.last_login_at ?? user.last_login]));
    for (const { user_id, username } of operator.rows) expect(signedIn.get(user_id), username).toBeTruthy();
  }, 180_000);

  it('calls its leads by itself, on the test exchange only', async () => {
    const admin = await vss.as('admin');
    const since = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());
    const calls = await until(60_000, async () => { const found = await list(admin, `/api/calls?from=${since}`); return found.length >= 2 && found; });
    for (const call of calls) {
      expect(call.phone_number).toMatch(/^\+7999001\d{4}$/);
      expect(call.lead_id).toBeTruthy();
      expect(call.username).toMatch(/^demo_/);
      expect(Object.keys(ROLES), 'nobody who may sign in finds calls that they did not make').not.toContain(call.username);
    }
    const over = await until(60_000, async () => { const found = await list(admin, `/api/cdr/records?start_date=${since}`); return found.length > 0 && found; });
    expect(over.every((record: any) => record.hangup_cause !== 'network_error')).toBe(true);
    await sleep(1100);
    const seen = expectStatus(await admin.get('/api/dashboard'), 200);
    expect(seen.pbx).toMatchObject({ up: true, test_exchange: true });
    expect(seen.problems).toEqual([]);
    expect(seen.today.attempts).toBeGreaterThan(0);
  }, 120_000);

  it('is the same after a restart, and shows no password again', async () => {
    const admin = await vss.as('admin');
    const before = vss.log().length;
    await vss.restart();
    expect(await count(admin, '/api/slots?limit=1')).toBe(70);
    expect(await count(admin, '/api/crm/leads?limit=1')).toBe(3000);
    expect(await count(admin, '/api/trunks?limit=1')).toBe(3);
    const [newest] = await list(admin, '/api/calls?limit=1');
    await until(40_000, async () => (await list(admin, '/api/calls?limit=1'))[0].call_id !== newest.call_id);
    const said = vss.log().slice(before);
    for (const [, password] of passwords()) expect(said).not.toContain(password);
    expect(said).toContain('demo-passwords');
    expect(await count(admin, '/api/crm/leads?limit=1')).toBe(3000);
  }, 120_000);
});

it("a demo adds to nobody's data", async () => {
  await other.halt();
  const { code, output } = await runVss(other, ['demo']);
  expect(code).toBe(1);
  expect(output).toContain('a demo adds to nobody');
  await other.start();
  expect(await count(await other.as('admin'), '/api/trunks?limit=1')).toBe(0);
});
