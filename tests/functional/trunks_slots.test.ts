// Trunks and slots: the rules of the domain, tried from outside.
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss({ env: { VSS_NUMBER_REST: '0s' } });
const resting = useVss();
let made = 0;

const admin = () => vss.as('admin');

async function trunk(fields: Record<string, unknown> = {}, by?: Client): Promise<any> {
  const body = { name: `trunk ${++made}`, type: 'ls', capacity: 20, ...fields };
  return expectStatus(await (by ?? (await admin())).post('/api/trunks', body), 201);
}

async function slot(of: any, by?: Client): Promise<any> {
  const body = { trunk_id: of.id, device_id: `device_${++made}`, type: of.type };
  return expectStatus(await (by ?? (await admin())).post('/api/slots', body), 201);
}

/// Until every line of the trunk waits for its phone: a state that changes moves a row within a list.
const settled = async (of: any) => {
  const client = await admin();
  const states = async () => (await client.get(`/api/slots?trunk_id=${of.id}&limit=1000`)).body.map((found: any) => found.state);
  await expect.poll(states, { timeout: 5_000 }).not.toContain('ASSIGNED');
};

const empty = async (of: any, by?: Client) => expectStatus(await (by ?? (await admin())).delete(`/api/trunks/${of.id}`), 200);

describe('many slots at once', () => {
  const many = (of: any, device_ids: string[]) => ({ trunk_id: of.id, type: of.type, device_ids });

  it('are made in the order of their devices, each with a number and a password', async () => {
    const client = await admin();
    const home = await trunk();
    const devices = Array.from({ length: 12 }, (_, index) => `row-${index}`);
    const created = expectStatus(await client.post('/api/slots/bulk', many(home, devices)), 201);
    expect(created.map(({ device_id }: any) => device_id)).toEqual(devices);
    expect(new Set(created.map(({ number }: any) => number)).size).toBe(12);
    expect(new Set(created.map(({ sip }: any) => sip.password)).size).toBe(12);
    expect(expectStatus(await client.get(`/api/trunks/${home.id}`), 200).slots_used).toBe(12);
    await empty(home);
  });

  it('are made all or not at all', async () => {
    const client = await admin();
    const home = await trunk({ capacity: 3 });
    const used = async () => expectStatus(await client.get(`/api/trunks/${home.id}`), 200).slots_used;
    const full = await client.post('/api/slots/bulk', many(home, ['a', 'b', 'c', 'd']));
    expectError(full, 409, 'CAPACITY_EXCEEDED');
    expect(full.body.message).toContain('room for 3 more');
    expectStatus(await client.post('/api/slots', { trunk_id: home.id, type: home.type, device_id: 'b' }), 201);
    expectError(await client.post('/api/slots/bulk', many(home, ['a', 'b'])), 409, 'CONFLICT');
    expect(await used()).toBe(1);
    for (const device_ids of [[], ['-x'], ['a', 'a'], Array.from({ length: 201 }, (_, index) => `d${index}`)]) {
      expectError(await client.post('/api/slots/bulk', many(home, device_ids)), 400, 'INVALID_PARAMS', 'device_ids');
    }
    await empty(home);
  });
});

describe('trunks', () => {
  it('are made, read, changed and deleted', async () => {
    const client = await admin();
    const made = await trunk({ name: 'Восток', type: 'mf', capacity: 20, region: 'RU-MOW', caller_ids: ['+79991111111', '+79992222222'] });
    expect(made).toMatchObject({ name: 'Восток', type: 'mf', capacity: 20, region: 'RU-MOW', slots_used: 0, free: 20, provider_id: null });
    expect(expectStatus(await client.get(`/api/trunks/${made.id}`), 200)).toEqual(made);
    const changed = expectStatus(await client.patch(`/api/trunks/${made.id}`, { capacity: 25, region: null, description: 'now larger' }), 200);
    expect(changed).toMatchObject({ capacity: 25, region: null, description: 'now larger', caller_ids: made.caller_ids });
    expect(Date.parse(changed.updated_at)).toBeGreaterThanOrEqual(Date.parse(made.updated_at));
    expectStatus(await client.patch(`/api/trunks/${made.id}`, {}), 400);
    expect((await empty(made)).deleted).toEqual({ trunk: changed, slots: [] });
    expectError(await client.get(`/api/trunks/${made.id}`), 404, 'NOT_FOUND');
  });

  it('have names of their own', async () => {
    const client = await admin();
    const one = await trunk();
    const two = await trunk();
    expectError(await client.post('/api/trunks', { name: one.name, type: 'auto', capacity: 1 }), 409, 'CONFLICT');
    expectError(await client.patch(`/api/trunks/${two.id}`, { name: one.name }), 409, 'CONFLICT');
    expectStatus(await client.patch(`/api/trunks/${one.id}`, { name: one.name }), 200);
  });

  it('keep their type while they have slots, and hold no more than their capacity', async () => {
    const client = await admin();
    const full = await trunk({ type: 'ls', capacity: 2 });
    await slot(full);
    await slot(full);
    expectError(await client.post('/api/slots', { trunk_id: full.id, device_id: 'third', type: 'ls' }), 409, 'CAPACITY_EXCEEDED');
    expectError(await client.patch(`/api/trunks/${full.id}`, { capacity: 1 }), 409, 'CAPACITY_EXCEEDED');
    expectError(await client.patch(`/api/trunks/${full.id}`, { type: 'mf' }), 409, 'CONFLICT');
    expect(expectStatus(await client.get(`/api/trunks/${full.id}`), 200)).toMatchObject({ slots_used: 2, free: 0 });
    expectStatus(await client.patch(`/api/trunks/${full.id}`, { capacity: 3 }), 200);
    await slot(full);
    await empty(full);
  });

  it('take exactly their capacity when many ask at once', async () => {
    const client = await admin();
    const small = await trunk({ capacity: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => client.post('/api/slots', { trunk_id: small.id, device_id: `rush_${i}`, type: 'ls' })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
    const numbers = answers.filter((answer) => answer.status === 201).map((answer) => answer.body.number);
    expect(new Set(numbers).size).toBe(5);
    await empty(small);
  });

  it('deleted take their slots with them and say which', async () => {
    const client = await admin();
    const doomed = await trunk();
    const slots = [await slot(doomed), await slot(doomed)];
    const { deleted } = await empty(doomed);
    expect(deleted.slots).toEqual(slots.map(({ id, number }) => ({ id, number })));
    for (const { id } of slots) expectError(await client.get(`/api/slots/${id}`), 404, 'NOT_FOUND');
  });

  it.each([['caller_ids', ['79991234567']], ['caller_ids', ['+0123456789']], ['caller_ids', ['+79991234567', '+79991234567']], ['provider_id', 77]])(
    'refuse %s %j', async (field, value) => {
      expectError(await (await admin()).post('/api/trunks', { name: 'refused', type: 'auto', capacity: 1, [field]: value }), 400, 'INVALID_PARAMS', field);
    });

  it('are found by type, region and words', async () => {
    const client = await admin();
    const odd = await trunk({ type: 'auto', region: 'ZZ-ODD', description: 'Rack behind the GREEN door' });
    const ids = async (query: string) => expectStatus(await client.get(`/api/trunks?${query}`), 200).map((found: any) => found.id);
    expect(await ids('region=ZZ-ODD')).toEqual([odd.id]);
    expect(await ids('q=green%20door')).toEqual([odd.id]);
    expect(await ids('q=%25')).toEqual([]); // a wildcard of SQL is a plain character
    expect(await ids('type=mf')).not.toContain(odd.id);
  });
});

describe('slots', () => {
  it.each([['auto', 6001], ['mf', 7001], ['ls', 8001]])('of %s trunks are numbered from %i, lowest free first', async (type, first) => {
    const other = await resting.as('admin');
    const home = await trunk({ type, capacity: 10 }, other);
    const numbers = [];
    for (let i = 0; i < 3; ++i) numbers.push((await slot(home, other)).number);
    expect(numbers).toEqual([first, first + 1, first + 2]);
  });

  it('leave numbers that rest before somebody gets them again', async () => {
    const other = await resting.as('admin');
    const home = await trunk({ type: 'ls', capacity: 10 }, other);
    const gone = await slot(home, other);
    expectStatus(await other.delete(`/api/slots/${gone.id}`), 200);
    expect((await slot(home, other)).number).not.toBe(gone.number);
  });

  it('get a freed number at once when no rest is configured', async () => {
    const client = await admin();
    const home = await trunk();
    const gone = await slot(home);
    await slot(home);
    expectStatus(await client.delete(`/api/slots/${gone.id}`), 200);
    expect((await slot(home)).number).toBe(gone.number);
    await empty(home);
  });

  it('end when the range of numbers does', async () => {
    const client = await admin();
    const all = await trunk({ type: 'mf', capacity: 999 });
    const spare = await trunk({ type: 'mf', capacity: 10 });
    const one = (i: number) => client.post('/api/slots', { trunk_id: all.id, device_id: `bulk_${i}`, type: 'mf' });
    for (let done = 0; done < 999; done += 27) {
      const answers = await Promise.all(Array.from({ length: 27 }, (_, i) => one(done + i)));
      for (const answer of answers) expectStatus(answer, 201);
    }
    const refused = await client.post('/api/slots', { trunk_id: spare.id, device_id: 'one_too_many', type: 'mf' });
    expectError(refused, 409, 'CAPACITY_EXCEEDED', 'first', 'last', 'next_free_at');
    const { deleted } = await empty(all);
    expect(deleted.slots).toHaveLength(999);
    expect(deleted.slots.at(-1).number).toBe(7999);
    await slot(spare);
  }, 120_000);

  it('belong to a trunk that exists, with its type, and one device is one slot there', async () => {
    const client = await admin();
    const home = await trunk({ type: 'auto' });
    const { device_id } = await slot(home);
    const make = (fields: object) => client.post('/api/slots', { trunk_id: home.id, device_id: 'd', type: 'auto', ...fields });
    expectError(await make({ trunk_id: 999999 }), 400, 'INVALID_PARAMS', 'trunk_id');
    expectError(await make({ type: 'mf' }), 400, 'INVALID_PARAMS', 'type');
    expectError(await make({ device_id }), 409, 'CONFLICT');
    for (const bad of ['-rf', 'a b', 'a;b', 'ä', '$(id)']) expectError(await make({ device_id: bad }), 400, 'INVALID_PARAMS', 'device_id');
  });

  it('show their SIP password once, and a new one when asked', async () => {
    const client = await admin();
    const made = await slot(await trunk());
    expect(made.sip).toMatchObject({ username: String(made.number), domain: 'vss.internal', uri: `sip:${made.number}@vss.internal` });
    const renewed = expectStatus(await client.post(`/api/slots/${made.id}/credentials`), 200);
    expect(renewed.password).not.toBe(made.sip.password);
    const everything = [`/api/slots/${made.id}`, '/api/slots?limit=1000', `/api/slots/${made.id}/history`, '/api/security/audit?limit=1000', '/api/dci/logs?limit=1000'];
    const seen = (await Promise.all(everything.map(async (path) => (await client.get(path)).text))).join('') + vss.log();
    expect(seen).not.toContain(made.sip.password);
    expect(seen).not.toContain(renewed.password);
    expect(seen).not.toMatch(/"ha1|\bha1=/);
  });

  it('are found by trunk, type, state and user', async () => {
    const client = await admin();
    const home = await trunk({ type: 'auto' });
    const [one, two] = [await slot(home), await slot(home)];
    const me = client.session.user.id;
    expectStatus(await client.post(`/api/slots/${two.id}/assign`), 200);
    const ids = async (query: string) => expectStatus(await client.get(`/api/slots?${query}`), 200).map((found: any) => found.id);
    expect(await ids(`trunk_id=${home.id}`)).toEqual([one.id, two.id]);
    expect(await ids(`trunk_id=${home.id}&assigned_user=${me}`)).toEqual([two.id]);
    expect(await ids(`trunk_id=${home.id}&type=mf`)).toEqual([]);
    const waiting = await Promise.all(['ASSIGNED', 'REGISTERING', 'READY'].map((state) => ids(`trunk_id=${home.id}&state=${state}&sort=-id`)));
    expect(waiting.flat()).toContain(one.id);
    expect(await ids(`trunk_id=${home.id}&state=ACTIVE_CALL`)).toEqual([]);
    expect(await ids(`trunk_id=${home.id}&sort=-number`)).toEqual([two.id, one.id]);
  });
});

describe('the life of a slot', () => {
  const act = async (id: number, what: string, body?: unknown, by?: Client) => (by ?? (await admin())).post(`/api/slots/${id}/${what}`, body);

  it('begins in the shared pool', async () => {
    const made = await slot(await trunk());
    expect(made).toMatchObject({ assignment: 'pool', assigned_user: null, current_call: null });
    expect(['ASSIGNED', 'REGISTERING', 'READY']).toContain(made.state);
  });

  it('goes to a user and back; every step is in its history with cause and name', async () => {
    const made = await slot(await trunk());
    const operator = await vss.as('operator');
    const taken = expectStatus(await act(made.id, 'assign', undefined, operator), 200);
    expect(taken).toMatchObject({ assignment: 'user', assigned_user: operator.session.user.id });
    const released = expectStatus(await act(made.id, 'release', {}, operator), 200);
    expect(released).toMatchObject({ state: 'IDLE', assigned_user: null });
    const history = expectStatus(await (await admin()).get(`/api/slots/${made.id}/history?sort=id`), 200);
    for (let i = 1; i < history.length; ++i) expect(history[i].from).toBe(history[i - 1].to);
    expect(history[0]).toMatchObject({ from: 'IDLE', trigger: 'assign', cause: 'HUB', username: null });
    expect(history.at(-1)).toMatchObject({ to: 'IDLE', trigger: 'release', cause: 'USER', username: 'operator' });
  });

  it('an operator takes slots for themselves only, and releases only their own', async () => {
    const made = await slot(await trunk());
    const [client, operator] = [await admin(), await vss.as('operator')];
    expectError(await act(made.id, 'assign', { user_id: client.session.user.id }, operator), 403, 'PERMISSION_DENIED');
    expectError(await act(made.id, 'assign', { pool: true }, operator), 403, 'PERMISSION_DENIED');
    expectStatus(await act(made.id, 'assign', { user_id: client.session.user.id }), 200);
    expectError(await act(made.id, 'release', {}, operator), 403, 'PERMISSION_DENIED');
    expectStatus(await act(made.id, 'release'), 200);
  });

  it('refuses what the state does not allow, and changes nothing then', async () => {
    const client = await admin();
    const made = await slot(await trunk());
    expectStatus(await act(made.id, 'release'), 200);
    const idle = expectStatus(await client.get(`/api/slots/${made.id}`), 200);
    for (const step of ['release', 'reset', 'restart']) expectError(await act(made.id, step), 409, 'ILLEGAL_TRANSITION');
    expect(expectStatus(await client.get(`/api/slots/${made.id}`), 200)).toEqual(idle);
    expectStatus(await act(made.id, 'assign'), 200);
    const taken = await act(made.id, 'assign', { user_id: '00000000-0000-4000-8000-000000000001' });
    expect(taken.status).toBe(409);
    expectStatus(await act(made.id, 'reset'), 200);
  });

  it('takes at most one of user, campaign and pool', async () => {
    const made = await slot(await trunk());
    const id = '00000000-0000-4000-8000-000000000001';
    expectError(await act(made.id, 'assign', { user_id: id, pool: true }), 400, 'INVALID_PARAMS', 'user_id');
    expectError(await act(made.id, 'assign', { user_id: id, campaign_id: id }), 400, 'INVALID_PARAMS', 'user_id');
  });

  it('goes to one of many who want it at once', async () => {
    const made = await slot(await trunk());
    const operator = await vss.as('operator');
    const answers = await Promise.all([operator, await admin(), operator, await admin()].map((client) => act(made.id, 'assign', undefined, client)));
    expect(answers.filter((answer) => answer.status === 200).length).toBe(1);
    expect(answers.every((answer) => [200, 409].includes(answer.status))).toBe(true);
  });

  it('is told to the event log', async () => {
    const client = await admin();
    const made = await slot(await trunk());
    const until = Date.now() + 5000;
    for (;;) {
      const lines = expectStatus(await client.get('/api/dci/logs?module=OTTB&q=slot.update&limit=1000'), 200);
      if (lines.some((line: any) => line.f_flow === 'F-05' && JSON.stringify(line.fields).includes(`"id":${made.id},`))) break;
      if (Date.now() > until) throw new Error(`no slot.update of slot ${made.id} in the log`);
    }
  });
});

describe('Idempotency-Key', () => {
  const key = () => `key-${++made}`;

  it('answers the same again and makes nothing twice', async () => {
    const client = await admin();
    const headers = { 'Idempotency-Key': key() };
    const body = { name: `once ${made}`, type: 'auto', capacity: 1 };
    const first = await client.post('/api/trunks', body, headers);
    const again = await client.post('/api/trunks', body, headers);
    expectStatus(first, 201);
    expect([again.status, again.body, again.headers.location]).toEqual([201, first.body, first.headers.location]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(expectStatus(await client.get(`/api/trunks?q=${encodeURIComponent(body.name)}`), 200)).toHaveLength(1);
  });

  it('with another body is refused', async () => {
    const client = await admin();
    const headers = { 'Idempotency-Key': key() };
    expectStatus(await client.post('/api/trunks', { name: `other ${made}`, type: 'auto', capacity: 1 }, headers), 201);
    expectError(await client.post('/api/trunks', { name: `other ${made}`, type: 'auto', capacity: 2 }, headers), 409, 'CONFLICT');
  });

  it('many at once make one', async () => {
    const client = await admin();
    const headers = { 'Idempotency-Key': key() };
    const body = { name: `rush ${made}`, type: 'auto', capacity: 1 };
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.post('/api/trunks', body, headers)));
    expect(answers.every((answer) => [201, 409].includes(answer.status))).toBe(true);
    expect(expectStatus(await client.get(`/api/trunks?q=${encodeURIComponent(body.name)}`), 200)).toHaveLength(1);
  });

  it('is a key of one caller and one route', async () => {
    const client = await admin();
    const headers = { 'Idempotency-Key': key() };
    expectStatus(await client.post('/api/trunks', { name: `mine ${made}`, type: 'auto', capacity: 1 }, headers), 201);
    const line = expectStatus(await client.post('/api/dci/log-event', { module: 'TEST', severity: 'info', message: 'x' }, headers), 201);
    expect(line.message).toBe('x');
  });

  it('keeps a refusal too', async () => {
    const client = await admin();
    const headers = { 'Idempotency-Key': key() };
    const body = { name: '', type: 'auto', capacity: 1 };
    expectError(await client.post('/api/trunks', body, headers), 400, 'INVALID_PARAMS', 'name');
    expectError(await client.post('/api/trunks', body, headers), 400, 'INVALID_PARAMS', 'name');
  });

  it('too long is refused', async () => {
    const answer = await (await admin()).post('/api/trunks', { name: 'x', type: 'auto', capacity: 1 }, { 'Idempotency-Key': 'k'.repeat(129) });
    expectError(answer, 400, 'INVALID_PARAMS', 'Idempotency-Key');
  });
});

describe('lists', () => {
  const nextOf = (link: unknown) => /^<([^>]+)>; rel="next"$/.exec(String(link))?.[1];

  async function walk(client: Client, start: string, between?: (page: any[]) => Promise<void>): Promise<any[]> {
    const all: any[] = [];
    for (let at: string | undefined = start; at; ) {
      const answer = await client.get(at);
      all.push(...expectStatus(answer, 200));
      at = nextOf(answer.headers.link);
      if (at && between) await between(answer.body);
    }
    return all;
  }

  it('are paged by Link, counted by X-Total-Count', async () => {
    const client = await admin();
    const home = await trunk();
    for (let i = 0; i < 7; ++i) await slot(home);
    const first = await client.get(`/api/slots?trunk_id=${home.id}&limit=3`);
    expect(first.headers['x-total-count']).toBe('7');
    expect(first.body).toHaveLength(3);
    expect(nextOf(first.headers.link)).toContain(`trunk_id=${home.id}`);
    const all = await walk(client, `/api/slots?trunk_id=${home.id}&limit=3`);
    expect(all.map((found) => found.id)).toEqual([...new Set(all.map((found) => found.id))]);
    expect(all).toHaveLength(7);
    expect((await client.get(`/api/slots?trunk_id=${home.id}&limit=7`)).headers.link).toBeUndefined();
  });

  it.each(['id', '-id', 'number', '-number', 'device_id', '-device_id', 'state', '-state_since'])('sorted by %s stay right while rows come and go', async (sort) => {
    const client = await admin();
    const home = await trunk({ capacity: 60 });
    const stay: any[] = [];
    for (let i = 0; i < 9; ++i) stay.push(await slot(home));
    await settled(home);
    const victims = [stay[1], stay[4], stay[7]].map(({ id }) => id);
    const seen = await walk(client, `/api/slots?trunk_id=${home.id}&limit=2&sort=${sort}`, async () => {
      await slot(home);
      const victim = victims.pop();
      if (victim) expectStatus(await client.delete(`/api/slots/${victim}`), 200);
    });
    const ids = seen.map((found) => found.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of stay) if (![1, 4, 7].some((i) => stay[i].id === id)) expect(ids).toContain(id);
    await empty(home);
  });

  it('refuse a cursor of another sort, and a made-up one', async () => {
    const client = await admin();
    const home = await trunk();
    for (let i = 0; i < 3; ++i) await slot(home);
    const first = await client.get('/api/slots?limit=1');
    const cursor = new URL(nextOf(first.headers.link)!, 'http://x').searchParams.get('cursor')!;
    expectError(await client.get(`/api/slots?limit=1&sort=-id&cursor=${cursor}`), 400, 'INVALID_PARAMS', 'cursor');
    expectError(await client.get('/api/slots?cursor=nonsense'), 400, 'INVALID_PARAMS', 'cursor');
    for (const forged of ['["id",false,["x",1]]', '["id",false,[{},1]]', '["id",false,[null,null]]', '["id",false,[1e400,1]]', '[]', '["id",false,[1]]']) {
      const answer = await client.get(`/api/slots?cursor=${Buffer.from(forged).toString('base64url')}`);
      expect([200, 400]).toContain(answer.status);
    }
  });

  it('are looked into at any place, and go on from there', async () => {
    const client = await admin();
    const home = await trunk();
    const made: number[] = [];
    for (let i = 0; i < 4; ++i) made.push((await slot(home)).id);
    const ids = async (address: string) => {
      const answer = await client.get(address);
      return { ids: answer.body.map(({ id }: any) => id), total: Number(answer.headers['x-total-count']), next: nextOf(answer.headers.link) };
    };
    const list = `/api/slots?trunk_id=${home.id}&limit=1`;
    const cursor = new URL((await ids(list)).next!, 'http://x').searchParams.get('cursor')!;
    expect(await ids(`${list}&cursor=${cursor}&offset=1`)).toMatchObject({ ids: [made[2]], total: 4 });
    const middle = await ids(`${list}&offset=1`);
    expect(middle).toMatchObject({ ids: [made[1]], total: 4 });
    expect(middle.next).not.toContain('offset');
    expect((await ids(middle.next!)).ids).toEqual([made[2]]);
    expect(await ids(`${list}&offset=4`)).toEqual({ ids: [], total: 4, next: undefined });
    expectError(await client.get(`${list}&offset=-1`), 400, 'INVALID_PARAMS', 'offset');
    await empty(home);
  });

  it('are the same through WORKSPACE and under the alias', async () => {
    const client = await admin();
    const read = () => client.get('/api/slots?limit=2&sort=-number');
    // a new line is still on its way to REGISTERING, where it waits for its phone
    await expect.poll(async () => (await read()).body.map((found: any) => found.state), { timeout: 5_000 }).not.toContain('ASSIGNED');
    const direct = await read();
    for (const [service, path] of [['workspace', '/api/slots'], ['workspace', '/api/ottb/slots'], ['ottb', '/api/ottb/slots']] as const) {
      const other = await client.on(service).get(`${path}?limit=2&sort=-number`);
      expect(other.body).toEqual(direct.body);
      expect(other.headers['x-total-count']).toBe(direct.headers['x-total-count']);
      expect(nextOf(other.headers.link)).toBe(nextOf(direct.headers.link)!.replace('/api/slots', path));
    }
  });
});

describe('what was acknowledged', () => {
  it('is there after kill -9', async () => {
    const client = await resting.as('admin');
    const home = await trunk({ type: 'auto', capacity: 100 }, client);
    const acknowledged: number[] = [];
    let killed = false;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; !killed; ++i) {
        const answer = await client.post('/api/slots', { trunk_id: home.id, device_id: `w${writer}_${i}`, type: 'auto' }).catch(() => undefined);
        if (answer?.status === 201) acknowledged.push(answer.body.id);
        if (!answer || answer.status === 409) break;
        if (acknowledged.length >= 20 && !killed) {
          killed = true;
          await resting.kill();
        }
      }
    });
    await Promise.all(writers);
    await resting.start();
    const after = resting.client(client.token);
    const there = new Set(expectStatus(await after.get(`/api/slots?trunk_id=${home.id}&limit=1000`), 200).map((found: any) => found.id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    for (const id of acknowledged) expect(there).toContain(id);
  });
});
