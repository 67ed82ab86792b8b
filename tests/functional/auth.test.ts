// Signing in and out, users, roles, the audit: POINT's rules as somebody outside meets them.
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { ADMIN_PASSWORD, JWT_SECRET, runVss, useVss } from './support/vss.ts';

const vss = useVss();
const PASSWORD = 'a-password-for-tests';
let made = 0;

interface Person {
  id: string;
  username: string;
  client: Client;
}

// Somebody of their own for each test, signed in.
async function somebody(role = 'operator', password = PASSWORD): Promise<Person> {
  const username = `user${++made}`;
  const admin = await vss.as('admin');
  const { id } = expectStatus(await admin.post('/api/users', { username, password, role }), 201);
  return { id, username, client: await vss.signIn(username, password) };
}

async function roleOf(permissions: unknown, name = `role${++made}`): Promise<{ id: string; name: string }> {
  return expectStatus(await (await vss.as('admin')).post('/api/roles', { name, permissions }), 201);
}

const login = (username: string, password: string, from = '127.0.0.1') =>
  vss.client().from(from).post('/api/auth/login', { username, password });

// One request that needs a token on each of the four services.
const EVERYWHERE = [['point', '/api/auth/me'], ['ottb', '/api/slots'], ['dci', '/api/dci/logs'], ['workspace', '/api/slots']] as const;

async function statusEverywhere(client: Client): Promise<number[]> {
  const answers = await Promise.all(EVERYWHERE.map(([service, path]) => client.on(service).get(path)));
  return answers.map((answer) => answer.status);
}

async function within(ms: number, condition: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + ms;
  while (!(await condition())) if (Date.now() > until) throw new Error(`not within ${ms} ms`);
}

describe('login', () => {
  it('answers who it is, what they may do, and tokens', async () => {
    const { username, client } = await somebody('supervisor');
    const { user, permissions, expires_in, token } = client.session;
    expect(user).toMatchObject({ username, role: 'supervisor', email: null });
    expect(permissions).toContain('audit.read');
    expect(permissions).not.toContain('users.create');
    const [header, claims] = token.split('.').slice(0, 2).map((part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header.alg).toBe('HS256');
    expect(claims.exp - claims.iat).toBe(expires_in);
    expect(expectStatus(await client.get('/api/auth/me'), 200)).toEqual({ user, permissions });
  });

  it('sets a cookie for reads from our own pages only', async () => {
    const { username } = await somebody('supervisor');
    const answer = await login(username, PASSWORD);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^vss_token=[^;]+;.*HttpOnly/);
    expect(cookie).toContain('SameSite=Lax');
    const Cookie = cookie.split(';')[0]!;
    const browser = vss.client();
    expectStatus(await browser.get('/api/auth/me', { Cookie }), 200);
    expectStatus(await browser.get('/api/auth/me', { Cookie, Origin: vss.url('point') }), 200);
    expectError(await browser.get('/api/auth/me', { Cookie, Origin: 'http://evil.example' }), 401, 'AUTH_FAIL');
    expectError(await browser.get('/api/auth/me', { Cookie, 'Sec-Fetch-Site': 'cross-site' }), 401, 'AUTH_FAIL');
    expectError(await browser.post('/api/auth/logout', undefined, { Cookie }), 401, 'AUTH_FAIL');
  });

  it('tells neither in words nor in time whether a user exists', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => somebody()));
    const took: Record<'unknown' | 'wrong', number[]> = { unknown: [], wrong: [] };
    for (let i = 0; i < 24; ++i) {
      const wrong = await login(people[i % 6]!.username, 'not the password', '127.0.0.21');
      const unknown = await login(`nobody${i}`, 'not the password', '127.0.0.22');
      expectError(wrong, 401, 'AUTH_FAIL');
      expectError(unknown, 401, 'AUTH_FAIL');
      expect(unknown.body.message).toBe(wrong.body.message);
      took.wrong.push(wrong.took_ms);
      took.unknown.push(unknown.took_ms);
    }
    const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
    const difference = Math.abs(median(took.unknown) - median(took.wrong));
    // Skipping the hash for an unknown user would save nearly all of the time.
    expect(difference).toBeLessThan(Math.max(10, median(took.wrong) * 0.5));
  });

  it('locks out who guesses, says for how long, and keeps others out of it', async () => {
    const { username } = await somebody();
    let answer = await login(username, 'wrong password', '127.0.0.31');
    for (let tries = 1; answer.status === 401 && tries < 20; ++tries) answer = await login(username, 'wrong password', '127.0.0.31');
    expectError(answer, 429, 'RATE_LIMITED');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const right = await login(username, PASSWORD, '127.0.0.31');
    expectError(right, 429, 'RATE_LIMITED');
    expectStatus(await login(username, PASSWORD, '127.0.0.1'), 200); // from where they have signed in before
    const other = await somebody();
    expectStatus(await login(other.username, PASSWORD, '127.0.0.31'), 200);
  });

  it('lets the user in again at once when the password is set anew from the console', async () => {
    const { username } = await somebody();
    for (let tries = 0; tries < 20; ++tries) await login(username, 'wrong password', '127.0.0.34');
    expectError(await login(username, PASSWORD, '127.0.0.34'), 429, 'RATE_LIMITED');
    const { code, output } = await runVss(vss, ['user', 'reset-password', username, '--password-stdin'], 'set-from-the-console\n');
    expect(code, output).toBe(0);
    await within(2000, async () => (await login(username, 'set-from-the-console', '127.0.0.34')).status === 200);
  });

  it('gives a burst of parallel guesses no more tries than guesses in a row', async () => {
    const { username } = await somebody();
    const answers = await Promise.all(Array.from({ length: 40 }, () => login(username, 'wrong password', '127.0.0.32')));
    const tried = answers.filter((answer) => answer.status === 401).length;
    expect(answers.every((answer) => [401, 429].includes(answer.status))).toBe(true);
    expect(tried).toBeLessThanOrEqual(16);
  });

  it('takes the user name without regard to case, and only whole', async () => {
    const { username } = await somebody();
    expectStatus(await login(username.toUpperCase(), PASSWORD), 200);
    for (const near of [` ${username}`, `${username} `, `${username}\n`, `${username}x`]) {
      expectError(await login(near, PASSWORD, '127.0.0.33'), 401, 'AUTH_FAIL');
    }
  });
});

describe('refresh', () => {
  const refresh = (refresh_token: string) => vss.client().post('/api/auth/refresh', { refresh_token });

  it('gives new tokens and takes the old refresh token away', async () => {
    const { client } = await somebody('supervisor');
    const second = expectStatus(await refresh(client.session.refresh_token), 200);
    expect(second.refresh_token).not.toBe(client.session.refresh_token);
    expect(second.token).not.toBe(client.token);
    expect(await statusEverywhere(vss.client(second.token))).toEqual([200, 200, 200, 200]);
    expectStatus(await refresh(second.refresh_token), 200);
  });

  it('ends the whole family when a refresh token is used twice', async () => {
    const { username, client } = await somebody('supervisor');
    const elsewhere = await vss.signIn(username, PASSWORD);
    const second = expectStatus(await refresh(client.session.refresh_token), 200);
    expectError(await refresh(client.session.refresh_token), 401, 'AUTH_FAIL');
    expectError(await refresh(second.refresh_token), 401, 'AUTH_FAIL');
    expect(await statusEverywhere(vss.client(second.token))).toEqual([401, 401, 401, 401]);
    expect(await statusEverywhere(client)).toEqual([401, 401, 401, 401]);
    expect(await statusEverywhere(elsewhere)).toEqual([200, 200, 200, 200]);
  });

  it('lets one of several simultaneous tries win', async () => {
    const { client } = await somebody();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(client.session.refresh_token)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.every((status) => [200, 401, 409].includes(status))).toBe(true);
  });

  it('refuses what it never gave', async () => {
    for (const token of ['x', 'a'.repeat(43), "' OR 1=1 --"]) expectError(await refresh(token), 401, 'AUTH_FAIL');
  });
});

describe('logout', () => {
  it('acts at once on every service and leaves other sessions alone', async () => {
    const { username, client } = await somebody('supervisor');
    const elsewhere = await vss.signIn(username, PASSWORD);
    expect(await statusEverywhere(client)).toEqual([200, 200, 200, 200]);
    expectStatus(await client.post('/api/auth/logout'), 204);
    expect(await statusEverywhere(client)).toEqual([401, 401, 401, 401]);
    expectError(await vss.client().post('/api/auth/refresh', { refresh_token: client.session.refresh_token }), 401, 'AUTH_FAIL');
    expect(await statusEverywhere(elsewhere)).toEqual([200, 200, 200, 200]);
  });
});

describe('what changes about somebody acts on their live tokens', () => {
  it('another role, within a second', async () => {
    const admin = await vss.as('admin');
    const { id, client } = await somebody('seller');
    expectStatus(await client.get('/api/slots'), 403);
    expectStatus(await admin.patch(`/api/users/${id}`, { role: 'supervisor' }), 200);
    await within(1000, async () => (await client.get('/api/slots')).status === 200);
    expectStatus(await admin.patch(`/api/users/${id}`, { role: 'seller' }), 200);
    await within(1000, async () => (await client.get('/api/slots')).status === 403);
  });

  it('other permissions of the role, within a second', async () => {
    const admin = await vss.as('admin');
    const role = await roleOf({ slots: ['read'] });
    const { client } = await somebody(role.name);
    expectStatus(await client.get('/api/slots'), 200);
    expectStatus(await admin.patch(`/api/roles/${role.id}`, { permissions: { trunks: ['read'] } }), 200);
    await within(1000, async () => (await client.get('/api/slots')).status === 403);
    expectStatus(await client.get('/api/trunks'), 200);
  });

  it.each([['deleted', (admin: Client, id: string) => admin.delete(`/api/users/${id}`)],
    ['deactivated', (admin: Client, id: string) => admin.patch(`/api/users/${id}`, { active: false })],
    ['given a new password', (admin: Client, id: string) => admin.patch(`/api/users/${id}`, { password: 'another-password-1' })],
  ] as const)('being %s ends their sessions within a second', async (_, change) => {
    const { id, client } = await somebody('supervisor');
    expectStatus(await change(await vss.as('admin'), id), 200);
    await within(1000, async () => (await statusEverywhere(client)).every((status) => status === 401));
    expectError(await vss.client().post('/api/auth/refresh', { refresh_token: client.session.refresh_token }), 401, 'AUTH_FAIL');
  });

  it('somebody deactivated cannot sign in, and learns no more than a stranger', async () => {
    const { id, username } = await somebody();
    expectStatus(await (await vss.as('admin')).patch(`/api/users/${id}`, { active: false }), 200);
    expectError(await login(username, PASSWORD), 401, 'AUTH_FAIL');
  });
});

describe('passwords', () => {
  it('are changed by who knows the present one; other sessions end', async () => {
    const { username, client } = await somebody('supervisor');
    const elsewhere = await vss.signIn(username, PASSWORD);
    expectError(await client.post('/api/auth/password', { current: 'not the password', new: 'a-new-password-12' }), 400, 'INVALID_PARAMS', 'current');
    const changed = expectStatus(await client.post('/api/auth/password', { current: PASSWORD, new: 'short-but-ok!' }), 200);
    expect(changed.warning).toMatch(/16/);
    expect(await statusEverywhere(client)).toEqual([200, 200, 200, 200]);
    expect(await statusEverywhere(elsewhere)).toEqual([401, 401, 401, 401]);
    expectError(await login(username, PASSWORD), 401, 'AUTH_FAIL');
    expectStatus(await login(username, 'short-but-ok!'), 200);
  });

  const REFUSED: [what: string, password: string][] = [
    ['11 characters', 'x'.repeat(11)],
    ['73 bytes', 'x'.repeat(73)],
    ['37 letters of two bytes', 'я'.repeat(37)],
    ['a NUL', 'twelve\u0000characters'],
    ['1024 bytes', 'x'.repeat(1024)],
  ];
  it.each(REFUSED)('%s are refused', async (_, password) => {
    const admin = await vss.as('admin');
    expectError(await admin.post('/api/users', { username: 'refused', password, role: 'seller' }), 400, 'INVALID_PARAMS', 'password');
    const { client } = await somebody();
    expectError(await client.post('/api/auth/password', { current: PASSWORD, new: password }), 400, 'INVALID_PARAMS', 'new');
  });

  it.each([['12 characters', 'x'.repeat(12)], ['72 bytes', 'y'.repeat(72)], ['36 letters of two bytes', 'я'.repeat(36)], ['spaces', '  two  spaces  '], ['😀', '😀'.repeat(18)]])(
    '%s work, whole', async (_, password) => {
      const { username, client } = await somebody('operator', password);
      expect(client.session.user.username).toBe(username);
      expectError(await login(username, password.slice(0, -2), '127.0.0.41'), 401, 'AUTH_FAIL');
      expectError(await login(username, `${password}x`, '127.0.0.41'), 401, 'AUTH_FAIL');
    });

  it('a megabyte of password is refused quickly', async () => {
    const answer = await login('admin', 'x'.repeat(1024 * 1024), '127.0.0.42');
    expectError(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(answer.took_ms).toBeLessThan(1000);
  });

  it('never leave the server', async () => {
    const admin = await vss.as('admin');
    const seen = (await admin.get('/api/users')).text + (await admin.get('/api/security/audit?limit=1000')).text + (await admin.get('/api/dci/logs?limit=1000')).text + vss.log();
    for (const secret of [PASSWORD, ADMIN_PASSWORD, JWT_SECRET, '$2b$', 'another-password-1']) expect(seen).not.toContain(secret);
    // Any token: header and payload of a JWT, which no random request id looks like.
    expect(seen).not.toMatch(/eyJ[\w-]{8,}\.eyJ/);
  });

  it('of admin is reset by the sub-command while the server runs', async () => {
    const before = await vss.signIn('admin', ADMIN_PASSWORD);
    const { code, output } = await runVss(vss, ['user', 'reset-password', 'admin', '--password-stdin'], 'reset-while-running\n');
    expect(code, output).toBe(0);
    await within(2000, async () => (await before.get('/api/auth/me')).status === 401);
    const after = await vss.signIn('admin', 'reset-while-running');
    expectStatus(await after.post('/api/auth/password', { current: 'reset-while-running', new: ADMIN_PASSWORD }), 200);
    (vss as any).clients.delete('admin');
  });
});

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
});

describe('a restart', () => {
  it('keeps sessions, revocations and lock-outs', async () => {
    const kept = await somebody('supervisor');
    const ended = await somebody('supervisor');
    expectStatus(await ended.client.post('/api/auth/logout'), 204);
    let answer = await login(kept.username, 'wrong password', '127.0.0.61');
    for (let tries = 1; answer.status === 401 && tries < 20; ++tries) answer = await login(kept.username, 'wrong password', '127.0.0.61');
    expectError(answer, 429, 'RATE_LIMITED');
    await vss.restart();
    expect(await statusEverywhere(vss.client(kept.client.token))).toEqual([200, 200, 200, 200]);
    expect(await statusEverywhere(vss.client(ended.client.token))).toEqual([401, 401, 401, 401]);
    expectError(await login(kept.username, PASSWORD, '127.0.0.61'), 429, 'RATE_LIMITED');
  });
});

describe('the refresh token of a browser', () => {
  const setCookies = (headers: Record<string, unknown>): string[] => [headers['set-cookie'] ?? []].flat() as string[];
  const refreshCookie = (headers: Record<string, unknown>) => setCookies(headers).find((one) => one.startsWith('vss_refresh='))!;
  const inBrowser = async (username: string) => {
    const answer = await vss.client().post('/api/auth/login', { username, password: PASSWORD, refresh: 'cookie' });
    expectStatus(answer, 200);
    return answer;
  };

  it('is in a cookie that no script can read, and not in the answer', async () => {
    const { username } = await somebody();
    const answer = await inBrowser(username);
    expect(answer.body.refresh_token).toBeUndefined();
    expect(refreshCookie(answer.headers)).toMatch(/^vss_refresh=[\w-]{20,}; Path=\/api\/auth; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
  });

  it('gives a new token and a new cookie to pages of this origin, and nothing to others', async () => {
    const { username } = await somebody();
    const Cookie = refreshCookie((await inBrowser(username)).headers).split(';')[0]!;
    const foreigners: Record<string, string>[] = [{ Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }];
    for (const foreign of foreigners) {
      expectError(await vss.client().post('/api/auth/refresh', {}, { Cookie, ...foreign }), 401, 'AUTH_FAIL');
    }
    const answer = await vss.client().post('/api/auth/refresh', {}, { Cookie, Origin: vss.url('point') });
    expectStatus(answer, 200);
    expect(answer.body.refresh_token).toBeUndefined();
    const next = refreshCookie(answer.headers).split(';')[0]!;
    expect(next).not.toBe(Cookie);
    expectStatus(await vss.client(answer.body.token).get('/api/auth/me'), 200);
    // The used one again: somebody else holds it, so the session ends.
    expectError(await vss.client().post('/api/auth/refresh', {}, { Cookie }), 401, 'AUTH_FAIL');
    expectError(await vss.client().post('/api/auth/refresh', {}, { Cookie: next }), 401, 'AUTH_FAIL');
  });

  it('leaves with the session', async () => {
    const { username } = await somebody();
    const answer = await inBrowser(username);
    const out = await vss.client(answer.body.token).post('/api/auth/logout');
    expectStatus(out, 204);
    expect(refreshCookie(out.headers)).toMatch(/^vss_refresh=; Path=\/api\/auth; Max-Age=0/);
    const Cookie = refreshCookie(answer.headers).split(';')[0]!;
    expectError(await vss.client().post('/api/auth/refresh', {}, { Cookie }), 401, 'AUTH_FAIL');
  });

  it('comes back the way it was given', async () => {
    const { client } = await somebody();
    const answer = await vss.client().post('/api/auth/refresh', { refresh_token: client.session.refresh_token });
    expectStatus(answer, 200);
    expect(answer.body.refresh_token).toMatch(/^[\w-]{20,}$/);
    expect(refreshCookie(answer.headers)).toBeUndefined();
    expectError(await vss.client().post('/api/auth/refresh', {}), 400, 'INVALID_PARAMS', 'refresh_token');
    expectError(await vss.client().post('/api/auth/refresh', { refresh_token: null }), 400, 'INVALID_PARAMS', 'refresh_token');
    expectError(await vss.client().post('/api/auth/login', { username: 'admin', password: ADMIN_PASSWORD, refresh: 'nowhere' }), 400, 'INVALID_PARAMS', 'refresh');
  });
});
