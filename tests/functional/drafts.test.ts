// Drafts: what somebody typed and did not save yet. Each sees their own; they outlive sessions and restarts.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { connect, listen, until } from './support/realtime.ts';
import { ADMIN_PASSWORD, useVss } from './support/vss.ts';

const vss = useVss();
let admin: Client;
let operator: Client;
const put = (client: Client, name: string, fields: unknown) => client.send('PUT', `/api/drafts/${encodeURIComponent(name)}`, { fields });
const names = async (client: Client) => expectStatus(await client.get('/api/drafts'), 200).map((draft: any) => draft.name);
const drop = async (client: Client) => { for (const name of await names(client)) expectStatus(await client.delete(`/api/drafts/${encodeURIComponent(name)}`), 204); };

beforeAll(async () => {
  admin = await vss.as('admin');
  operator = await vss.as('operator');
});

describe('a draft', () => {
  it('is replaced as one types on, seen by its owner only, and dropped', async () => {
    expectStatus(await put(operator, 'call-note:c_7', { text: 'Обещал перез' }), 200);
    const kept = expectStatus(await put(operator, 'call-note:c_7', { text: 'Обещал перезвонить\nв среду' }), 200);
    expect(kept).toMatchObject({ name: 'call-note:c_7', fields: { text: 'Обещал перезвонить\nв среду' } });
    expect(expectStatus(await operator.get('/api/drafts'), 200)).toEqual([kept]);
    expect(await names(admin)).toEqual([]);
    expectStatus(await admin.delete('/api/drafts/call-note:c_7'), 204); // admin has none of that name
    expect(await names(operator)).toEqual(['call-note:c_7']);
    expectStatus(await operator.delete('/api/drafts/call-note:c_7'), 204);
    expectStatus(await operator.delete('/api/drafts/call-note:c_7'), 204);
    expect(await names(operator)).toEqual([]);
  });

  it('that is sent again is not there again after it was saved elsewhere', async () => {
    expectStatus(await put(operator, 'call-note:c_7', { text: 'Call in May' }), 200);
    expectStatus(await operator.delete('/api/drafts/call-note:c_7'), 204);
    const again = (text: string) => operator.send('PUT', '/api/drafts/call-note:c_7', { fields: { text }, again: true });
    expectError(await again('Call in May'), 409, 'CONFLICT');
    expect(await names(operator)).toEqual([]);
    expectStatus(await again('Call in May or June'), 200);
    expectError(await operator.send('PUT', '/api/drafts/call-note:c_7', { fields: {}, again: 'yes' }), 400, 'INVALID_PARAMS', 'again');
    await drop(operator);
  });

  it('is told to everything that its owner has open, and to nobody else', async () => {
    const mine = listen(await connect(vss, operator.session.token)), others = listen(await connect(vss, admin.session.token));
    const change = (body: object) => operator.send('PUT', '/api/drafts/lead-note:live', body);
    const first = expectStatus(await change({ fields: { text: 'desk' }, seen: null }), 200);
    const refused = await change({ fields: { text: 'phone' }, seen: null });
    expectError(refused, 409, 'CONFLICT');
    expect(refused.body.details.draft).toEqual(first);
    const second = expectStatus(await change({ fields: { text: 'desk and phone' }, seen: first.updated_at }), 200);
    expectStatus(await operator.delete(`/api/drafts/lead-note:live?seen=${first.updated_at}`), 204);
    expect(await names(operator)).toEqual(['lead-note:live']);
    expectStatus(await operator.delete(`/api/drafts/lead-note:live?seen=${second.updated_at}`), 204);
    const told = () => mine.filter(({ name }) => name === 'draft.update').map(({ data }) => data);
    await until('it was told', () => told().length === 3);
    expect(told()).toEqual([first, second, { name: 'lead-note:live', fields: null, dropped: second.fields }]);
    expect(others.filter(({ name }) => name === 'draft.update')).toEqual([]);
  });

  it('survives sign-out and a restart', async () => {
    expectStatus(await put(admin, 'new-lead', { client_name: 'Анна', phone: '' }), 200);
    expectStatus(await admin.post('/api/auth/logout', {}), 204);
    await vss.restart();
    admin = await vss.signIn('admin', ADMIN_PASSWORD);
    operator = await vss.signIn('operator', 'password-of-operator');
    expect(expectStatus(await admin.get('/api/drafts'), 200)).toMatchObject([{ name: 'new-lead', fields: { client_name: 'Анна', phone: '' } }]);
    await drop(admin);
  });

  it('is bounded', async () => {
    expectStatus(await put(operator, 'lead-note:long', { text: 'ё'.repeat(24_000) }), 200);
    expectError(await put(operator, 'lead-note:long', { text: 'ё'.repeat(25_000) }), 400, 'INVALID_PARAMS', 'fields');
    expectError(await put(operator, 'lead-note:long', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, '']))), 400, 'INVALID_PARAMS', 'fields');
    expectStatus(await put(operator, 'lead-note:long', { text: '\u0001'.repeat(20_000) }), 200); // six bytes each as JSON
    await drop(operator);
    for (let index = 0; index < 52; ++index) expectStatus(await put(operator, `lead-note:${index}`, { text: 'x' }), 200);
    expect(await names(operator)).toHaveLength(50);
    expect(await names(operator)).not.toContain('lead-note:0');
    await drop(operator);
  });

  it.each([[{ text: 1 }], [['text']], ['text'], [null], [{ text: '\u0000' }]])('wants texts: %j', async (fields) => {
    expectError(await put(operator, 'new-lead', fields), 400, 'INVALID_PARAMS', 'fields');
  });

  it.each(['a:b:c', 'call-note:', 'with space', 'ё', 'a'.repeat(101)])('wants a name of a form: %s', async (name) => {
    expectError(await put(operator, name, { text: 'x' }), 400, 'INVALID_PARAMS', 'name');
    expectError(await operator.delete(`/api/drafts/${encodeURIComponent(name)}`), 400, 'INVALID_PARAMS', 'name');
  });

  it('is in no log and no audit', async () => {
    expectStatus(await put(operator, 'call-note:c_7', { text: 'только-для-себя' }), 200);
    const told = [expectStatus(await admin.get('/api/security/audit?limit=1000'), 200), expectStatus(await admin.get('/api/dci/logs?limit=1000'), 200)];
    expect(JSON.stringify(told)).not.toContain('только-для-себя');
    expect(JSON.stringify(told)).not.toContain('call-note');
    expect(vss.log()).not.toContain('только-для-себя');
    await drop(operator);
  });

  it('goes with the person it is about', async () => {
    expectStatus(await put(operator, 'new-lead', { phone: '8 (999) 555-01-77' }), 200);
    expectStatus(await put(operator, 'trunk', { name: 'North' }), 200);
    expectStatus(await admin.delete('/api/crm/persons/%2B79995550177'), 200);
    expect(await names(operator)).toEqual(['trunk']);
    await drop(operator);
  });
});
