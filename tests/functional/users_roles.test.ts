// Users, roles and the audit: who may do what, and who did what.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus } from './support/client.ts';
import { PASSWORD, usePersons, within } from './support/persons.ts';
import { ADMIN_PASSWORD, runVss, useVss } from './support/vss.ts';

const vss = useVss();
const { somebody, roleOf, login } = usePersons(vss);

describe('users', () => {
  it('are made, found, changed and deleted', async () => {
    const admin = await vss.as('admin');
    const user = expectStatus(await admin.post('/api/users', { username: 'Maria.K', password: PASSWORD, email: 'maria@example.com', role: 'seller' }), 201);
    expect(expectStatus(await admin.get(`/api/users/${user.id}`), 200)).toMatchObject({ username: 'Maria.K', email: 'maria@example.com', active: true, last_login_at: null });
    expect(expectStatus(await admin.get('/api/users?username=maria.k'), 200)).toHaveLength(1);
    expect(expectStatus(await admin.patch(`/api/users/${user.id}`, { email: null, username: 'maria' }), 200)).toMatchObject({ username: 'maria', email: null });
    expect(expectStatus(await admin.delete(`/api/users/${user.id}`), 200).id).toBe(user.id);
    expectError(await admin.get(`/api/users/${user.id}`), 404, 'NOT_FOUND');
    expectError(await admin.delete(`/api/users/${user.id}`), 404, 'NOT_FOUND');
  });

  it('leave their leads to whom the caller says, or to the shared pool', async () => {
    const admin = await vss.as('admin');
    const make = async (username: string, role = 'seller') => expectStatus(await admin.post('/api/users', { username, password: PASSWORD, role }), 201);
    const [leaving, heir, blocked, looker] = [await make('leaving.l'), await make('heir.l'), await make('blocked.l'), await make('looker.l', 'supervisor')];
    expectStatus(await admin.patch(`/api/users/${blocked.id}`, { active: false }), 200);
    const give = async (seller: string, phone: string) => expectStatus(await admin.post('/api/crm/leads', { client_name: 'Anna', phone, assigned_seller: seller }), 201);
    const leadOf = async (lead: any) => expectStatus(await admin.get(`/api/crm/leads/${lead.id}`), 200);
    const lead = await give(leaving.id, '+79160007001');
    for (const to of [leaving.id, blocked.id, looker.id, '00000000-0000-4000-8000-000000000000', 'nobody']) {
      expectError(await admin.delete(`/api/users/${leaving.id}?reassign_to=${to}`), 400, 'INVALID_PARAMS', 'reassign_to');
    }
    expectError(await admin.delete(`/api/users/${leaving.id}?reassign=${heir.id}`), 400, 'INVALID_PARAMS', 'reassign');
    expect((await leadOf(lead)).assigned_seller).toBe(leaving.id);

    const trunk = expectStatus(await admin.post('/api/trunks', { name: 'Of the leaving', type: 'ls', capacity: 2 }), 201);
    const slot = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, type: 'ls', device_id: 'desk' }), 201);
    expectStatus(await admin.post(`/api/slots/${slot.id}/assign`, { user_id: leaving.id }), 200);
    expect(expectStatus(await admin.delete(`/api/users/${leaving.id}?reassign_to=${heir.id}`), 200)).toMatchObject({ id: leaving.id, reassigned_leads: 1 });
    await expect.poll(async () => expectStatus(await admin.get(`/api/slots/${slot.id}`), 200)).toMatchObject({ state: 'IDLE', assigned_user: null });
    expect(await leadOf(lead)).toMatchObject({ assigned_seller: heir.id, version: lead.version + 1 });
    expect((await admin.get(`/api/crm/leads?assigned_seller=${heir.id}`)).headers['x-total-count']).toBe('1');
    expect(expectStatus(await (await vss.signIn('heir.l', PASSWORD)).get(`/api/crm/leads/${lead.id}`), 200).id).toBe(lead.id);
    const [moved] = expectStatus(await admin.get(`/api/crm/leads/${lead.id}/timeline`), 200);
    expect(JSON.stringify(moved)).toContain(heir.id);
    const [audited] = expectStatus(await admin.get('/api/security/audit?action=users.delete&limit=1'), 200);
    expect(audited).toMatchObject({ target: 'user leaving.l', detail: { role: 'seller', leads: 1, reassigned_to: 'heir.l' } });

    expect(expectStatus(await admin.delete(`/api/users/${heir.id}`), 200).reassigned_leads).toBe(1);
    expect((await leadOf(lead)).assigned_seller).toBeNull();
    expect(expectStatus(await admin.get('/api/crm/leads?assigned_seller=none'), 200).map((one: any) => one.id)).toContain(lead.id);
    expectStatus(await admin.delete(`/api/users/${blocked.id}`), 200);
    expectStatus(await admin.delete(`/api/users/${looker.id}`), 200);
  });

  it('are not deleted in favour of somebody by who may not give all leads away', async () => {
    const role = await roleOf({ users: ['read', 'delete'], crm: true });
    const [caller, leaving, heir] = [await somebody(role.name), await somebody(role.name), await somebody(role.name)];
    expectError(await caller.client.delete(`/api/users/${leaving.id}?reassign_to=${heir.id}`), 403, 'PERMISSION_DENIED', 'permission');
    expect(expectStatus(await caller.client.delete(`/api/users/${leaving.id}`), 200).reassigned_leads).toBe(0);
  });

  it('are found by a piece of name, e-mail or role, and sorted by each column', async () => {
    const admin = await vss.as('admin');
    for (const [username, email] of [['zoe.q', 'anna@q.example'], ['adam.q', null]]) expectStatus(await admin.post('/api/users', { username, password: PASSWORD, role: 'seller', ...(email && { email }) }), 201);
    const names = async (query: string) => expectStatus(await admin.get(`/api/users?${query}`), 200).map(({ username }: any) => username);
    expect(await names('q=.Q&sort=username')).toEqual(['adam.q', 'zoe.q']);
    expect(await names('q=ANNA@')).toEqual(['zoe.q']);
    expect(await names('q=.q&sort=email')).toEqual(['zoe.q', 'adam.q']); // who has none comes last
    expect(await names('q=.q&sort=-created_at')).toEqual(['adam.q', 'zoe.q']);
    expect(await names('q=.q&active=false')).toEqual([]);
    for (const sort of ['role', '-last_login_at']) expect((await names(`q=.q&sort=${sort}`)).sort()).toEqual(['adam.q', 'zoe.q']);
    expectError(await admin.get('/api/users?sort=password'), 400, 'INVALID_PARAMS', 'sort');
  });

  it('have names of their own, without regard to case', async () => {
    const admin = await vss.as('admin');
    const { username } = await somebody();
    expectError(await admin.post('/api/users', { username: username.toUpperCase(), password: PASSWORD, role: 'seller' }), 409, 'CONFLICT', 'username');
    const other = await somebody();
    expectError(await admin.patch(`/api/users/${other.id}`, { username }), 409, 'CONFLICT', 'username');
  });

  it('cannot have a role that does not exist', async () => {
    const admin = await vss.as('admin');
    expectError(await admin.post('/api/users', { username: 'roleless', password: PASSWORD, role: 'boss' }), 400, 'INVALID_PARAMS', 'role');
  });

  it.each([['username', 'a b'], ['username', 'ab'], ['username', 'имя'], ['email', 'nobody'], ['email', 'a@b'], ['email', 'a b@example.com']])(
    'refuse %s %j', async (field, value) => {
      const body = { username: 'wellformed', password: PASSWORD, role: 'seller', [field]: value };
      expectError(await (await vss.as('admin')).post('/api/users', body), 400, 'INVALID_PARAMS', field);
    });

  it('the last administrator stays; with a second one the first may go', async () => {
    const admin = await vss.as('admin');
    const { id } = expectStatus(await admin.get('/api/auth/me'), 200).user;
    for (const refused of [await admin.delete(`/api/users/${id}`), await admin.patch(`/api/users/${id}`, { role: 'seller' }), await admin.patch(`/api/users/${id}`, { active: false })]) {
      expectError(refused, 409, 'CONFLICT');
    }
    const second = await somebody('admin');
    expectStatus(await second.client.patch(`/api/users/${id}`, { role: 'supervisor' }), 200);
    expectError(await second.client.delete(`/api/users/${second.id}`), 409, 'CONFLICT');
    expectStatus(await second.client.patch(`/api/users/${id}`, { role: 'admin' }), 200);
    expectStatus(await admin.delete(`/api/users/${second.id}`), 200);
  });

  it('two administrators who demote each other at once leave one', async () => {
    const admin = await vss.as('admin');
    const { id } = expectStatus(await admin.get('/api/auth/me'), 200).user;
    const second = await somebody('admin');
    const answers = await Promise.all([
      second.client.patch(`/api/users/${id}`, { role: 'supervisor' }),
      admin.patch(`/api/users/${second.id}`, { role: 'supervisor' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).not.toEqual([200, 200]);
    const survivor = answers[0]!.status === 200 ? second.client : admin;
    expectStatus(await survivor.patch(`/api/users/${id}`, { role: 'admin' }), 200);
    expectStatus(await (await vss.signIn('admin', ADMIN_PASSWORD)).delete(`/api/users/${second.id}`), 200);
  });
});

describe('roles', () => {
  it('give exactly what they say', async () => {
    const role = await roleOf({ slots: ['read'], trunks: true });
    const { client } = await somebody(role.name);
    expect(client.session.permissions.sort()).toEqual(['slots.read', 'trunks.create', 'trunks.delete', 'trunks.read', 'trunks.update']);
    expectStatus(await client.get('/api/slots'), 200);
    expectError(await client.post('/api/slots', {}), 403, 'PERMISSION_DENIED', 'permission');
    expectStatus(await client.post('/api/trunks', { name: 'by custom role', type: 'ls', capacity: 1 }), 201);
    expectError(await client.get('/api/users'), 403, 'PERMISSION_DENIED');
    const check = expectStatus(await client.get('/api/point/rolecheck?action=slots.create'), 200);
    expect(check).toMatchObject({ allowed: false, action: 'slots.create', role: role.name });
    expect(expectStatus(await client.get('/api/point/rolecheck?action=slots.read'), 200).allowed).toBe(true);
  });

  const REFUSED: [what: string, permissions: unknown, field: string][] = [
    ['an unknown resource', { slotz: ['read'] }, 'permissions.slotz'],
    ['an unknown action', { slots: ['fly'] }, 'permissions.slots'],
    ['false', { slots: false }, 'permissions.slots'],
    ['a text', { slots: 'read' }, 'permissions.slots'],
    ['all with a list', { all: ['read'] }, 'permissions.all'],
    ['a list', ['slots.read'], 'permissions'],
  ];
  it.each(REFUSED)('refuse %s', async (_, permissions, field) => {
    expectError(await (await vss.as('admin')).post('/api/roles', { name: 'refused', permissions }), 400, 'INVALID_PARAMS', field);
  });

  it('that are built in stay; one that somebody has cannot be deleted', async () => {
    const admin = await vss.as('admin');
    const roles = expectStatus(await admin.get('/api/roles'), 200);
    expect(roles.filter((role: any) => role.built_in).map((role: any) => role.name).sort()).toEqual(['admin', 'operator', 'seller', 'supervisor']);
    const operator = roles.find((role: any) => role.name === 'operator');
    expectError(await admin.delete(`/api/roles/${operator.id}`), 409, 'CONFLICT');
    expectError(await admin.patch(`/api/roles/${operator.id}`, { permissions: { all: true } }), 409, 'CONFLICT');
    expectError(await admin.post('/api/roles', { name: 'operator', permissions: {} }), 409, 'CONFLICT');
    const own = await roleOf({ slots: ['read'] });
    const { id } = await somebody(own.name);
    expectError(await admin.delete(`/api/roles/${own.id}`), 409, 'CONFLICT');
    expectStatus(await admin.delete(`/api/users/${id}`), 200);
    expectStatus(await admin.delete(`/api/roles/${own.id}`), 200);
  });

  it('a new name is carried over to who has the role', async () => {
    const admin = await vss.as('admin');
    const role = await roleOf({ slots: ['read'] });
    const { id, client } = await somebody(role.name);
    expectStatus(await admin.patch(`/api/roles/${role.id}`, { name: `${role.name}.renamed` }), 200);
    expect(expectStatus(await admin.get(`/api/users/${id}`), 200).role).toBe(`${role.name}.renamed`);
    await within(1000, async () => (await client.get('/api/slots')).status === 200);
  });

  it('nobody can give away more than they have', async () => {
    const helpdesk = await roleOf({ users: true, roles: true, slots: ['read'] });
    const { id, client } = await somebody(helpdesk.name);
    const admin = expectStatus(await (await vss.as('admin')).get('/api/users?username=admin'), 200)[0];
    expectStatus(await client.post('/api/users', { username: 'made.admin', password: PASSWORD, role: 'admin' }), 403);
    expectStatus(await client.patch(`/api/users/${id}`, { role: 'admin' }), 403);
    expectStatus(await client.patch(`/api/users/${admin.id}`, { password: 'taken-over-password' }), 403);
    expectStatus(await client.delete(`/api/users/${admin.id}`), 403);
    expectStatus(await client.post('/api/roles', { name: 'all.of.it', permissions: { all: true } }), 403);
    const own = expectStatus(await client.get('/api/roles'), 200).find((role: any) => role.name === helpdesk.name);
    expectStatus(await client.patch(`/api/roles/${own.id}`, { permissions: { all: true } }), 403);
    expectStatus(await client.post('/api/users', { username: 'small.user', password: PASSWORD, role: helpdesk.name }), 201);
  });

  it.each(['id', 'is_admin', 'password_hash', 'permissions', 'created_at', 'tenant_id'])('a user cannot be given %s', async (field) => {
    const { id } = await somebody();
    expectError(await (await vss.as('admin')).patch(`/api/users/${id}`, { [field]: 'x' }), 400, 'INVALID_PARAMS', field);
  });
});

describe('audit', () => {
  it('has every login, refusal and change, with who, from where and why', async () => {
    const admin = await vss.as('admin');
    const { id, username, client } = await somebody('seller');
    await login(username, 'wrong password', '127.0.0.51');
    await client.delete('/api/trunks/1');
    const of = async (query: string) => expectStatus(await admin.get(`/api/security/audit?limit=1000&${query}`), 200);
    await within(3000, async () => (await of(`user_id=${id}&action=permission.denied`)).length === 1);
    const mine = await of(`user_id=${id}`);
    expect(mine.map((record: any) => record.action)).toEqual(expect.arrayContaining(['auth.login', 'permission.denied']));
    expect(await of(`user_id=${id}&success=false&action=auth.login`)).toMatchObject([{ address: '127.0.0.51', username, success: false }]);
    const created = await of('action=users.create');
    expect(created.some((record: any) => record.target === `user ${username}` && record.username === 'admin')).toBe(true);
    expect(await of('to=2020-01-01')).toEqual([]);
    expect((await of('from=2020-01-01')).length).toBeGreaterThan(5);
  });

  it('has the request id of the answer', async () => {
    const admin = await vss.as('admin');
    const { id } = await somebody();
    await admin.patch(`/api/users/${id}`, { email: 'x@example.com' }, { 'X-Request-Id': 'audit-me-1' });
    const records = expectStatus(await admin.get('/api/security/audit?action=users.update'), 200);
    expect(records[0]).toMatchObject({ request_id: 'audit-me-1', success: true });
  });

  it('cannot be written to', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expectError(await (await vss.as('admin')).send(method, '/api/security/audit', {}), 405, 'METHOD_NOT_ALLOWED');
    }
  });

  it('verifies, while the server runs', async () => {
    const { code, output } = await runVss(vss, ['audit', 'verify']);
    expect(code, output).toBe(0);
  });

  it.each([[['audit', 'verify']], [['backup']], [['migrate']], [['user', 'reset-second-factor', 'admin']]])('%j names the option that is wrong, and what it wants', async (args) => {
    const { code, output } = await runVss(vss, args, undefined, { PORT_DCI: '99999' });
    expect(code, output).toBe(2);
    expect(output).toContain('PORT_DCI: must be a port (1 to 65535), not "99999" (environment)');
  });

  it.each([[['audit', 'verify']], [['backup']], [['user', 'reset-password', 'admin', '--generate']], [['user', 'reset-second-factor', 'admin']]])('%j makes no centre where none is', async (args) => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'vss-none-')), 'data');
    const { code, output } = await runVss(vss, args, undefined, { VSS_DATA_DIR: folder, POSTGRES_URL: '' });
    expect(code, output).toBe(4);
    expect(output).toContain(`there is no database in ${folder}`);
    expect(existsSync(folder)).toBe(false);
  });
});
