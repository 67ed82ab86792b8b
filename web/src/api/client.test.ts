import { afterEach, expect, test, vi } from 'vitest';
import { session } from '@/app/session/session';
import { api, everything } from './client';
import { ApiError } from './errors';

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers });
const refusal = (status: number, code: string, details: object = {}) => json(status, { error: true, code, message: 'said so', details, request_id: 'r-1' });

afterEach(() => vi.unstubAllGlobals());

function answers(...given: Response[]) {
  const fetch = vi.fn((_address: string, _init: RequestInit) => Promise.resolve(given.shift()!));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

test('fills the path, leaves out what is not given, encodes the rest', async () => {
  const fetch = answers(json(200, {}));
  await api.list('/api/slots', { query: { state: 'READY', trunk_id: undefined, assigned_user: 'a&b' } });
  expect(fetch.mock.calls[0]![0]).toBe('/api/slots?state=READY&assigned_user=a%26b');
});

test('a refused token is renewed once, and the request goes again with the same idempotency key', async () => {
  vi.spyOn(session, 'token').mockResolvedValue('old');
  vi.spyOn(session, 'renew').mockResolvedValue('new');
  const fetch = answers(refusal(401, 'TOKEN_EXPIRED'), json(201, { id: 1 }));
  await api.post('/api/trunks', { name: 'North', type: 'auto', capacity: 1 });
  const [first, second] = fetch.mock.calls.map(([, init]) => init.headers as Record<string, string>);
  expect([first!.Authorization, second!.Authorization]).toEqual(['Bearer old', 'Bearer new']);
  expect(first!['Idempotency-Key']).toBeTruthy();
  expect(second!['Idempotency-Key']).toBe(first!['Idempotency-Key']);
  expect(session.renew).toHaveBeenCalledWith('old');
});

test('errors carry code, fields and request id; silence is OFFLINE', async () => {
  answers(refusal(400, 'INVALID_PARAMS', { name: 'wants 1 to 100 characters' }));
  const error = await api.post('/api/trunks', { name: '', type: 'auto', capacity: 1 }).catch((failure) => failure);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 400, code: 'INVALID_PARAMS', requestId: 'r-1' });
  expect([error.isAbout('name'), error.isAbout('capacity'), error.resource]).toEqual([true, false, 'trunks']);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
  await expect(api.get('/api/auth/me')).rejects.toMatchObject({ code: 'OFFLINE' });
});

test('a whole list is read page by page, up to its bound', async () => {
  const next = { 'X-Total-Count': '5', Link: '</api/trunks?limit=2&cursor=abc>; rel="next"' };
  const fetch = answers(json(200, [{ id: 1 }, { id: 2 }], next), json(200, [{ id: 3 }, { id: 4 }], next), json(200, [{ id: 5 }], { 'X-Total-Count': '5' }));
  expect(await everything('/api/trunks', undefined, 4)).toEqual({ items: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }], total: 5 });
  expect(fetch).toHaveBeenCalledTimes(2);
  expect(fetch.mock.calls[1]![0]).toContain('cursor=abc');
});
