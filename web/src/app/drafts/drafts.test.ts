import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// A server with drafts, and who is signed in.
let server: Map<string, { fields: Record<string, string>; updated_at: string }>;
let answers: 'all' | 'nothing';
const dropped = new Map<string, string | undefined>();
let clock = 0;
const putTo = (name: string, fields: Record<string, string>) => server.set(name, { fields, updated_at: new Date((clock += 1000)).toISOString() });

async function answer(address: string, init: RequestInit): Promise<Response> {
  if (answers === 'nothing') throw new TypeError('failed to fetch');
  const { pathname, searchParams } = new URL(address, location.origin);
  const name = decodeURIComponent(/^\/api\/drafts\/(.+)$/.exec(pathname)?.[1] ?? '');
  const there = server.get(name);
  if (init.method === 'GET') return Response.json([...server].map(([one, draft]) => ({ name: one, ...draft })));
  if (init.method === 'DELETE' && searchParams.has('seen') && searchParams.get('seen') !== there?.updated_at) return new Response(null, { status: 204 });
  if (init.method === 'DELETE') return (dropped.set(name, server.get(name)?.fields.text), server.delete(name), new Response(null, { status: 204 }));
  if (JSON.parse(String(init.body)).again && dropped.has(name) && dropped.get(name) === JSON.parse(String(init.body)).fields.text) return Response.json({ error: true, code: 'CONFLICT', message: '', details: {} }, { status: 409 });
  const { fields, seen } = JSON.parse(String(init.body));
  if (there && seen !== undefined && seen !== there.updated_at && JSON.stringify(there.fields) !== JSON.stringify(fields)) return Response.json({ error: true, code: 'CONFLICT', message: '', details: { draft: { name, ...there } } }, { status: 409 });
  if (String(init.body).length > 1000) return Response.json({ error: true, code: 'INVALID_PARAMS', message: '', details: { fields: 'wants less' } }, { status: 400 });
  putTo(name, JSON.parse(String(init.body)).fields);
  return Response.json({ name, ...server.get(name)! });
}

async function tab(userId = 'u1') {
  vi.resetModules();
  const { session } = await import('@/app/session/session');
  const sign = (id: string | null) => {
    Object.assign(session, { current: id ? { status: 'active', user: { id, username: id, role: 'operator' }, permissions: new Set() } : { status: 'anonymous' }, access: 'token', validUntil: Infinity });
    for (const listener of (session as unknown as { listeners: Set<() => void> }).listeners) listener();
  };
  const { drafts } = await import('./drafts');
  sign(userId);
  drafts.start();
  await vi.waitFor(() => expect(vi.mocked(fetch)).toHaveBeenCalled());
  await vi.advanceTimersByTimeAsync(10);
  return { drafts, sign, session };
}
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith('vss.draft.'));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: false, now: 1_800_000_000_000 });
  localStorage.clear();
  server = new Map();
  answers = 'all';
  vi.stubGlobal('fetch', vi.fn(answer));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what is typed is in this browser at once and on the server a moment later', async () => {
  const { drafts } = await tab();
  drafts.write('call-note:c_1', { text: 'h' });
  drafts.write('call-note:c_1', { text: 'he' });
  expect(kept()).toEqual(['vss.draft.u1.call-note:c_1']);
  expect(server.size).toBe(0);
  await vi.advanceTimersByTimeAsync(600);
  expect(server.get('call-note:c_1')!.fields).toEqual({ text: 'he' });
  expect(drafts.all.get()['call-note:c_1']!.state).toBe('sent');
  drafts.drop('call-note:c_1');
  await vi.advanceTimersByTimeAsync(10);
  expect(server.size).toBe(0);
  expect(kept()).toEqual([]);
});

test('without a network it waits in this browser, through a reload, and goes when the server answers', async () => {
  const first = await tab();
  answers = 'nothing';
  first.drafts.write('new-lead', { client_name: 'Anna' });
  await vi.advanceTimersByTimeAsync(600);
  const again = await tab();
  expect(again.drafts.all.get()['new-lead']).toMatchObject({ fields: { client_name: 'Anna' }, state: 'kept' });
  answers = 'all';
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(10);
  expect(server.get('new-lead')!.fields).toEqual({ client_name: 'Anna' });
});

test('a text whose answer was lost does not come back after it was saved elsewhere', async () => {
  const { drafts } = await tab();
  drafts.write('call-note:c_1', { text: 'Call in May' });
  answers = 'nothing'; // but it came
  putTo('call-note:c_1', { text: 'Call in May' });
  await vi.advanceTimersByTimeAsync(600);
  dropped.set('call-note:c_1', 'Call in May');
  server.clear();
  answers = 'all';
  await vi.advanceTimersByTimeAsync(6000);
  expect(server.size).toBe(0);
  expect(drafts.all.get()).toEqual({});
  expect(kept()).toEqual([]);
});

test('a draft of another browser is there, and one that was saved there is gone here', async () => {
  putTo('lead-note:a', { text: 'from home' });
  const { drafts } = await tab();
  expect(drafts.all.get()['lead-note:a']!.fields).toEqual({ text: 'from home' });
  server.clear();
  await vi.advanceTimersByTimeAsync(1000);
  await drafts.refresh();
  expect(drafts.all.get()['lead-note:a']).toBeUndefined();
});

test('a note written in two places without a network has both texts', async () => {
  putTo('lead-note:a', { text: 'begun' });
  const { drafts } = await tab();
  answers = 'nothing';
  drafts.write('lead-note:a', { text: 'begun here' });
  putTo('lead-note:a', { text: 'begun there' });
  await vi.advanceTimersByTimeAsync(600);
  answers = 'all';
  await drafts.refresh();
  expect(server.get('lead-note:a')!.fields).toEqual({ text: 'begun there\n\nbegun here' });
});

test('a text that another browser wrote meanwhile is not written over', async () => {
  putTo('lead-note:a', { text: 'begun' });
  const { drafts } = await tab();
  drafts.write('lead-note:a', { text: 'begun here' });
  putTo('lead-note:a', { text: 'begun\n\nthere' }); // and this browser has not heard of it
  await vi.advanceTimersByTimeAsync(600);
  expect(server.get('lead-note:a')!.fields).toEqual({ text: 'begun here\n\nthere' });
  expect(drafts.all.get()['lead-note:a']).toMatchObject({ fields: { text: 'begun here\n\nthere' }, state: 'sent' });
});

test('another browser of the same person shows what is typed, and drops what was saved', async () => {
  const { drafts } = await tab();
  drafts.heed({ name: 'lead-note:a', fields: { text: 'there' }, updated_at: '2030-01-01T00:00:00.000Z' });
  expect(drafts.all.get()['lead-note:a']).toMatchObject({ fields: { text: 'there' }, state: 'sent' });
  drafts.heed({ name: 'lead-note:a', fields: { text: 'there and on' }, updated_at: '2030-01-01T00:00:01.000Z' });
  drafts.heed({ name: 'lead-note:a', fields: { text: 'there' }, updated_at: '2030-01-01T00:00:00.000Z' }); // late
  expect(drafts.all.get()['lead-note:a']!.fields).toEqual({ text: 'there and on' });
  drafts.heed({ name: 'lead-note:a', fields: null, dropped: { text: 'there and on' } });
  expect(drafts.all.get()).toEqual({});
  expect(kept()).toEqual([]);
});

test('a text other than what was saved elsewhere goes to the server again, and says "saved" only then', async () => {
  const { drafts } = await tab();
  drafts.write('lead-note:a', { text: 'mine' });
  await vi.advanceTimersByTimeAsync(600);
  expect(drafts.all.get()['lead-note:a']!.state).toBe('sent');
  server.clear(); // another browser saved its text, and with it the draft went
  drafts.heed({ name: 'lead-note:a', fields: null, dropped: { text: 'theirs' } });
  expect(drafts.all.get()['lead-note:a']).toMatchObject({ fields: { text: 'mine' }, state: 'kept' });
  await vi.advanceTimersByTimeAsync(600);
  expect(server.get('lead-note:a')!.fields).toEqual({ text: 'mine' });
  expect(drafts.all.get()['lead-note:a']!.state).toBe('sent');
});

test('what was typed elsewhere after this was saved stays, and shows here', async () => {
  putTo('lead-note:a', { text: 'begun' });
  const { drafts } = await tab();
  putTo('lead-note:a', { text: 'begun there' });
  drafts.drop('lead-note:a');
  drafts.heed({ name: 'lead-note:a', ...server.get('lead-note:a')! });
  await vi.advanceTimersByTimeAsync(10);
  expect(server.get('lead-note:a')!.fields).toEqual({ text: 'begun there' });
  expect(drafts.all.get()['lead-note:a']).toMatchObject({ fields: { text: 'begun there' }, state: 'sent' });
});

test('no text about an erased person stays', async () => {
  const { drafts } = await tab();
  drafts.write('lead-note:a', { text: 'mine' });
  drafts.heed({ name: 'lead-note:a', fields: null, erased: true });
  await vi.advanceTimersByTimeAsync(600);
  expect(drafts.all.get()).toEqual({});
  expect(kept()).toEqual([]);
  expect(server.size).toBe(0);
});

test('signing out leaves what the server does not have, and only the same person finds it', async () => {
  const { drafts, sign } = await tab();
  drafts.write('call-note:c_1', { text: 'sent' });
  await vi.advanceTimersByTimeAsync(600);
  answers = 'nothing';
  drafts.write('call-note:c_2', { text: 'not sent' });
  sign(null);
  expect(drafts.all.get()).toEqual({});
  expect(kept()).toEqual(['vss.draft.u1.call-note:c_2']);
  sign('u1');
  expect(drafts.all.get()['call-note:c_2']!.fields).toEqual({ text: 'not sent' });
  sign(null);
  sign('u2');
  expect(kept()).toEqual([]);
  expect(drafts.all.get()).toEqual({});
});

test('signing out sends first', async () => {
  const { drafts, session } = await tab();
  drafts.write('call-note:c_1', { text: 'half' });
  await Promise.all([...session.leaving].map((last) => last()));
  expect(server.get('call-note:c_1')!.fields).toEqual({ text: 'half' });
});

test('what the server refuses stays here, and is tried again when it changes', async () => {
  const { drafts } = await tab();
  drafts.write('lead-note:a', { text: 'x'.repeat(2000) });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(drafts.all.get()['lead-note:a']!.state).toBe('refused');
  expect(kept()).toHaveLength(1);
  drafts.write('lead-note:a', { text: 'short' });
  await vi.advanceTimersByTimeAsync(600);
  expect(server.get('lead-note:a')!.fields).toEqual({ text: 'short' });
});

test('another tab shows what is typed in this one', async () => {
  const { drafts } = await tab();
  const newValue = JSON.stringify({ fields: { text: 'typed there' }, at: Date.now(), state: 'sent', base: null });
  window.dispatchEvent(new StorageEvent('storage', { key: 'vss.draft.u1.lead-note:a', newValue }));
  expect(drafts.all.get()['lead-note:a']!.fields).toEqual({ text: 'typed there' });
  window.dispatchEvent(new StorageEvent('storage', { key: 'vss.draft.u2.lead-note:a', newValue }));
  window.dispatchEvent(new StorageEvent('storage', { key: 'vss.draft.u1.lead-note:a', newValue: null }));
  expect(drafts.all.get()).toEqual({});
});
