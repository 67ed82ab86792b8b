// The CRM and the telephone: notes on calls, what a lead's timeline and seller see of them, and how a person is erased.
// fixtures/manual-crm/*.sh are the manual's section on the CRM, copied literally; ports, token and ids are put in.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from '../functional/support/client.ts';
import { check } from '../functional/support/contract.ts';
import { Curl, PORTS } from '../functional/support/curl.ts';
import { useVss } from '../functional/support/vss.ts';
import { Centre } from './support/centre.ts';
import { Phone } from './support/agent.ts';
import { sleep, until } from './support/wait.ts';

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures/manual-crm');
const NOBODY = '00000000-0000-4000-8000-000000000000';

const vss = useVss({ env: { VSS_TIMEZONE: 'Etc/UTC', VSS_RECORD_CALLS: 'on' } });
const centre = new Centre(vss);
const curl = new Curl(vss);
let admin: Client;
let seller: Client;
let slot: any;

const idOf = (client: Client): string => client.session.user.id;
const ids = (answer: any, field: string) => expectStatus(answer, 200).map((item: any) => item[field]);

/// An answered call that is over, with its recording.
async function talk(phone: string, fields: object = {}): Promise<any> {
  const call = await centre.call(slot, phone, { ...fields });
  await centre.callIs(call, 'answered');
  await sleep(300);
  await centre.end(call);
  await centre.callIs(call, 'ended');
  return until('recording', async () => {
    const seen = await centre.lookAt(call);
    return seen.recording_id !== null && seen;
  });
}

const makeLead = async (phone: string, fields: object = {}) =>
  expectStatus(await admin.post('/api/crm/leads', { client_name: 'Иван Иванов', phone, ...fields }), 201);

beforeAll(async () => {
  curl.prepare();
  admin = await centre.admin();
  seller = await vss.as('seller');
  slot = await centre.slot('auto');
});

describe('the manual on the CRM', () => {
  let lead: any;
  let call: any;
  let note: any;
  beforeAll(async () => void (call = await talk('+79991234567')));

  const adapted = (command: string) =>
    curl.adapt(command).replaceAll('<token>', admin.token!).replaceAll('seller_uuid', idOf(seller)).replaceAll('lead_uuid', lead?.id).replaceAll('c_882', call.call_id);

  const EXPECTED: [file: string, status: number, sees: (body: any) => void][] = [
    ['01-create-lead', 201, (body) => {
      expect(body).toMatchObject({ client_name: 'Иван Иванов', phone: '+79991234567', email: 'ivan@example.com', status: 'new', assigned_seller: idOf(seller) });
      lead = body;
    }],
    ['02-leads', 200, (body) => expect(body).toEqual([lead])],
    ['03-leads-of-seller', 200, (body) => expect(body).toEqual([lead])],
    ['04-leads-by-status', 200, (body) => expect(body).toEqual([lead])],
    ['05-note', 201, (body) => {
      expect(body).toMatchObject({ call_id: call.call_id, lead_id: lead.id, text: 'Клиент заинтересован в продукте', type: 'call_note', author: 'admin' });
      note = body;
    }],
    ['06-notes-of-call', 200, (body) => expect(body).toEqual([note])],
    ['07-notes-of-lead', 200, (body) => expect(body).toEqual([note])],
    ['08-update-lead', 200, (body) => expect(body).toMatchObject({ id: lead.id, status: 'contacted' })],
  ];

  it('has an expectation for every command that was copied', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(EXPECTED.map(([file]) => `${file}.sh`));
  });

  it.each(EXPECTED)('%s answers %i', async (file, status, sees) => {
    const command = readFileSync(path.join(FIXTURES, `${file}.sh`), 'utf8');
    const answer = await curl.run(adapted(command));
    expect(answer.status, answer.text).toBe(status);
    const [, port, target] = /localhost:(\d+)([^\s"']*)/.exec(command)!;
    check(PORTS[port!]!, /-X (\w+)/.exec(command)?.[1] ?? 'GET', adapted(target!), answer);
    sees(answer.body);
  });
});

describe('a call of a lead', () => {
  it('is in its timeline with recording and note, and the lead knows when it ended', async () => {
    const lead = await makeLead('+79995550101');
    const call = await talk(lead.phone); // the number is the lead's
    expect(expectStatus(await admin.get(`/api/calls/${call.call_id}`), 200).lead_id).toBe(lead.id);
    const note = expectStatus(await admin.post('/api/crm/note', { call_id: call.call_id, text: 'о звонке' }), 201);
    expect(note, 'a note on the call is a note on the lead').toMatchObject({ lead_id: lead.id, type: 'call_note' });
    const items = expectStatus(await admin.get(`/api/crm/leads/${lead.id}/timeline`), 200);
    expect(items.map((item: any) => item.kind).sort()).toEqual(['call', 'created', 'note', 'recording']);
    expect(items.find((item: any) => item.kind === 'call').call).toMatchObject({ call_id: call.call_id, state: 'ended', ended_at: call.ended_at });
    expect(items.find((item: any) => item.kind === 'recording').recording).toMatchObject({ recording_id: call.recording_id, call_id: call.call_id });
    const after = await until('last call', async () => {
      const seen = (await admin.get(`/api/crm/leads/${lead.id}`)).body;
      return seen.last_call_at !== null && seen;
    });
    expect(after).toMatchObject({ last_call_at: call.ended_at, version: 1 });
    expect(ids(await admin.get(`/api/calls?lead_id=${lead.id}`), 'call_id')).toEqual([call.call_id]);
    expectError(await admin.post('/api/crm/note', { call_id: call.call_id, lead_id: NOBODY, text: 'x' }), 400, 'INVALID_PARAMS', 'lead_id');
    const other = await makeLead('+79995550102');
    expectError(await admin.post('/api/crm/note', { call_id: call.call_id, lead_id: other.id, text: 'x' }), 400, 'INVALID_PARAMS', 'lead_id');
  });

  it('is no call to the customer when the own phone does not take it', async () => {
    const lead = await makeLead('+79995550102');
    const desk = await centre.slot('ls');
    const phone = await Phone.udp(centre.server, desk);
    await phone.mustRegister();
    const before = expectStatus(await admin.get('/api/reports/daily'), 200).total;
    const call = await centre.call(desk, lead.phone, { lead_id: lead.id });
    const dialog = await phone.incoming();
    phone.agent.respond(dialog.invite, 486, dialog.tag);
    const record = await centre.closed(desk, call, 'line_declined');
    expect(record.disposition).toBe('not_placed');
    const listed = (query: string) => admin.get(`/api/calls?lead_id=${lead.id}&${query}`);
    expect(ids(await listed('disposition=not_placed'), 'call_id')).toEqual([call.call_id]);
    for (const other of ['cancelled', 'no_answer', 'failed', 'busy']) expect(ids(await listed(`disposition=${other}`), 'call_id')).toEqual([]);
    const records = (outcome: string) => admin.get(`/api/cdr/records?slot_id=${call.slot_id}&disposition=${outcome}`);
    expect([ids(await records('not_placed'), 'call_id'), ids(await records('busy'), 'call_id')]).toEqual([[call.call_id], []]);
    const total = expectStatus(await admin.get('/api/reports/daily'), 200).total;
    expect({ ...total, avg_talk_s: 0 }).toEqual({ ...before, avg_talk_s: 0, not_placed: before.not_placed + 1 });
    // The lead hears of its calls by the bus, in order: of a later one it has heard, of this one not.
    const answered = await talk(lead.phone, { lead_id: lead.id });
    const seen = await until('lead with its call', async () => {
      const found = expectStatus(await admin.get(`/api/crm/leads/${lead.id}`), 200);
      return found.last_call_at !== null && found;
    });
    expect(seen.last_call_at).toBe(answered.ended_at);
    phone.close();
  });

  it('wants a lead that is there', async () => {
    expectError(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79995550103', lead_id: NOBODY }), 400, 'INVALID_PARAMS', 'lead_id');
  });
});

describe('notes', () => {
  it('want a call or a lead that is there, and a text', async () => {
    for (const [body, field] of [
      [{ text: 'x' }, 'call_id'], [{ call_id: 'c_999999', text: 'x' }, 'call_id'], [{ call_id: '882', text: 'x' }, 'call_id'],
      [{ lead_id: NOBODY, text: 'x' }, 'lead_id'], [{ lead_id: NOBODY, text: '' }, 'text'], [{ lead_id: NOBODY, text: 'x', type: 'song' }, 'type'],
    ] as const) expectError(await admin.post('/api/crm/note', body), 400, 'INVALID_PARAMS', field);
    expectError(await admin.get('/api/crm/notes'), 400, 'INVALID_PARAMS', 'lead_id');
    for (const path of ['c_999999', 'nonsense', NOBODY]) expectError(await admin.get(`/api/crm/notes/${path}`), 404, 'NOT_FOUND');
  });

  it('are changed by their author, and by who may change anything', async () => {
    const lead = await makeLead('+79995550110', { assigned_seller: idOf(seller) });
    const own = expectStatus(await seller.post('/api/crm/note', { lead_id: lead.id, text: 'моя' }), 201);
    const foreign = expectStatus(await admin.post('/api/crm/note', { lead_id: lead.id, text: 'чужая' }), 201);
    expect(expectStatus(await seller.patch(`/api/crm/notes/${own.id}`, { text: 'исправлена', type: 'task' }), 200)).toMatchObject({ text: 'исправлена', type: 'task' });
    expectError(await seller.patch(`/api/crm/notes/${foreign.id}`, { text: 'x' }), 403, 'PERMISSION_DENIED');
    expectError(await seller.delete(`/api/crm/notes/${own.id}`), 403, 'PERMISSION_DENIED');
    expect(ids(await seller.get(`/api/crm/notes?lead_id=${lead.id}`), 'id')).toEqual([foreign.id, own.id]);
    expect(ids(await seller.get(`/api/crm/notes/${own.id}`), 'id')).toEqual([own.id]);
    expectStatus(await admin.patch(`/api/crm/notes/${own.id}`, { text: 'админ' }), 200);
    expect(expectStatus(await admin.delete(`/api/crm/notes/${own.id}`), 200).deleted.note.text).toBe('админ');
    expectError(await admin.get(`/api/crm/notes/${own.id}`), 404, 'NOT_FOUND');
  });
});

describe('a seller', () => {
  it('sees calls, recordings and notes of own leads, and those move with the lead', async () => {
    const lead = await makeLead('+79995550120', { assigned_seller: idOf(seller) });
    const call = await talk(lead.phone, { lead_id: lead.id });
    const foreign = await talk('+79995550121');
    const note = expectStatus(await admin.post('/api/crm/note', { call_id: foreign.call_id, text: 'не для продавца' }), 201);
    expect(ids(await seller.get('/api/calls'), 'call_id')).toEqual([call.call_id]);
    expect(ids(await seller.get('/api/recordings'), 'recording_id')).toEqual([call.recording_id]);
    expectStatus(await seller.get(`/api/calls/${call.call_id}`), 200);
    expectStatus(await seller.get(`/api/recordings/${call.recording_id}/audio`, { 'Accept-Encoding': '' }), 200);
    expectStatus(await seller.get(`/api/crm/notes/${call.call_id}`), 200);
    const closed = async (hidden: any) => {
      expectError(await seller.get(`/api/calls/${hidden.call_id}`), 404, 'NOT_FOUND');
      expectError(await seller.get(`/api/recordings/${hidden.recording_id}`), 404, 'NOT_FOUND');
      expectError(await seller.get(`/api/recordings/${hidden.recording_id}/audio`), 404, 'NOT_FOUND');
      expectError(await seller.get(`/api/recordings/${hidden.recording_id}/waveform`), 404, 'NOT_FOUND');
      expectError(await seller.get(`/api/crm/notes/${hidden.call_id}`), 404, 'NOT_FOUND');
      expectError(await seller.post('/api/crm/note', { call_id: hidden.call_id, text: 'x' }), 400, 'INVALID_PARAMS', 'call_id');
    };
    await closed(foreign);
    expectError(await seller.get(`/api/crm/notes/${note.id}`), 404, 'NOT_FOUND');
    expect((await seller.get(`/api/crm/persons/${encodeURIComponent('+79995550121')}/export`)).body).toMatchObject({ leads: [], calls: [], recordings: [], notes: [] });
    expectStatus(await admin.post('/api/crm/leads/assign', { lead_ids: [lead.id], assigned_seller: null }), 200);
    expect((await seller.get('/api/calls')).body).toEqual([]);
    expect((await seller.get('/api/recordings')).body).toEqual([]);
    await closed(call);
  });
});

describe('merge', () => {
  it('brings the calls and recordings along, and who may see them', async () => {
    const from = await makeLead('+79995550130');
    const call = await talk(from.phone, { lead_id: from.id });
    const into = await makeLead('+79995550131', { assigned_seller: idOf(seller) });
    expectStatus(await admin.post(`/api/crm/leads/${from.id}/merge`, { into: into.id }), 200);
    expect(ids(await seller.get(`/api/calls?lead_id=${into.id}`), 'call_id')).toEqual([call.call_id]);
    expect((await seller.get(`/api/recordings/${call.recording_id}`)).body.lead_id).toBe(into.id);
    expect((await admin.get(`/api/crm/leads/${into.id}`)).body.last_call_at).toBe(call.ended_at);
  });
});

describe('a person', () => {
  it('is exported with everything, and erased with everything but the fact of the calls', async () => {
    const phone = '+79995550140';
    const lead = await makeLead(phone, { client_name: 'Забудьте Меня', assigned_seller: idOf(seller) });
    const client = expectStatus(await admin.post('/api/crm/clients', { name: 'Забудьте Меня', phone }), 201);
    const call = await talk(phone, { lead_id: lead.id });
    expectStatus(await admin.post('/api/crm/note', { call_id: call.call_id, text: 'секрет' }), 201);
    const file = path.join(vss.dataDir, 'recordings', call.started_at.slice(0, 10).replaceAll('-', '/'), `${call.call_id}.wav`);
    expect(existsSync(file)).toBe(true);

    const exported = expectStatus(await seller.get(`/api/crm/persons/${encodeURIComponent(phone)}/export`), 200);
    expect(exported).toMatchObject({ phone, leads: [{ id: lead.id }], notes: [{ text: 'секрет' }], calls: [{ call_id: call.call_id }], recordings: [{ recording_id: call.recording_id }] });
    expect((await admin.get('/api/crm/persons/89995550140/export')).body.clients).toMatchObject([{ id: client.id }]);
    expectError(await admin.get('/api/crm/persons/nobody/export'), 400, 'INVALID_PARAMS', 'phone');

    expectError(await seller.delete(`/api/crm/persons/${encodeURIComponent(phone)}`), 403, 'PERMISSION_DENIED');
    const running = await centre.call(slot, phone);
    await centre.callIs(running, 'answered');
    expectError(await admin.delete(`/api/crm/persons/${encodeURIComponent(phone)}`), 409, 'CONFLICT');
    await centre.end(running);
    await centre.callIs(running, 'ended');
    await centre.slotIs(slot, 'READY');

    const before = Number((await admin.get('/api/cdr/records?limit=1')).headers['x-total-count']);
    expect(expectStatus(await admin.delete(`/api/crm/persons/${encodeURIComponent(phone)}`), 200)).toEqual({ phone, leads: 1, changed_leads: 0, clients: 1, notes: 1, calls: 2, recordings: 2, complete: true });
    expect(existsSync(file)).toBe(false);
    expectError(await admin.get(`/api/crm/leads/${lead.id}`), 404, 'NOT_FOUND');
    expectError(await admin.get(`/api/recordings/${call.recording_id}`), 404, 'NOT_FOUND');
    expect(expectStatus(await admin.get(`/api/calls/${call.call_id}`), 200)).toMatchObject({ phone_number: null, lead_id: null, recording_id: null });
    expect(Number((await admin.get('/api/cdr/records?limit=1')).headers['x-total-count']), 'records stay').toBe(before);
    const record = expectStatus(await admin.get(`/api/cdr/records/${call.call_id}`), 200);
    expect(record.phone_number).toBeNull();
    const left = [record, ...(await admin.get(`/api/slots/${slot.id}/history`)).body, ...(await admin.get('/api/security/audit?action=persons.erase')).body, ...(await admin.get('/api/dci/logs?limit=1000')).body];
    expect(JSON.stringify(left)).not.toMatch(/79995550140|Забудьте|секрет/);
    expect((await admin.get('/api/crm/search?q=' + encodeURIComponent('забудьте'))).body).toEqual([]);
    expect(expectStatus(await admin.get(`/api/crm/persons/${encodeURIComponent(phone)}/export`), 200)).toMatchObject({ leads: [], clients: [], notes: [], changes: [], calls: [], recordings: [] });
    expect(expectStatus(await admin.delete(`/api/crm/persons/${encodeURIComponent(phone)}`), 200), 'nothing is left').toMatchObject({ leads: 0, calls: 0 });
  });
});
