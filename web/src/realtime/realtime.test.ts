import { QueryObserver } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { queries } from '@/app/query_client';
import { session, type SessionState } from '@/app/session/session';
import { startRealtime, useTopic } from './realtime';

const socket = vi.hoisted(() => {
  const handlers = new Map<string, (payload?: unknown) => void>();
  return { handlers, connected: true, on: (event: string, run: () => void) => handlers.set(event, run), onAny: () => undefined, emit: (..._args: unknown[]): void => undefined };
});
vi.mock('socket.io-client', () => ({ io: () => socket }));

const rightsChange = () => socket.handlers.get('session.changed')!();
/// What the page on screen shows; each answer is another.
function shown(key: string[]) {
  let answers = 0;
  const observer = new QueryObserver(queries, { queryKey: key, queryFn: () => Promise.resolve(++answers) });
  const leave = observer.subscribe(() => undefined);
  return { leave, data: () => observer.getCurrentResult().data };
}

beforeEach(async () => {
  queries.clear();
  vi.spyOn(session, 'state', 'get').mockReturnValue({ status: 'active' } as SessionState);
  if (!socket.handlers.has('session.changed')) startRealtime();
  await vi.waitFor(() => expect(socket.handlers.has('session.changed')).toBe(true));
});

test('when rights change nothing stays that was shown by the old ones, and topics are subscribed to anew', async () => {
  let reread!: () => void;
  vi.spyOn(session, 'reread').mockReturnValue(new Promise((resolve) => { reread = resolve; }));
  const emit = vi.spyOn(socket, 'emit');
  const topic = renderHook(() => useTopic('leads'));
  expect(emit).toHaveBeenCalledWith('subscribe:leads', expect.any(Function));
  emit.mockClear();
  const page = shown(['leads', 'a']);
  await vi.waitFor(() => expect(page.data()).toBe(1));
  queries.setQueryData(['calls', 'c_1'], { seen: 'before' });
  rightsChange();
  await Promise.resolve();
  expect(page.data()).toBe(1); // what may be asked for is read first
  reread();
  await vi.waitFor(() => expect(page.data()).toBe(2));
  expect(queries.getQueryData(['calls', 'c_1'])).toBeUndefined();
  expect(emit).toHaveBeenCalledExactlyOnceWith('subscribe:leads', expect.any(Function));
  page.leave();
  topic.unmount();
});

test('also when the session cannot be read just now', async () => {
  vi.spyOn(session, 'reread').mockRejectedValue(new Error('offline'));
  const page = shown(['slots', 'all']);
  await vi.waitFor(() => expect(page.data()).toBe(1));
  queries.setQueryData(['calls', 'c_1'], { seen: 'before' });
  rightsChange();
  await vi.waitFor(() => expect(page.data()).toBe(2));
  expect(queries.getQueryData(['calls', 'c_1'])).toBeUndefined();
  page.leave();
});
