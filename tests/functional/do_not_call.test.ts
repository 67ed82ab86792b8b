// A person who asked not to be called is not called: not by lead, not by number, however it is written.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
let admin: Client;
let operator: Client;
beforeAll(async () => {
  admin = await vss.as('admin');
  operator = await vss.as('operator');
});

const call = (body: object) => operator.post('/api/call/start', body);
const makeLead = async (fields: object) => expectStatus(await admin.post('/api/crm/leads', { client_name: 'Анна', ...fields }), 201);
/// No line is there, so that a number that may be called is refused for that.
const notBlocked = async (body: object) => expectError(await call(body), 409, 'NO_FREE_SLOT');

describe('a lead in status do_not_call', () => {
  it('is refused by lead and by each of its numbers, and the refusal is in the audit', async () => {
    const lead = await makeLead({ phone: '+79165550101', status: 'do_not_call', fields: { 'Моб. телефон': '8 (495) 555-01-02' } });
    const tried = [
      { phone_number: '+79165550101' }, { phone_number: '8 916 555-01-01' }, { phone_number: '7 (916) 555 01 01' },
      { phone_number: '+74955550102' }, { phone_number: '+79165550199', lead_id: lead.id },
    ];
    for (const body of tried) {
      const answer = await call(body);
      expectError(answer, 403, 'DNC_BLOCKED');
      const [refusal] = expectStatus(await admin.get('/api/security/audit?action=calls.start&limit=1'), 200);
      expect(refusal).toMatchObject({ username: 'operator', success: false, detail: { code: 'DNC_BLOCKED' } });
    }
    await notBlocked({ phone_number: '+79165550199' });
  });

  it('may be called again when its status changes', async () => {
    const lead = await makeLead({ phone: '+79165550201' });
    await notBlocked({ phone_number: lead.phone, lead_id: lead.id });
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'do_not_call' }), 200);
    expectError(await call({ phone_number: lead.phone }), 403, 'DNC_BLOCKED');
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'callback' }), 200);
    await notBlocked({ phone_number: lead.phone, lead_id: lead.id });
  });

  it('is on the list when it comes with a file', async () => {
    expectStatus(await admin.post('/api/crm/leads/import?status=do_not_call', 'name,phone\nБорис,89165550301\n', { 'Content-Type': 'text/csv' }), 202);
    await expect.poll(async () => (await call({ phone_number: '+79165550301' })).body.code, { timeout: 10_000 }).toBe('DNC_BLOCKED');
  });
});

describe('an erased person', () => {
  it('is not called again, also when the next import brings the number', async () => {
    await makeLead({ phone: '+79165550401' });
    await notBlocked({ phone_number: '+79165550401' });
    expectStatus(await admin.delete(`/api/crm/persons/${encodeURIComponent('+79165550401')}`), 200);
    expectError(await call({ phone_number: '+79165550401' }), 403, 'DNC_BLOCKED');
    const again = await makeLead({ phone: '+79165550401' });
    expect(again.status, 'what the screen shows is what the dial does').toBe('do_not_call');
    expectError(await call({ phone_number: again.phone, lead_id: again.id }), 403, 'DNC_BLOCKED');
  });

  const ERASED = '+79165550501';
  const erase = async () => {
    await makeLead({ phone: ERASED });
    expectStatus(await admin.delete(`/api/crm/persons/${encodeURIComponent(ERASED)}`), 200);
  };

  it('is do_not_call whichever way the number comes back, and stays so', async () => {
    await erase();
    const made = await makeLead({ phone: ERASED, status: 'contacted' });
    expect(made.status).toBe('do_not_call');
    expectError(await admin.patch(`/api/crm/leads/${made.id}`, { status: 'new' }), 403, 'DNC_BLOCKED');
    expectStatus(await admin.delete(`/api/crm/leads/${made.id}`), 200);

    const changed = await makeLead({ phone: '+79165550502' });
    expect(expectStatus(await admin.patch(`/api/crm/leads/${changed.id}`, { phone: ERASED }), 200).status).toBe('do_not_call');
    expect(expectStatus(await admin.get(`/api/crm/leads/${changed.id}/timeline`), 200).some((item: any) => item.kind === 'status')).toBe(true);
    expectError(await admin.patch(`/api/crm/leads/${changed.id}`, { status: 'callback', client_name: 'x' }), 403, 'DNC_BLOCKED');
    expect(expectStatus(await admin.patch(`/api/crm/leads/${changed.id}`, { phone: '+79165550502', status: 'callback' }), 200).status).toBe('callback');

    const further = await makeLead({ phone: '+79165550503', fields: { 'Моб. телефон': ERASED } });
    expect(further.status).toBe('do_not_call');
    const into = await makeLead({ phone: '+79165550504' });
    expect(expectStatus(await admin.get(`/api/crm/leads/${further.id}/merge?into=${into.id}`), 200).status).toBe('do_not_call');
    expect(expectStatus(await admin.post(`/api/crm/leads/${further.id}/merge`, { into: into.id }), 200).status).toBe('do_not_call');
  });

  it('is do_not_call when an import gives a known lead the number', async () => {
    await erase();
    const known = await makeLead({ phone: '+79165550506', email: 'known@example.com' });
    const started = expectStatus(await admin.post('/api/crm/leads/import?policy=update', `name,phone,email\nx,${ERASED},known@example.com\n`, { 'Content-Type': 'text/csv' }), 202);
    await expect.poll(async () => (await admin.get(`/api/crm/imports/${started.id}`)).body, { timeout: 10_000 }).toMatchObject({ state: 'done', updated: 1, do_not_call: 1 });
    expect(expectStatus(await admin.get(`/api/crm/leads/${known.id}`), 200)).toMatchObject({ phone: ERASED, status: 'do_not_call' });
  });
});

describe('a number that another lead may not be called on', () => {
  it('makes a new lead do_not_call, until nothing keeps it on the list', async () => {
    const first = await makeLead({ phone: '+79165550601', status: 'do_not_call' });
    const second = await makeLead({ phone: '+79165550601' });
    expect(second.status).toBe('do_not_call');
    expectError(await admin.patch(`/api/crm/leads/${second.id}`, { status: 'new' }), 403, 'DNC_BLOCKED');
    expectStatus(await admin.delete(`/api/crm/leads/${first.id}`), 200);
    expectStatus(await admin.patch(`/api/crm/leads/${second.id}`, { status: 'new' }), 200);
    await notBlocked({ phone_number: '+79165550601', lead_id: second.id });
  });
});
