import { beforeEach, expect, test, vi } from 'vitest';
import { queries } from '@/app/query_client';
import { dropLead, putLead } from './lead_pages';

const lead = (id: string, fields: object = {}) => ({ id, client_name: id, status: 'new', assigned_seller: null, ...fields }) as never;
const key = (filter: object) => ['leads', 'all', { status: '', q: '', seller: '', ...filter }];
type Pages = { pages: { items: { client_name: string }[]; total: number }[] };
const pagesOf = (filter: object) => queries.getQueryData<Pages>(key(filter))?.pages ?? [];
const names = (filter: object) => pagesOf(filter).flatMap((page) => page.items.map((one) => one.client_name));
const fill = (filter: object, ...leads: unknown[]) => queries.setQueryData(key(filter), { pages: [{ items: leads, total: leads.length, next: null }], pageParams: [''] });
let calls: unknown[][];
const askedForLists = () => calls.filter(([filters]) => (filters as { predicate?: unknown }).predicate).length;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(Date.now() + 60_000);
  queries.clear();
  const asked = vi.spyOn(queries, 'invalidateQueries');
  asked.mockClear();
  calls = asked.mock.calls;
});

test('a change is put where the lead stands, and nothing is asked for', () => {
  fill({}, lead('a'), lead('b'));
  fill({ status: 'new' }, lead('b'));
  putLead(lead('b', { client_name: 'Renamed' }));
  expect(names({})).toEqual(['a', 'Renamed']);
  expect(names({ status: 'new' })).toEqual(['Renamed']);
  vi.advanceTimersByTime(10_000);
  expect(askedForLists()).toBe(0);
});

test('what moves from list to list asks for them again, many changes once', () => {
  fill({ status: 'new' }, lead('a'), lead('b'));
  fill({ status: 'won' });
  for (let round = 0; round < 20; ++round) putLead(lead('a', { status: 'won' }));
  vi.advanceTimersByTime(400);
  expect(askedForLists()).toBe(1);
  for (let round = 0; round < 20; ++round) putLead(lead('b', { status: 'won' }));
  vi.advanceTimersByTime(1000);
  expect(askedForLists()).toBe(1);
  vi.advanceTimersByTime(3000);
  expect(askedForLists()).toBe(2);
});

test('a seller\'s list knows its own', () => {
  fill({ seller: 'none' }, lead('a'));
  fill({ seller: 's1' });
  putLead(lead('a', { assigned_seller: 's1' }));
  vi.advanceTimersByTime(400);
  expect(askedForLists()).toBe(1);
});

test('one that is lost goes at once', () => {
  fill({}, lead('a'), lead('b'));
  dropLead('a');
  expect(names({})).toEqual(['b']);
  expect(pagesOf({})[0]!.total).toBe(1);
});
