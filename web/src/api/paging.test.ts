import { expect, test } from 'vitest';
import { countOf, freshOf, PAGE, pagesOf } from './paging';

const page = (ids: number[], total: number, next: string | null = 'c') => ({ items: ids.map((id) => ({ id })), total, next });
const keyOf = ({ id }: { id: number }) => id;

test('a list is as long as the server counts, and its end, once seen, is the end', () => {
  const head = page(Array.from({ length: PAGE }, (_, id) => id), 20_000);
  expect(countOf(page([1, 2], 2, null), new Map())).toBe(2);
  expect(countOf(head, new Map())).toBe(20_000);
  expect(countOf(head, new Map([[199, { rows: 97, more: false }]]))).toBe(19_997);
});

test('where counting stops the list goes on as long as pages come', () => {
  const head = page(Array.from({ length: PAGE }, (_, id) => id), 1000);
  expect(countOf(head, new Map([[9, { rows: PAGE, more: true }]]))).toBe(1001);
  expect(countOf(head, new Map([[9, { rows: PAGE, more: true }], [10, { rows: 3, more: false }]]))).toBe(1003);
});

test('new are the rows above what is known, none when nothing changed', () => {
  const head = page([5, 4, 3], 3, null);
  expect(freshOf(head, head, keyOf)).toBe(0);
  expect(freshOf(head, page([5, 4, 3], 3, null), keyOf)).toBe(0);
  expect(freshOf(head, page([7, 6, 5, 4, 3], 5, null), keyOf)).toBe(2);
  expect(freshOf(head, page([6, 4, 3], 3, null), keyOf)).toBe(1); // the first is gone, another came
  expect(freshOf(head, page([4, 3], 2, null), keyOf)).toBe(0);
  expect(freshOf(head, page([203, 202, 201], 203), keyOf)).toBe(200); // more than a page
});

test('the pages of what is in sight, without the first', () => {
  expect(pagesOf(0, 30)).toEqual([]);
  expect(pagesOf(80, 120)).toEqual([1]);
  expect(pagesOf(190, 310)).toEqual([1, 2, 3]);
});
