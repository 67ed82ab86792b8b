// Dashboard and reports: numbers of calls that really happened, on the test exchange.
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { ROLES, useVss } from './support/vss.ts';

const vss = useVss();
const TALKS = '+79990000001';
const BUSY = '+79990000004';
const today = () => new Date().toLocaleDateString('sv'); // 2026-01-15, in the zone of this process and of VSS
let admin: Client, seller: Client, supervisor: Client;
let slot: any, lead: any;

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + 20_000; ; await sleep(100)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error('it did not happen within 20 s');
  }
}

const ready = () => until(async () => expectStatus(await admin.get(`/api/slots/${slot.id}`), 200).state === 'READY');

async function call(order: object, talkMs = 0): Promise<any> {
  await ready();
  const { call_id } = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, ...order }), 201);
  const look = async () => expectStatus(await admin.get(`/api/calls/${call_id}`), 200);
  if (talkMs > 0) {
    await until(async () => (await look()).state === 'answered');
    await sleep(talkMs);
    expectStatus(await admin.post('/api/call/end', { call_id }), 200);
  }
  return until(async () => { const seen = await look(); return seen.ended_at && seen; });
}

const fresh = async (client: Client) => { await sleep(1100); return expectStatus(await client.get('/api/dashboard'), 200); };

beforeAll(async () => {
  [admin, seller, supervisor] = [await vss.as('admin'), await vss.as('seller'), await vss.as('supervisor')];
  const trunk = expectStatus(await admin.post('/api/trunks', { name: 'reported', type: 'auto', capacity: 5 }), 201);
  slot = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: 'line_1', type: 'auto' }), 201);
  lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Анна Смирнова', phone: BUSY, assigned_seller: seller.session.user.id }), 201);
  await call({ phone_number: TALKS }, 1500);
  await call({ phone_number: BUSY });
  await call({ phone_number: BUSY, lead_id: lead.id });
}, 60_000);

it('says to everybody who is signed in where the centre is', async () => {
  for (const role of ROLES) expect(expectStatus(await (await vss.as(role)).get('/api/centre'), 200)).toEqual({ country: 'RU', timezone: expect.stringMatching(/^[A-Z]/) });
});

describe('the dashboard', () => {
  it('counts what was, what is, and what there is', async () => {
    const seen = await fresh(admin);
    expect(seen).toMatchObject({ scope: 'all', problems: [], pbx: { up: true, test_exchange: true }, registrations: 1 });
    expect(seen.today).toMatchObject({ day: today(), attempts: 3, answered: 1, busy: 2, by_cause: { busy: 2 }, asr_pct: 33.333 });
    expect(seen.today.talk_s).toBeGreaterThan(1);
    expect(seen.calls_now.total).toBe(0);
    expect(seen.slots).toMatchObject({ total: 1, by_type: { auto: 1 } });
    expect(seen.trunks).toMatchObject([{ name: 'reported', slots: 1, capacity: 5 }]);
    expect(seen.leads).toEqual({ scope: 'all', total: 1, by_status: { new: 1 } });
    expect(seen.recordings.bytes).toBeGreaterThan(1000);
    expect(seen.disk.total_bytes).toBeGreaterThan(seen.disk.free_bytes);
  });

  it('draws intervals, and tells no calls from nobody there', async () => {
    const { per_minute, per_hour } = await fresh(admin);
    const sum = (calls: (number | null)[]) => calls.reduce<number>((all, one) => all + (one ?? 0), 0);
    expect(per_minute.calls).toHaveLength(60);
    expect(sum(per_minute.calls)).toBe(3);
    expect(sum(per_hour.calls)).toBe(3);
    expect(per_minute.calls[0]).toBeNull();
    expect(per_minute.calls.at(-1)).not.toBeNull();
  });

  it('shows a call while it is up', async () => {
    await ready();
    const { call_id } = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79990000003' }), 201);
    await until(async () => (await fresh(admin)).calls_now.by_state.ringing === 1);
    const seen = await fresh(admin);
    expect(seen.trunks[0]).toMatchObject({ busy: 1, ready: 0, load_pct: 100 });
    expect(seen.problems, 'one telephone in use is no problem').toEqual([]);
    expectStatus(await admin.post('/api/call/end', { call_id }), 200);
    await until(async () => (await fresh(admin)).today.cancelled === 1);
  });

  it('gives a seller their own numbers only', async () => {
    const seen = await fresh(seller);
    expect(seen).toMatchObject({ scope: 'own', slots: null, trunks: null, registrations: null, recordings: null, disk: null, pbx: null, problems: null });
    expect(seen.today).toMatchObject({ attempts: 2, busy: 2, answered: 0, avg_talk_s: null }); // both to the number of the lead
    expect(seen.leads).toEqual({ scope: 'own', total: 1, by_status: { new: 1 } });
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { assigned_seller: null }), 200);
    expect((await fresh(seller)).today.attempts).toBe(0);
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { assigned_seller: seller.session.user.id }), 200);
  });

  it('says what is wrong, and where', async () => {
    const trunk = expectStatus(await admin.post('/api/trunks', { name: 'phones', type: 'mf', capacity: 5 }), 201);
    const phone = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: 'phone_1', type: 'mf' }), 201);
    const problems = await until(async () => { const found = (await fresh(admin)).problems; return found.length > 0 && found; });
    expect(problems).toMatchObject([{ code: 'waiting_for_phone', severity: 'warning', link: '/slots?state=REGISTERING', details: { count: 1, numbers: [phone.number] } }]);
    expectStatus(await admin.delete(`/api/trunks/${trunk.id}`), 200);
  });
});

describe('reports', () => {
  it.each(['daily', 'operator', 'slots', 'campaign'])('%s has today by default', async (name) => {
    const report = expectStatus(await supervisor.get(`/api/reports/${name}`), 200);
    expect(report).toMatchObject({ to: today(), complete: true });
    if (name !== 'campaign') expect(report.rows).toHaveLength(1);
    if (name !== 'campaign') expect(report.total).toMatchObject({ answered: 1, busy: 2 });
  });

  it('have what each is of', async () => {
    const [daily, operator, slots] = await Promise.all(['daily', 'operator', 'slots'].map(async (name) => expectStatus(await admin.get(`/api/reports/${name}?from=${today()}&to=${today()}`), 200).rows[0]));
    expect(daily.day).toBe(today());
    expect(operator).toMatchObject({ username: 'admin', user_id: admin.session.user.id });
    expect(slots).toMatchObject({ slot_id: slot.id, number: String(slot.number), faults: 0 });
    expect(slots.utilisation_pct).toBeGreaterThan(0);
    expect(slots.busy_s).toBeGreaterThan(slots.talk_s);
  });

  it('add up: by day, by operator with what no operator did, and by slot', async () => {
    const [daily, operator, slots] = await Promise.all(['daily', 'operator', 'slots'].map(async (name) => expectStatus(await admin.get(`/api/reports/${name}?from=${today()}&to=${today()}`), 200)));
    for (const { total, not_in_rows } of [daily, operator, slots]) {
      expect(total.answered + total.busy + total.no_answer + total.failed + total.cancelled).toBe(total.attempts);
      expect(total.attempts + not_in_rows).toBe(daily.total.attempts);
    }
  });

  it('are empty where nothing was', async () => {
    const report = expectStatus(await admin.get('/api/reports/daily?from=2001-01-01&to=2001-12-31'), 200);
    expect(report).toMatchObject({ from: '2001-01-01', to: '2001-12-31', rows: [], total: { attempts: 0, asr_pct: null } });
  });

  it.each([['?format=csv', {}], ['', { Accept: 'text/csv' }]])('come as CSV with %s', async (query, headers) => {
    const answer = await supervisor.get(`/api/reports/daily${query}`, headers);
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.headers['content-disposition']).toMatch(/attachment; filename="daily-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"/);
    const [header, row, end] = answer.text.split('\r\n');
    expect(header).toBe('day,attempts,answered,busy,no_answer,failed,cancelled,talk_s,avg_talk_s,avg_ring_s,asr_pct,not_placed');
    expect(row).toMatch(new RegExp(`^${today()},4,1,2,0,0,1,\\d+,\\d+,\\d+,25\\.000,0$`));
    expect(end).toBe('');
    const sheet = await supervisor.get(`/api/reports/daily?format=csv&excel=semicolon`);
    expect(sheet.text.split('\r\n')[1]).toMatch(new RegExp(`^${today()};4;1;.*;"25,000";0$`));
    const audit = expectStatus(await admin.get('/api/security/audit?action=reports.generate&limit=1'), 200)[0];
    expect(audit).toMatchObject({ username: 'supervisor', target: 'report daily', detail: { to: today() } });
  });

  it('have the columns of their JSON as CSV', async () => {
    for (const name of ['operator', 'slots']) {
      const row = expectStatus(await admin.get(`/api/reports/${name}`), 200).rows[0];
      expect((await admin.get(`/api/reports/${name}?format=csv`)).text.split('\r\n')[0]).toBe(Object.keys(row).join(','));
    }
  });

  it('name what is wrong with a question', async () => {
    for (const [query, ...fields] of [
      ['from=2025-02-30', 'from'], ['to=15.01.2025', 'to'], ['from=2025-01-02&to=2025-01-01', 'from'], ['from=1999-01-01&to=2025-01-01', 'from'],
      ['format=xml', 'format'], ['user_id=1', 'user_id'], ['from=2025-01-01T00:00:00Z', 'from'],
    ] as const) expectError(await admin.get(`/api/reports/daily?${query}`), 400, 'INVALID_PARAMS', ...fields);
  });

  it('are for who may read them, and as files for who may make them', async () => {
    for (const name of ['daily', 'operator', 'slots', 'campaign']) expectError(await seller.get(`/api/reports/${name}`), 403, 'PERMISSION_DENIED');
    expectStatus(await admin.post('/api/roles', { name: 'reader', permissions: { reports: ['read'] } }), 201);
    expectStatus(await admin.post('/api/users', { username: 'reader', password: 'password-of-reader', role: 'reader' }), 201);
    const reader = await vss.signIn('reader', 'password-of-reader');
    expectStatus(await reader.get('/api/reports/daily'), 200);
    const refused = await reader.get('/api/reports/daily?format=csv');
    expectError(refused, 403, 'PERMISSION_DENIED');
    expect(refused.body.details).toEqual({ permission: 'reports.generate' });
  });

  it('say the same as the records after a kill in mid-call', async () => {
    await ready();
    expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: TALKS }), 201);
    await vss.kill();
    await vss.start();
    const records = expectStatus(await admin.get('/api/cdr/records?limit=1000'), 200);
    const { total } = expectStatus(await admin.get('/api/reports/daily'), 200);
    const talk = records.reduce((sum: number, record: any) => sum + record.talk_s, 0);
    const of = (disposition: string) => records.filter((record: any) => record.disposition === disposition).length;
    expect(total).toMatchObject({ attempts: records.length - of('not_placed'), not_placed: of('not_placed'), answered: of('answered'), busy: of('busy'), failed: of('failed'), cancelled: of('cancelled') });
    expect(total.talk_s).toBeCloseTo(talk, 3);
    const slots = expectStatus(await admin.get('/api/reports/slots'), 200);
    expect(slots.total).toEqual(total);
  });
});
