import { expect, test } from 'vitest';
import { applyOrder, makeOrder } from './order';

interface Row { id: number; state: string }
const keyOf = (row: Row) => row.id;
const ready = (row: Row) => row.state === 'ready';
const byId = (a: Row, b: Row) => b.id - a.id;
const rows: Row[] = [{ id: 1, state: 'ready' }, { id: 2, state: 'busy' }, { id: 3, state: 'ready' }];

test('an order holds what fits, sorted', () => {
  expect(makeOrder(rows, keyOf, { fits: ready, compare: byId })).toEqual([3, 1]);
});

test('rows keep their place while their values change, with the new values', () => {
  const order = makeOrder(rows, keyOf, { fits: () => true, compare: byId });
  const changed = [{ id: 9, state: 'ready' }, ...rows.map((row) => ({ ...row, state: 'fault' }))];
  const shown = applyOrder(changed, keyOf, order, () => true);
  expect(shown.rows.map((row) => [row.id, row.state])).toEqual([[3, 'fault'], [2, 'fault'], [1, 'fault']]);
  expect(shown.fresh).toBe(1);
});

test('a row that no longer fits stays and is counted; one that is gone goes', () => {
  const order = makeOrder(rows, keyOf, { fits: ready });
  const shown = applyOrder([{ id: 1, state: 'busy' }, { id: 2, state: 'ready' }], keyOf, order, ready);
  expect(shown).toEqual({ rows: [{ id: 1, state: 'busy' }], fresh: 1, stale: 1 });
});
