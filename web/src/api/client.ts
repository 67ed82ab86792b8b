// The one way to the API. Paths, parameters and bodies are checked against the types made from api/*.yaml.
import { session } from '@/app/session/session';
import { ApiError, resourceOf } from './errors';
import type { BodyOf, Options, PathsWith, ResultOf } from './types';

const TIMEOUT_MS = 30_000;

export interface ListPage<Item> {
  items: Item[];
  total: number;
  next: string | null; // cursor
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Loose {
  signal?: AbortSignal | undefined;
  keepalive?: boolean | undefined;
  version?: number | undefined;
  path?: unknown;
  query?: unknown;
}

function addressOf(path: string, options: Loose = {}): string {
  const address = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(String((options.path as Record<string, unknown> | undefined)?.[name])));
  const query = Object.entries((options.query as Record<string, unknown> | undefined) ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return query.length === 0 ? address : `${address}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`;
}

export async function errorOf(response: Response, address: string): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Partial<{ code: string; message: string; details: Record<string, unknown>; request_id: string }>;
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  return new ApiError(response.status, body.code ?? 'INTERNAL', body.message ?? `the server answered ${response.status}`,
    body.details ?? {}, body.request_id ?? response.headers.get('X-Request-Id') ?? '', retryAfter, resourceOf(address));
}

/// One exchange, without regard to the session. Throws ApiError, also when nothing answers.
export async function exchange(method: string, address: string, init: { token?: string | null; body?: unknown; signal?: AbortSignal; key?: string; version?: number | undefined; keepalive?: boolean; accept?: string } = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: init.accept ?? 'application/json' };
  if (init.token) headers.Authorization = `Bearer ${init.token}`;
  if (init.body !== undefined) headers['Content-Type'] = 'application/json';
  if (init.key) headers['Idempotency-Key'] = init.key;
  if (init.version !== undefined) headers['If-Match'] = `"v${init.version}"`;
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(address, {
      method: method.toUpperCase(),
      headers,
      body: init.body === undefined ? null : JSON.stringify(init.body),
      signal: init.signal ? AbortSignal.any([init.signal, deadline]) : deadline,
      keepalive: init.keepalive ?? false,
      credentials: 'same-origin',
    });
  } catch (failure) {
    if (init.signal?.aborted) throw failure;
    throw new ApiError(0, 'OFFLINE', 'the server does not answer', {}, '');
  }
  if (!response.ok) throw await errorOf(response, address);
  return response;
}

async function request(method: Method, path: string, options: Loose & { body?: unknown } = {}): Promise<Response> {
  const address = addressOf(path, options);
  // The same key on both tries: a retry after a refreshed token must not do it twice.
  const key = method === 'post' ? crypto.randomUUID() : undefined;
  const once = (token: string | null) => exchange(method, address, { token, body: options.body, signal: options.signal, key, version: options.version, keepalive: options.keepalive });
  const token = await session.token();
  try {
    return await once(token);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    return once(await session.renew(token));
  }
}

async function bodyOf<Result>(response: Response): Promise<Result> {
  return response.status === 204 ? (undefined as Result) : ((await response.json()) as Result);
}

export const api = {
  async get<P extends PathsWith<'get'>>(path: P, options?: Options<P, 'get'>): Promise<ResultOf<P, 'get'>> {
    return bodyOf(await request('get', path, options));
  },
  /// One page of a list, with the number of all and where the next begins.
  async list<P extends PathsWith<'get'>>(path: P, options?: Options<P, 'get'>): Promise<ListPage<ResultOf<P, 'get'> extends (infer Item)[] ? Item : never>> {
    const response = await request('get', path, options);
    const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
    return {
      items: await response.json(),
      total: Number(response.headers.get('X-Total-Count') ?? 0),
      next: next ? new URL(next, location.origin).searchParams.get('cursor') : null,
    };
  },
  async post<P extends PathsWith<'post'>>(path: P, body: BodyOf<P, 'post'>, options?: Options<P, 'post'>): Promise<ResultOf<P, 'post'>> {
    return bodyOf(await request('post', path, { ...options, body: body ?? {} }));
  },
  async put<P extends PathsWith<'put'>>(path: P, body: BodyOf<P, 'put'>, options?: Options<P, 'put'>): Promise<ResultOf<P, 'put'>> {
    return bodyOf(await request('put', path, { ...options, body }));
  },
  async patch<P extends PathsWith<'patch'>>(path: P, body: BodyOf<P, 'patch'>, options?: Options<P, 'patch'>): Promise<ResultOf<P, 'patch'>> {
    return bodyOf(await request('patch', path, { ...options, body }));
  },
  async delete<P extends PathsWith<'delete'>>(path: P, options?: Options<P, 'delete'>): Promise<ResultOf<P, 'delete'>> {
    return bodyOf(await request('delete', path, options));
  },
};

/// A whole list, page by page, for the lists that are shown and kept current as a whole. `most` bounds it.
export async function everything<P extends PathsWith<'get'>>(path: P, options: Options<P, 'get'> | undefined, most: number) {
  type Item = ResultOf<P, 'get'> extends (infer One)[] ? One : never;
  const items: Item[] = [];
  let cursor: string | null = null;
  let total = 0;
  do {
    const query: Record<string, unknown> = { ...(options as { query?: object } | undefined)?.query, limit: Math.min(1000, most), ...(cursor ? { cursor } : {}) };
    const page = await api.list(path, { ...options, query } as unknown as Options<P, 'get'>);
    items.push(...(page.items as Item[]));
    total = page.total;
    cursor = page.next;
  } while (cursor && items.length < most);
  return { items, total };
}
