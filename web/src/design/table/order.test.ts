import { expect, test } from 'vitest';
import { keepOrder, makeOrder } from './order';

interface Row { id: number; state: string }
const keyOf = (row: Row) => row.id;
const ready = (row: Row) => row.state === 'ready';
const every = () => true;
const byId = (a: Row, b: Row) => b.id - a.id;
const byState = (a: Row, b: Row) => a.state.localeCompare(b.state);
const rows: Row[] = [{ id: 1, state: 'ready' }, { id: 2, state: 'busy' }, { id: 3, state: 'ready' }];
const ids = (all: Row[]) => all.map(keyOf);

test('an order holds what fits, sorted', () => {
  expect(ids(makeOrder(rows, { fits: ready, compare: byId }))).toEqual([3, 1]);
});

test('rows keep their place while their values change, with the new values', () => {
  const changed = rows.map((row) => ({ ...row, state: row.id === 2 ? 'z' : 'fault' }));
  const shown = keepOrder(changed, keyOf, [2, 1, 3], { fits: every, compare: byState });
  expect(shown.map((row) => [row.id, row.state])).toEqual([[2, 'z'], [1, 'fault'], [3, 'fault']]);
});

test('a row that comes takes its place at once', () => {
  const come = [{ id: 9, state: 'ready' }, ...rows, { id: 0, state: 'ready' }];
  expect(ids(keepOrder(come, keyOf, [3, 2, 1], { fits: every, compare: byId }))).toEqual([9, 3, 2, 1, 0]);
});

test('one that no longer fits goes, as does one that is gone', () => {
  const now = [{ id: 1, state: 'busy' }, { id: 2, state: 'ready' }];
  expect(ids(keepOrder(now, keyOf, [3, 1], { fits: ready, compare: byId }))).toEqual([2]);
});

test('without an order of its own a list stands as it is given', () => {
  expect(ids(keepOrder([rows[2]!, rows[0]!], keyOf, [1, 2, 3], { fits: every }))).toEqual([3, 1]);
});

test('many that come at once are put in order with the rest', () => {
  const many = Array.from({ length: 300 }, (_, id) => ({ id, state: 'ready' }));
  expect(ids(keepOrder(many, keyOf, [5], { fits: every, compare: byId }))[0]).toBe(299);
});
