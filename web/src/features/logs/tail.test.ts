import { expect, test } from 'vitest';
import type { PagedList } from '@/api/paged_list';
import { above, fitsFilter, joined, MOST_LIVE, pushed, type LogLine } from './tail';

const line = (id: number, fields: Partial<LogLine> = {}): LogLine => ({ id, at: '', module: 'PBX', severity: 'info', message: 'the SIP engine runs', fields: { lines: 7 } as never, event_id: null, f_flow: null, request_id: null, username: null, ...fields });
const all = { min_severity: '' as const, module: '', q: '' };

test('lines are filtered as the server does', () => {
  expect(fitsFilter(line(1), all)).toBe(true);
  expect(fitsFilter(line(1), { ...all, min_severity: 'warning' })).toBe(false);
  expect(fitsFilter(line(1, { severity: 'error' }), { ...all, min_severity: 'warning' })).toBe(true);
  expect(fitsFilter(line(1), { ...all, module: 'pbx' })).toBe(true);
  expect(fitsFilter(line(1), { ...all, module: 'pb' })).toBe(false);
  expect(fitsFilter(line(1), { ...all, q: 'sip ENGINE' })).toBe(true);
  expect(fitsFilter(line(1), { ...all, q: '"lines":7' })).toBe(true);
  expect(fitsFilter(line(1), { ...all, q: 'other' })).toBe(false);
});

test('the tail is bounded, in order, without doubles', () => {
  let live: LogLine[] = [];
  for (let id = 1; id <= MOST_LIVE + 5; ++id) live = pushed(live, line(id));
  expect(live).toHaveLength(MOST_LIVE);
  expect(live[0]!.id).toBe(MOST_LIVE + 5);
  expect(pushed(live, line(MOST_LIVE))).toBe(live);
  expect(joined([line(3), line(2)], [line(2), line(1)]).map(({ id }) => id)).toEqual([3, 2, 1]);
});

test('live lines stand above the pages, without those that the first page has', () => {
  const looks: [number, number][] = [];
  const pages = [line(3), line(2), line(1)];
  const list = { count: 300, first: pages, rowAt: (index: number) => pages[index], show: (first: number, last: number) => looks.push([first, last]) } as unknown as PagedList<LogLine>;
  const both = above([line(5), line(4), line(3)], list);
  expect(both.count).toBe(302);
  expect([0, 1, 2, 4].map((index) => both.rowAt(index)?.id)).toEqual([5, 4, 3, 1]);
  both.show(0, 40);
  expect(looks).toEqual([[0, 38]]);
  expect(above([line(2)], list)).toBe(list);
});
