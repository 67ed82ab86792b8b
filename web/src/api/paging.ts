// The arithmetic of lists that are fetched in pages, wherever somebody looks.
import type { ListPage } from './client';

export const PAGE = 100;

export interface Known {
  rows: number;
  more: boolean;
}

/// How many rows there are: as many as the server counts, which stops somewhere for filters that cost; then as many as were found,
/// and a page more while there is one. The end, once seen, is the end.
export function countOf(head: ListPage<unknown>, pages: ReadonlyMap<number, Known>): number {
  if (head.next === null) return head.items.length;
  let count = Math.max(head.total, head.items.length + 1);
  let end = Infinity;
  for (const [page, { rows, more }] of pages) {
    if (more) count = Math.max(count, (page + 1) * PAGE + 1);
    else end = Math.min(end, page * PAGE + rows);
  }
  return Number.isFinite(end) ? end : count;
}

/// How many rows came since `head` was fetched: those above its first, or as many more as are counted.
export function freshOf<Row>(head: ListPage<Row>, newest: ListPage<Row>, keyOf: (row: Row) => string | number): number {
  if (head === newest) return 0;
  const known = new Set(head.items.map(keyOf));
  const at = newest.items.findIndex((row) => known.has(keyOf(row)));
  return Math.max(at < 0 ? newest.items.length : at, newest.total - head.total, 0);
}

/// The pages that hold the rows first … last, but for page 0.
export function pagesOf(first: number, last: number): number[] {
  const from = Math.max(1, Math.floor(first / PAGE)), to = Math.floor(last / PAGE);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
