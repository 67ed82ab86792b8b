import { beforeEach, describe, expect, test, vi } from 'vitest';
import { queries } from '@/app/query_client';
import { LiveList, type LiveItems } from './live_list';

interface Item { id: number; state: string }
const key = ['things', 'all'];
const now = () => queries.getQueryData<LiveItems<Item>>(key)!;

beforeEach(() => {
  vi.useFakeTimers();
  queries.clear();
  queries.setQueryData<LiveItems<Item>>(key, { items: [{ id: 1, state: 'a' }, { id: 2, state: 'a' }], total: 2 });
});

test('many changes are one rendering; what did not change is the same object', () => {
  const list = new LiveList<Item>(key, (item) => item.id);
  const before = now();
  const seen = vi.fn();
  queries.getQueryCache().subscribe((event) => event.type === 'updated' && event.action.type === 'success' && seen());
  for (let round = 0; round < 50; ++round) list.put({ id: 2, state: `b${round}` });
  list.put({ id: 3, state: 'new' });
  expect(now()).toBe(before);
  vi.advanceTimersByTime(150);
  expect(seen).toHaveBeenCalledTimes(1);
  expect(now()).toEqual({ items: [{ id: 1, state: 'a' }, { id: 2, state: 'b49' }, { id: 3, state: 'new' }], total: 3 });
  expect(now().items[0]).toBe(before.items[0]);
});

test('what is removed goes, also when it came a moment before', () => {
  const list = new LiveList<Item>(key, (item) => item.id);
  list.remove(1);
  list.put({ id: 9, state: 'short' });
  list.remove(9);
  vi.advanceTimersByTime(150);
  expect(now()).toEqual({ items: [{ id: 2, state: 'a' }], total: 1 });
});

test('a snapshot counts when its last part is there, and keeps equal objects', () => {
  const list = new LiveList<Item>(key, (item) => item.id);
  const before = now();
  list.part([{ id: 1, state: 'a' }], 1, 2);
  expect(now()).toBe(before);
  list.part([{ id: 5, state: 'x' }], 2, 2);
  expect(now()).toEqual({ items: [{ id: 1, state: 'a' }, { id: 5, state: 'x' }], total: 2 });
  expect(now().items[0]).toBe(before.items[0]);
});

test('a list that nobody looks at is not made', () => {
  queries.clear();
  const list = new LiveList<Item>(key, (item) => item.id);
  list.put({ id: 1, state: 'b' });
  vi.advanceTimersByTime(150);
  expect(queries.getQueryData(key)).toBeUndefined();
});

describe('an answer that is under way', () => {
  const fetching = () => {
    let answer!: (list: LiveItems<Item>) => void;
    queries.clear();
    const done = queries.fetchQuery({ queryKey: key, queryFn: () => new Promise<LiveItems<Item>>((resolve) => { answer = resolve; }) }).catch(() => undefined);
    return async () => {
      answer({ items: [{ id: 1, state: 'old' }], total: 1 });
      await done;
      await vi.advanceTimersByTimeAsync(300);
    };
  };

  test('does not take the place of a snapshot', async () => {
    const arrives = fetching();
    new LiveList<Item>(key, (item) => item.id).part([{ id: 7, state: 'up' }], 1, 1);
    await arrives();
    expect(now()).toEqual({ items: [{ id: 7, state: 'up' }], total: 1 });
  });

  test('does not take the place of what changed meanwhile', async () => {
    const arrives = fetching();
    const list = new LiveList<Item>(key, (item) => item.id);
    list.put({ id: 7, state: 'up' });
    list.put({ id: 1, state: 'new' });
    await vi.advanceTimersByTimeAsync(300);
    await arrives();
    expect(now()).toEqual({ items: [{ id: 1, state: 'new' }, { id: 7, state: 'up' }], total: 2 });
  });
});
