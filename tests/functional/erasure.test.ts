// A person who asks to be forgotten is forgotten everywhere: also in what is kept beside the tables that everybody knows.
import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { readyLine } from './support/lines.ts';
import { connect, listen, until } from './support/realtime.ts';
import { ADMIN_PASSWORD, runVss, useVss } from './support/vss.ts';

const vss = useVss();
const PHONE = '+79165550777';
let admin: Client;
beforeAll(async () => (admin = await vss.as('admin')));

const auditText = async () => (await admin.get('/api/security/audit?limit=1000')).text;
const erase = (phone: string) => admin.delete(`/api/crm/persons/${encodeURIComponent(phone)}`);

const importRows = async (csv: string): Promise<string> => {
  const { id } = expectStatus(await admin.post('/api/crm/leads/import', csv, { 'Content-Type': 'text/csv' }), 202);
  await expect.poll(async () => (await admin.get(`/api/crm/imports/${id}`)).body.state, { timeout: 20_000 }).toBe('done');
  return id;
};
const countOf = async (action: string) => (await admin.get(`/api/security/audit?limit=1000&action=${action}`)).body.length;

describe('an erasure', () => {
  it('is told to whoever looks at the lead, its notes, drafts and calls', async () => {
    const phone = '+79990000001';
    const lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Зоя Смотренная', phone }), 201);
    const note = expectStatus(await admin.post('/api/crm/note', { lead_id: lead.id, text: 'заметка' }), 201);
    const client = expectStatus(await admin.post('/api/crm/clients', { name: 'Зоя', phone }), 201);
    expectStatus(await admin.send('PUT', `/api/drafts/lead-note%3A${lead.id}`, { fields: { text: 'Зоя просила' } }), 200);
    const line = await readyLine(admin);
    const { call_id } = expectStatus(await admin.post('/api/call/start', { phone_number: phone, lead_id: lead.id }), 201);
    expectStatus(await admin.post('/api/call/end', { call_id }), 200);
    await until('over', async () => (await admin.get(`/api/calls/${call_id}`)).body.ended_at !== null);
    await until('the line is free', async () => (await admin.delete(`/api/slots/${line.id}`)).status === 200);
    const socket = await connect(vss, admin.session.token);
    for (const topic of ['leads', 'calls']) expect(await socket.emitWithAck(`subscribe:${topic}`)).toEqual({ ok: true });
    const heard = listen(socket);
    expectStatus(await erase(phone), 200);
    const told = (event: string) => heard.filter(({ name }) => name === event).map(({ data }) => data);
    await until('the call is told', () => told('call.update').some((call) => call.call_id === call_id && call.phone_number === null));
    expect(told('lead.update')).toMatchObject([{ id: lead.id, action: 'deleted' }]);
    expect(told('note.update')).toMatchObject([{ id: note.id, lead_id: lead.id, action: 'deleted' }]);
    expect(told('client.update')).toMatchObject([{ id: client.id, action: 'deleted' }]);
    await until('the draft is told', () => told('draft.update').some((draft) => draft.name === `lead-note:${lead.id}` && draft.erased === true));
    expect(JSON.stringify(heard)).not.toMatch(/9990000001|Зоя|заметка/);
  });

  it('that a crash cuts goes on at the next start', async () => {
    const phone = '+79165551234';
    expectStatus(await admin.post('/api/crm/leads', { client_name: 'Вера Прерванная', phone }), 201);
    const id = await importRows('name,phone\nВера,8 (916) 555-12-34,лишнее\n');
    const rejects = path.join(vss.dataDir, 'imports', `${id}.rejects.csv`);
    mkdirSync(`${rejects}.erasing`); // where the new file would be written
    await expect.poll(async () => (await countOf('persons.erased')) - (await countOf('persons.erase')), { timeout: 20_000 }).toBe(0); // those before
    const [begun, over] = [await countOf('persons.erase'), await countOf('persons.erased')];
    const answer = erase(phone).catch(() => undefined);
    await expect.poll(() => countOf('persons.erase'), { timeout: 10_000 }).toBe(begun + 1);
    await vss.kill();
    await answer;
    expect(readFileSync(rejects, 'utf8')).toContain('555-12-34');
    rmdirSync(`${rejects}.erasing`);
    await vss.start();
    admin = await vss.signIn('admin', ADMIN_PASSWORD);
    await expect.poll(() => readFileSync(rejects, 'utf8'), { timeout: 20_000 }).not.toContain('555-12-34');
    await expect.poll(() => countOf('persons.erased'), { timeout: 60_000 }).toBe(over + 1);
  });

  it.skipIf(inject('postgresPort'))('leaves neither number nor name in the bytes of the database', async () => {
    const [phone, name] = ['+79165554321', 'Невидимкина'];
    expectStatus(await admin.post('/api/crm/leads', { client_name: name, phone, email: 'gone@example.com' }), 201);
    expectStatus(await admin.post('/api/crm/clients', { name, phone }), 201);
    const over = await countOf('persons.erased');
    expect(expectStatus(await erase(phone), 200)).toMatchObject({ leads: 1, clients: 1 });
    await expect.poll(() => countOf('persons.erased'), { timeout: 60_000 }).toBe(over + 1);
    await vss.halt(); // the log of changes goes into the file
    const files = readdirSync(vss.dataDir).filter((file) => /\.(db|sqlite)/.test(file));
    expect(files).not.toHaveLength(0);
    for (const file of files) {
      const bytes = readFileSync(path.join(vss.dataDir, file));
      for (const trace of ['9165554321', name, 'невидимкина', 'gone@example.com']) expect(bytes.includes(trace), `${trace} in ${file}`).toBe(false);
    }
    await vss.start();
    admin = await vss.signIn('admin', ADMIN_PASSWORD);
  });
});

describe('a number that is a further one of somebody else', () => {
  it('is exported and erased there, with the name beside it', async () => {
    const phone = '+79165557788';
    const fields = { phone_2: '8 (916) 555-77-88', name_2: 'Жена', city: 'Тула' };
    const lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Муж', phone: '+79165557799', fields }), 201);
    const exported = expectStatus(await admin.get(`/api/crm/persons/${encodeURIComponent(phone)}/export`), 200);
    expect(exported.leads.map((one: { id: string }) => one.id)).toEqual([lead.id]);
    expect(expectStatus(await erase(phone), 200)).toMatchObject({ leads: 0, changed_leads: 1 });
    expect(expectStatus(await admin.get(`/api/crm/leads/${lead.id}`), 200)).toMatchObject({ client_name: 'Муж', phone: '+79165557799', fields: { city: 'Тула' } });
  });
});

describe('erasing a person', () => {
  it('reaches kept answers, refused rows and the audit, and the chain still verifies', async () => {
    const key = { 'Idempotency-Key': 'erasure-1' };
    const lead = { client_name: 'Анна Забытая', phone: PHONE, email: 'anna.forgotten@example.com' };
    expectStatus(await admin.post('/api/crm/leads', lead, key), 201);
    expect((await admin.post('/api/crm/leads', lead, key)).headers['idempotency-replayed']).toBe('true');
    expectError(await admin.post('/api/call/start', { phone_number: PHONE }), 409, 'NO_FREE_SLOT'); // audited with the number
    expect(await auditText()).toContain(PHONE);

    const csv = 'name,phone,email\nАнна,8 (916) 555-07-77,,лишнее\nБорис,+79165550888,,лишнее\n';
    const started = expectStatus(await admin.post('/api/crm/leads/import', csv, { 'Content-Type': 'text/csv' }), 202);
    await expect.poll(async () => (await admin.get(`/api/crm/imports/${started.id}`)).body.state, { timeout: 10_000 }).toBe('done');
    const rejects = async () => (await admin.get(`/api/crm/imports/${started.id}/rejects`)).text;
    expect(await rejects()).toContain('555-07-77');

    expectStatus(await erase(PHONE), 200);
    expect(await rejects()).not.toContain('555-07-77');
    expect(await rejects()).toContain('79165550888');
    expectError(await admin.post('/api/crm/leads', lead, key), 409, 'CONFLICT'); // neither shown again nor done again
    const audit = await auditText();
    expect(audit).not.toContain(PHONE);
    expect(audit).toMatch(/number p_[\w-]{12}/);
    expect(audit).toMatch(/person p_[\w-]{12}/);
    const { code, output } = await runVss(vss, ['audit', 'verify']);
    expect(code, output).toBe(0);
    expect(output).toContain('The audit is intact');
    const imports = path.join(vss.dataDir, 'imports');
    for (const name of readdirSync(imports)) expect(readFileSync(path.join(imports, name), 'utf8')).not.toContain('555-07-77');
  });

  it('leaves other persons in the audit as they are, for who may see calls', async () => {
    expectError(await admin.post('/api/call/start', { phone_number: '+79165550999' }), 409, 'NO_FREE_SLOT');
    expect(await auditText()).toContain('+79165550999');
    const role = `auditor${Date.now()}`;
    expectStatus(await admin.post('/api/roles', { name: role, permissions: { audit: ['read'] } }), 201);
    expectStatus(await admin.post('/api/users', { username: role, password: 'password-of-auditor', role }), 201);
    const auditor = await vss.signIn(role, 'password-of-auditor');
    const seen = (await auditor.get('/api/security/audit?limit=1000')).text;
    expect(seen).not.toContain('+79165550999');
    expect(seen).toMatch(/number p_[\w-]{12}/);
  });

  it('is refused to who may not, without a number in the audit', async () => {
    expectError(await (await vss.as('operator')).delete('/api/crm/persons/8-916-555-06-66'), 403, 'PERMISSION_DENIED');
    await expect.poll(auditText).toContain('DELETE /api/crm/persons/:phone'); // refusals are written a moment later
    expect(await auditText()).not.toContain('916-555-06-66');
  });
});
