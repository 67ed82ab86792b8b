import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const user = { id: 'u1', username: 'anna', email: null, role: 'operator' };
const granted = (token: string, expires_in = 3600) => Response.json({ token, expires_in, user, permissions: ['slots.read'], second_factor: 'off' });
const refused = (status: number, code: string) => Response.json({ error: true, code, message: code, details: {}, request_id: 'r' }, { status });

let fetch: ReturnType<typeof vi.fn>;
const asked = () => fetch.mock.calls.map(([address]) => address);

async function fresh() {
  vi.resetModules();
  return (await import('./session')).session;
}

beforeEach(() => {
  localStorage.clear();
  fetch = vi.fn();
  vi.stubGlobal('fetch', fetch);
  vi.stubGlobal('BroadcastChannel', undefined);
});
afterEach(() => vi.unstubAllGlobals());

test('who never signed in is not asked about', async () => {
  const session = await fresh();
  await session.restore();
  expect(session.state.status).toBe('anonymous');
  expect(fetch).not.toHaveBeenCalled();
});

test('signing in keeps no token where a script could find it, and a reload asks by the cookie', async () => {
  const session = await fresh();
  fetch.mockResolvedValueOnce(granted('first'));
  await session.signIn('anna', 'secret');
  expect(JSON.parse(fetch.mock.calls[0]![1].body)).toEqual({ username: 'anna', password: 'secret', refresh: 'cookie' });
  expect(session.state).toMatchObject({ status: 'active', user });
  expect(JSON.stringify({ ...localStorage })).not.toContain('first');
  const reloaded = await fresh();
  fetch.mockResolvedValueOnce(granted('second'));
  await reloaded.restore();
  expect(asked().at(-1)).toBe('/api/auth/refresh');
  expect(fetch.mock.calls.at(-1)![1].keepalive).toBe(true);
  expect(await reloaded.token()).toBe('second');
  expect(reloaded.may('slots.read')).toBe(true);
});

test('many who were refused at once refresh once', async () => {
  const session = await fresh();
  fetch.mockResolvedValueOnce(granted('old'));
  await session.signIn('anna', 'secret');
  fetch.mockResolvedValueOnce(granted('new'));
  expect(await Promise.all([session.renew('old'), session.renew('old'), session.renew('old')])).toEqual(['new', 'new', 'new']);
  expect(asked().filter((address) => address === '/api/auth/refresh')).toHaveLength(1);
  expect(await session.renew('old')).toBe('new');
});

test('while the page before is being answered it asks again', async () => {
  localStorage.setItem('vss.signed-in', 'yes');
  const session = await fresh();
  fetch.mockResolvedValueOnce(refused(409, 'CONFLICT')).mockResolvedValueOnce(granted('mine'));
  await session.restore();
  expect(await session.token()).toBe('mine');
});

test('a session that ends waits for somebody to sign in, and what was being done goes on', async () => {
  const session = await fresh();
  fetch.mockResolvedValueOnce(granted('old'));
  await session.signIn('anna', 'secret');
  fetch.mockResolvedValueOnce(refused(401, 'AUTH_FAIL'));
  const waiting = session.renew('old');
  await vi.waitFor(() => expect(session.state).toMatchObject({ status: 'expired', user }));
  const late = session.token();
  fetch.mockResolvedValueOnce(granted('again'));
  await session.signIn('anna', 'secret');
  expect(await waiting).toBe('again');
  expect(await late).toBe('again');
  expect(session.state.status).toBe('active');
});

test('a network that fails ends nothing', async () => {
  const session = await fresh();
  fetch.mockResolvedValueOnce(granted('old', 30)); // about to end
  await session.signIn('anna', 'secret');
  fetch.mockRejectedValueOnce(new TypeError('failed to fetch'));
  expect(await session.token()).toBe('old');
  expect(session.state.status).toBe('active');
});

test('signing out forgets, also when the session had ended before', async () => {
  const session = await fresh();
  fetch.mockResolvedValueOnce(granted('old'));
  await session.signIn('anna', 'secret');
  fetch.mockResolvedValueOnce(refused(401, 'AUTH_FAIL'));
  await session.signOut();
  expect(session.state.status).toBe('anonymous');
  const reloaded = await fresh();
  await reloaded.restore();
  expect(asked().filter((address) => address === '/api/auth/refresh')).toHaveLength(0);
});

test('a tab whose session another one signed out of asks for no new token', async () => {
  const session = await fresh();
  fetch.mockResolvedValueOnce(granted('old'));
  await session.signIn('anna', 'secret');
  localStorage.removeItem('vss.signed-in'); // as the other tab leaves it
  await expect(session.renew('old')).rejects.toMatchObject({ status: 401 });
  expect(session.state.status).toBe('anonymous');
  expect(asked()).not.toContain('/api/auth/refresh');
});
