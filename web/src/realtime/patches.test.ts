import { QueryObserver } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import { queries } from '@/app/query_client';
import { updates } from './patches';

const LIST = ['leads', 'all', { status: '', q: '', seller: '' }, 'head'];
const told = (event: string, payload: object) => updates[event]!(payload as never);
const isOld = (key: unknown[]) => queries.getQueryState(key)?.isInvalidated;

beforeEach(() => {
  vi.useFakeTimers();
  queries.clear();
});

test.each([['lead.gone', { id: 'a' }], ['lead.update', { id: 'a', action: 'deleted' }]])('%s: nothing of the lead stays for who looks', (event, payload) => {
  queries.setQueryData(LIST, { items: [{ id: 'a' }, { id: 'b' }], total: 2, next: null });
  for (const key of [['leads', 'a'], ['leads', 'a', 'timeline', 'head'], ['leads', 'b']]) queries.setQueryData(key, { of: key[1] });
  const theirs = [['leads', 'of', '+79990000001'], ['notes', 'call', 'c_1'], ['calls', 'c_1'], ['cdr', 'c_1'], ['recordings', 'r_1'], ['clients', 'all'], ['dashboard']];
  for (const key of [...theirs, ['slots', 'all']]) queries.setQueryData(key, { about: 'a' });
  told(event, payload);
  expect(queries.getQueryData(LIST)).toMatchObject({ items: [{ id: 'b' }], total: 1 });
  expect([queries.getQueryData(['leads', 'a']), queries.getQueryData(['leads', 'a', 'timeline', 'head'])]).toEqual([undefined, undefined]);
  expect(queries.getQueryData(['leads', 'b'])).toBeDefined();
  expect(theirs.map(isOld)).toEqual(theirs.map(() => false));
  vi.advanceTimersByTime(500);
  expect(theirs.map(isOld)).toEqual(theirs.map(() => true));
  expect(isOld(['slots', 'all'])).toBe(false);
});

test('a page of a lead that is gone asks for it again, and many that go ask for the rest once', async () => {
  const fetchLead = vi.fn().mockResolvedValueOnce({ id: 'a' }).mockRejectedValue(new Error('not found'));
  const page = new QueryObserver(queries, { queryKey: ['leads', 'a'], queryFn: fetchLead, retry: false });
  const leave = page.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(page.getCurrentResult().data).toEqual({ id: 'a' });
  const asked = vi.spyOn(queries, 'invalidateQueries');
  for (let count = 0; count < 20; ++count) told('lead.gone', { id: 'a' });
  await vi.advanceTimersByTimeAsync(600);
  expect(page.getCurrentResult()).toMatchObject({ data: undefined, status: 'error' });
  expect(asked.mock.calls.filter(([filters]) => JSON.stringify(filters?.queryKey) === '["notes"]')).toHaveLength(1);
  leave();
});
