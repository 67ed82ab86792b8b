// Calls from outside, as far as no line has to be registered: what is refused, and who sees what.
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
const NUMBER = '+79991234567';
let made = 0;

async function phoneSlot(): Promise<any> {
  const client = await vss.as('admin');
  const trunk = expectStatus(await client.post('/api/trunks', { name: `calls ${++made}`, type: 'mf', capacity: 20 }), 201);
  return expectStatus(await client.post('/api/slots', { trunk_id: trunk.id, device_id: `phone_${made}`, type: 'mf' }), 201);
}

async function lastRefusal(): Promise<any> {
  const client = await vss.as('admin');
  return expectStatus(await client.get('/api/security/audit?action=calls.start&limit=1'), 200)[0];
}

describe('call/start', () => {
  it.each([
    ['112', 'emergency'],
    ['+78091234567', 'cost'],
    ['+4930123456', 'region'],
  ])('never dials %s', async (phone_number, rule) => {
    const client = await vss.as('operator');
    const answer = await client.post('/api/call/start', { phone_number });
    expectError(answer, 403, 'DESTINATION_NOT_ALLOWED');
    expect(answer.body.details.rule).toBe(rule);
    expect(await lastRefusal()).toMatchObject({ username: 'operator', success: false, detail: { code: 'DESTINATION_NOT_ALLOWED' } });
  });

  it('names what is no number', async () => {
    const client = await vss.as('admin');
    expectError(await client.post('/api/call/start', { phone_number: '+7999' }), 400, 'INVALID_PARAMS', 'phone_number');
    const slot = await phoneSlot();
    expectError(await client.post('/api/call/start', { slot_id: slot.id, phone_number: NUMBER, caller_id: 'me' }), 400, 'INVALID_PARAMS', 'caller_id');
  });

  it('wants a slot that is there and whose phone is registered', async () => {
    const client = await vss.as('admin');
    expectError(await client.post('/api/call/start', { slot_id: 999999, phone_number: NUMBER }), 404, 'NOT_FOUND');
    const slot = await phoneSlot();
    const answer = await client.post('/api/call/start', { slot_id: slot.id, phone_number: NUMBER });
    expectError(answer, 409, 'SLOT_OFFLINE');
    expect(answer.body.details).toMatchObject({ slot_id: slot.id });
    expectError(await client.post('/api/call/start', { slot_type: 'ls', phone_number: NUMBER }), 409, 'NO_FREE_SLOT');
  });

  it('keeps a refusal for its Idempotency-Key', async () => {
    const client = await vss.as('admin');
    const send = () => client.post('/api/call/start', { slot_type: 'ls', phone_number: NUMBER }, { 'Idempotency-Key': 'one call' });
    const first = await send();
    const second = await send();
    expectError(first, 409, 'NO_FREE_SLOT');
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });
});

describe('what there is not', () => {
  it('is not found', async () => {
    const client = await vss.as('admin');
    expectError(await client.post('/api/call/end', { call_id: 'c_999999' }), 404, 'NOT_FOUND');
    for (const path of ['/api/calls/c_1', '/api/call/c_1', '/api/calls/1', '/api/calls/c_01', '/api/cdr/records/c_1', '/api/recordings/r_1', '/api/recordings/r_1/audio', '/api/recordings/r_1/waveform', '/api/recordings/..%2f..%2fetc']) {
      expectError(await client.get(path), 404, 'NOT_FOUND');
    }
    expectError(await client.delete('/api/recordings/r_1'), 404, 'NOT_FOUND');
  });
});

describe('lists', () => {
  it('of calls are the same on OTTB and WORKSPACE', async () => {
    const client = await vss.as('seller');
    for (const path of ['/api/calls', '/api/calls/active', '/api/calls/feed', '/api/calls?date=2025-01-15', '/api/recordings']) {
      const [ottb, workspace] = [await client.on('ottb').get(path), await client.on('workspace').get(path)];
      expect(expectStatus(ottb, 200)).toEqual([]);
      expect(expectStatus(workspace, 200)).toEqual([]);
      expect(workspace.headers['x-total-count']).toBe('0');
    }
  });

  it('of calls refuse an outcome that there is not', async () => {
    const client = await vss.as('supervisor');
    expect(expectStatus(await client.get('/api/calls?disposition=no_answer'), 200)).toEqual([]);
    expectError(await client.get('/api/calls?disposition=lost'), 400, 'INVALID_PARAMS', 'disposition');
  });

  it('of records come as JSON or CSV', async () => {
    const client = await vss.as('supervisor');
    const query = '/api/cdr/records?start_date=2025-01-15&end_date=2025-01-16';
    expect(expectStatus(await client.get(query), 200)).toEqual([]);
    const csv = await client.get(query, { Accept: 'text/csv' });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text).toMatch(/^call_id,slot_id,number,.*\r\n$/);
    expect((await client.get(`${query}&excel=semicolon`, { Accept: 'text/csv' })).text).toMatch(/^\ufeff?call_id;slot_id;number;/);
    expect(expectStatus(await client.get(`${query}&disposition=no_answer`), 200)).toEqual([]);
    expectError(await client.get(`${query}&disposition=lost`), 400, 'INVALID_PARAMS', 'disposition');
    // Who takes records away stands in the audit, once a file.
    const admin = await vss.as('admin');
    const exported = expectStatus(await admin.get('/api/security/audit?action=cdr.export'), 200);
    expect(exported.map((record: any) => [record.username, record.target, record.detail])).toEqual(Array(2).fill(['supervisor', 'records', { records: 0 }]));
  });
});

it('whoever calls can see whether calls are recorded', async () => {
  const policy = { basis: 'undecided', test_exchange: true, may_record: true, by_default: true };
  expect(expectStatus(await (await vss.as('operator')).get('/api/recordings/policy'), 200)).toEqual(policy);
});

it('pbx/status says what carries the calls', async () => {
  const client = await vss.as('supervisor');
  expect(expectStatus(await client.get('/api/pbx/status'), 200)).toMatchObject({ test_exchange: true });
});
