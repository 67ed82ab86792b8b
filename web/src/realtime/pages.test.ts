import { beforeEach, expect, test, vi } from 'vitest';
import { queries } from '@/app/query_client';
import { newestAgain, putInPages } from './pages';

interface Item { id: string; state: string }
const page = (...items: Item[]) => ({ items, total: 500, next: 'c' });
const name = ['things', 'history'];

beforeEach(() => {
  vi.useFakeTimers();
  queries.clear();
});

test('an item is changed in the page that has it; the others stay the same objects', () => {
  queries.setQueryData([...name, 'head'], page({ id: 'a', state: 'up' }));
  queries.setQueryData([...name, 'page', 'c', 4], page({ id: 'b', state: 'up' }));
  const before = queries.getQueryData([...name, 'head']);
  putInPages<Item>(name, (one) => one.id, { id: 'b', state: 'over' });
  expect(queries.getQueryData([...name, 'page', 'c', 4])).toEqual(page({ id: 'b', state: 'over' }));
  expect(queries.getQueryData([...name, 'head'])).toBe(before);
});

test('fifty events ask for the newest page once, and for no other', () => {
  const asks = vi.spyOn(queries, 'invalidateQueries');
  for (let event = 0; event < 50; ++event) newestAgain(name);
  vi.advanceTimersByTime(1000);
  expect(asks).toHaveBeenCalledTimes(1);
  const { predicate } = asks.mock.calls[0]![0] as unknown as { predicate: (query: { queryKey: unknown[] }) => boolean };
  expect(predicate({ queryKey: [...name, { user: '' }, 'newest'] })).toBe(true);
  expect(predicate({ queryKey: [...name, { user: '' }, 'page', 'c', 1] })).toBe(false);
});
