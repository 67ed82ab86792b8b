// Codes of an authenticator app beside the password: set up, asked for, used up, required by a role, reset.
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { PASSWORD, usePersons, within } from './support/persons.ts';
import { codeOf, stepNow } from './support/totp.ts';
import { runVss, useVss } from './support/vss.ts';

const vss = useVss();
const { somebody, roleOf } = usePersons(vss);
const signIn = (username: string, code?: string) => vss.client().post('/api/auth/login', { username, password: PASSWORD, ...(code && { code }) });

async function setUp(client: Client) {
  const { secret, uri } = expectStatus(await client.post('/api/auth/second-factor', { password: PASSWORD }), 200);
  expect(uri).toContain(`secret=${secret}`);
  const step = stepNow();
  const { recovery_codes } = expectStatus(await client.post('/api/auth/second-factor/confirm', { code: codeOf(secret, step) }), 200);
  // Codes of the steps behind the one that was used are good already: no need to wait for half a minute.
  return { secret: secret as string, recovery: recovery_codes as string[], next: codeOf(secret, step + 1) };
}

describe('a second factor', () => {
  it('is asked for at sign-in once it is set up, and no code works twice', async () => {
    const { username, client } = await somebody();
    const elsewhere = await vss.signIn(username, PASSWORD);
    const { next, recovery } = await setUp(client);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(401);
    expectStatus(await client.get('/api/auth/me'), 200);
    expectError(await signIn(username), 401, 'SECOND_FACTOR_REQUIRED', 'code');
    expectError(await signIn(username, '000000'), 401, 'AUTH_FAIL', 'code');
    expect(expectStatus(await signIn(username, next), 200).second_factor).toBe('on');
    expectError(await signIn(username, next), 401, 'AUTH_FAIL', 'code');
    expect(recovery).toHaveLength(10);
    expectStatus(await signIn(username, recovery[0]!), 200);
    expectError(await signIn(username, recovery[0]!), 401, 'AUTH_FAIL', 'code');
    expect(expectStatus(await client.get('/api/auth/second-factor'), 200)).toEqual({ state: 'on', required_by_role: false, recovery_codes: 9 });
  });

  it('wants the password and a code for what changes it', async () => {
    const { client } = await somebody();
    expectError(await client.post('/api/auth/second-factor', { password: 'not the password' }), 400, 'INVALID_PARAMS', 'password');
    expectError(await client.post('/api/auth/second-factor/confirm', { code: '123456' }), 409, 'CONFLICT');
    const { next, recovery } = await setUp(client);
    expectError(await client.post('/api/auth/second-factor', { password: PASSWORD }), 409, 'CONFLICT');
    expectError(await client.post('/api/auth/second-factor/remove', { password: PASSWORD, code: 'abcde-fghij' }), 400, 'INVALID_PARAMS', 'code');
    expect(expectStatus(await client.post('/api/auth/second-factor/recovery-codes', { password: PASSWORD, code: next }), 200).recovery_codes).not.toContain(recovery[0]);
    expectError(await client.post('/api/auth/second-factor/remove', { password: PASSWORD, code: recovery[0] }), 400, 'INVALID_PARAMS', 'code');
  });

  it('locks out who guesses codes, although the password is right', async () => {
    const { username, client } = await somebody();
    await setUp(client);
    const guess = (code?: string) => vss.client().from('127.0.0.51').post('/api/auth/login', { username, password: PASSWORD, ...(code && { code }) });
    let answer = await guess('000000');
    for (let tries = 1; answer.status === 401 && tries < 20; ++tries) {
      await guess(); // a right password alone forgives nothing
      answer = await guess('000000');
    }
    expectError(answer, 429, 'RATE_LIMITED');
  });

  it('is reset by an administrator, and from the console, which is in the audit', async () => {
    const admin = await vss.as('admin');
    const { id, username, client } = await somebody();
    await setUp(client);
    expect(expectStatus(await admin.get(`/api/users/${id}`), 200).second_factor).toBe(true);
    expectStatus(await admin.delete(`/api/users/${id}/second-factor`), 204);
    await within(1000, async () => (await client.get('/api/auth/me')).status === 401);
    const again = await vss.signIn(username, PASSWORD);
    await setUp(again);
    const { code, output } = await runVss(vss, ['user', 'reset-second-factor', username]);
    expect(code, output).toBe(0);
    await within(2000, async () => (await signIn(username)).status === 200);
    const records = expectStatus(await admin.get('/api/security/audit?action=second_factor.reset'), 200);
    expect(records.map((record: any) => [record.username, record.target])).toEqual([['console', `user ${username}`], ['admin', `user ${username}`]]);
  });

  it('that the role needs comes before everything else, also for who is signed in', async () => {
    const admin = await vss.as('admin');
    const role = await roleOf({ slots: ['read'] });
    const { client } = await somebody(role.name);
    expectStatus(await client.get('/api/slots'), 200);
    expect(expectStatus(await admin.put('/api/security/second-factor', { roles: [role.name] }), 200)).toEqual({ roles: [role.name] });
    await within(1000, async () => (await client.get('/api/slots')).status === 403);
    expect((await client.get('/api/slots')).body.details).toEqual({ second_factor: 'required' });
    expect(expectStatus(await client.get('/api/auth/me'), 200)).toMatchObject({ permissions: [], second_factor: 'required' });
    const { next } = await setUp(client);
    expectStatus(await client.get('/api/slots'), 200);
    expectError(await client.post('/api/auth/second-factor/remove', { password: PASSWORD, code: next }), 409, 'CONFLICT');
    expectStatus(await admin.put('/api/security/second-factor', { roles: [] }), 200);
  });

  it('leaves no secret in database, audit or log', async () => {
    const { client } = await somebody();
    const { secret, recovery } = await setUp(client);
    const admin = await vss.as('admin');
    const seen = (await admin.get('/api/security/audit?limit=1000')).text + (await admin.get('/api/dci/logs?limit=1000')).text + vss.log();
    for (const hidden of [secret, ...recovery]) expect(seen).not.toContain(hidden);
  });
});

describe('users in bulk', () => {
  const send = async (mode: string, csv: string | Buffer) => (await vss.as('admin')).post(`/api/users/bulk?mode=${mode}&role=operator`, csv, { 'Content-Type': 'text/csv' });

  it('are shown first, and then made, all that are right', async () => {
    const csv = 'Логин;E-mail;Роль\r\nbulk1;bulk1@example.com;seller\r\nbulk2;;\r\nadmin;;\r\nb;;нет такой\r\n';
    const preview = expectStatus(await send('preview', csv), 200);
    expect(preview).toMatchObject({ good: 2, refused: 2 });
    expect(preview.rows.map((row: any) => [row.line, row.result])).toEqual([[2, 'ready'], [3, 'ready'], [4, 'refused'], [5, 'refused']]);
    expect(Object.keys(preview.rows[3].problems).sort()).toEqual(['role', 'username']);
    const made = expectStatus(await send('create', csv), 200);
    for (const row of made.rows.slice(0, 2)) expectStatus(await vss.client().post('/api/auth/login', { username: row.username, password: row.password }), 200);
    expect(expectStatus(await send('create', csv), 200)).toMatchObject({ good: 0, refused: 4 });
  });

  it('may have roles and teams by their Russian names', async () => {
    const admin = await vss.as('admin');
    const team = expectStatus(await admin.post('/api/teams', { name: 'Север' }), 201);
    const made = expectStatus(await send('create', 'Логин;Роль;Команда\nbulk5;Супервизор;Север\nbulk6;кассир;\nbulk7;;Юг\n'), 200);
    expect(made.rows[0]).toMatchObject({ role: 'supervisor', team: 'Север', result: 'created' });
    expect([Object.keys(made.rows[1].problems), Object.keys(made.rows[2].problems)]).toEqual([['role'], ['team']]);
    const users = expectStatus(await admin.get('/api/users?q=bulk5'), 200);
    expect(users[0]).toMatchObject({ username: 'bulk5', role: 'supervisor', team_id: team.id });
    expect(JSON.stringify((await send('preview', 'Логин;Кличка\nx;y\n')).body)).toContain('Кличка');
  });

  it('come as a file that can be meant', async () => {
    for (const csv of ['', 'username\n', 'name of a pet\nrex\n', 'username\n' + 'user\n'.repeat(501)]) expectError(await send('preview', csv), 400, 'INVALID_PARAMS', 'file');
    expectError(await send('preview', Buffer.from('PK\u0003\u0004xl/workbook.xml')), 400, 'INVALID_PARAMS', 'file');
    expect(expectStatus(await send('preview', Buffer.from('\ufeffusername\nanna\n', 'utf16le')), 200)).toMatchObject({ rows: [{ username: 'anna' }] });
    expectError(await (await vss.as('admin')).post('/api/users/bulk', 'username\nanna\n', { 'Content-Type': 'text/csv' }), 400, 'INVALID_PARAMS', 'mode');
  });
});
