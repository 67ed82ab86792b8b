// Signing in and out, and how long that counts: POINT's rules as somebody outside meets them.
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Answer, type Client } from './support/client.ts';
import { PASSWORD, usePersons, within } from './support/persons.ts';
import { ADMIN_PASSWORD, JWT_SECRET, runVss, useVss } from './support/vss.ts';

const vss = useVss();
const { somebody, roleOf, login } = usePersons(vss);
// One request that needs a token on each of the four services.
const EVERYWHERE = [['point', '/api/auth/me'], ['ottb', '/api/slots'], ['dci', '/api/dci/logs'], ['workspace', '/api/slots']] as const;

async function statusEverywhere(client: Client): Promise<number[]> {
  const answers = await Promise.all(EVERYWHERE.map(([service, path]) => client.on(service).get(path)));
  return answers.map((answer) => answer.status);
}

describe('login', () => {
  it('answers who it is, what they may do, and tokens', async () => {
    const { username, client } = await somebody('supervisor');
    const { user, permissions, scope, expires_in, token, second_factor } = client.session;
    expect(user).toMatchObject({ username, role: 'supervisor', email: null });
    expect(permissions).toContain('audit.read');
    expect(permissions).not.toContain('users.create');
    const [header, claims] = token.split('.').slice(0, 2).map((part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header.alg).toBe('HS256');
    expect(claims.exp - claims.iat).toBe(expires_in);
    expect(expectStatus(await client.get('/api/auth/me'), 200)).toEqual({ user, permissions, scope, second_factor });
    expect(second_factor).toBe('off');
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

  it.each(['\u212Aate', 'ｋａｔｅ', 'KATE'])('takes %s for the account that it looks like, and counts its failures there', async (alike) => {
    const admin = await vss.as('admin');
    const name = `kate${alike.length}${alike.codePointAt(0)}`;
    expectStatus(await admin.post('/api/users', { username: name, password: PASSWORD, role: 'seller' }), 201);
    const written = alike + name.slice(4);
    expectStatus(await login(written, PASSWORD, '127.0.0.35'), 200);
    for (let tries = 0; tries < 5; ++tries) await login(tries % 2 ? name : written, 'wrong password', '127.0.0.36');
    expectError(await login(name, PASSWORD, '127.0.0.36'), 429, 'RATE_LIMITED');
    expectError(await login(written, PASSWORD, '127.0.0.36'), 429, 'RATE_LIMITED');
  });

  it('takes the user name without regard to case, and only whole', async () => {
    const { username } = await somebody();
    expectStatus(await login(username.toUpperCase(), PASSWORD), 200);
    for (const near of [` ${username}`, `${username} `, `${username}x`]) {
      expectError(await login(near, PASSWORD, '127.0.0.33'), 401, 'AUTH_FAIL');
    }
    expectError(await login(`${username}\n`, PASSWORD, '127.0.0.33'), 400, 'INVALID_PARAMS', 'username');
  });
});

describe('login and refresh from elsewhere', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])('a body of type "%s" is refused', async (type) => {
    const { username, client } = await somebody();
    const headers = { 'Content-Type': type };
    expectError(await vss.client().post('/api/auth/login', { username, password: PASSWORD }, headers), 415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type');
    expectError(await vss.client().post('/api/auth/refresh', { refresh_token: client.session.refresh_token }, headers), 415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type');
  });

  it.each(['http://evil.example', 'null'])('a page of %s signs nobody in', async (Origin) => {
    const { username, client } = await somebody();
    const answers = [await vss.client().post('/api/auth/login', { username, password: PASSWORD }, { Origin }),
      await vss.client().post('/api/auth/refresh', { refresh_token: client.session.refresh_token }, { Origin })];
    for (const answer of answers) {
      expectError(answer, 401, 'AUTH_FAIL');
      expect(answer.headers['set-cookie']).toBeUndefined();
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

  it('keeps everybody signed in who asks with one token within a short grace: two tabs, a lost answer', async () => {
    const { client } = await somebody('supervisor');
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(client.session.refresh_token)));
    answers.push(await refresh(client.session.refresh_token));
    for (const answer of answers) expect(await statusEverywhere(vss.client(expectStatus(answer, 200).token))).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body.refresh_token)).size).toBe(1);
    expectStatus(await refresh(answers[0]!.body.refresh_token), 200);
  });

  it('is a record of the audit only when it was refused', async () => {
    const { username, client } = await somebody('supervisor');
    const records = async () => expectStatus(await (await vss.as('admin')).get(`/api/security/audit?action=auth.refresh&limit=100`), 200).filter((one: any) => one.username === username);
    const { refresh_token, token } = expectStatus(await refresh(client.session.refresh_token), 200);
    expect(await records()).toEqual([]);
    expectStatus(await vss.client(token).post('/api/auth/logout'), 204);
    expectError(await refresh(refresh_token), 401, 'AUTH_FAIL');
    expect(await records()).toMatchObject([{ success: false }]);
  });

  it('lets one of several tabs answer, and gives its cookie to the others, which ask again', async () => {
    const { username } = await somebody();
    const Origin = vss.url('point');
    const signedIn = await vss.client().post('/api/auth/login', { username, password: PASSWORD, refresh: 'cookie' }, { Origin });
    const cookieOf = (answer: Answer) => /vss_refresh=([^;]+);/.exec(String(answer.headers['set-cookie']))?.[1];
    const renew = (token?: string) => vss.client().post('/api/auth/refresh', {}, { Origin, Cookie: `vss_refresh=${token}` });
    const tabs = await Promise.all(Array.from({ length: 4 }, () => renew(cookieOf(signedIn))));
    expect(tabs.map((tab) => tab.status).sort()).toEqual([200, 409, 409, 409]);
    expect(new Set(tabs.map(cookieOf)).size).toBe(1);
    expectStatus(await renew(cookieOf(tabs.find((tab) => tab.status === 409)!)), 200);
    expectStatus(await vss.client(tabs.find((tab) => tab.status === 200)!.body.token).get('/api/auth/me'), 200);
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
    ['73 characters', 'x'.repeat(73)],
    ['73 letters of two bytes', 'я'.repeat(73)],
    ['a NUL', 'twelve\u0000characters'],
    ['1024 characters', 'x'.repeat(1024)],
  ];
  it.each(REFUSED)('%s are refused', async (_, password) => {
    const admin = await vss.as('admin');
    expectError(await admin.post('/api/users', { username: 'refused', password, role: 'seller' }), 400, 'INVALID_PARAMS', 'password');
    const { client } = await somebody();
    expectError(await client.post('/api/auth/password', { current: PASSWORD, new: password }), 400, 'INVALID_PARAMS', 'new');
  });

  it.each([['12 characters', 'x'.repeat(12)], ['71 characters', 'y'.repeat(71)], ['71 letters of two bytes', 'я'.repeat(71)], ['spaces', '  two  spaces  '], ['😀', '😀'.repeat(18)]])(
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
    // The used one again at once: another tab, or an answer that was lost. It gets the newer cookie, and asks again.
    const late = await vss.client().post('/api/auth/refresh', {}, { Cookie });
    expectError(late, 409, 'CONFLICT');
    expect(refreshCookie(late.headers).split(';')[0]).toBe(next);
    expectStatus(await vss.client().post('/api/auth/refresh', {}, { Cookie: next }), 200);
    expectStatus(await vss.client(answer.body.token).get('/api/auth/me'), 200);
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
