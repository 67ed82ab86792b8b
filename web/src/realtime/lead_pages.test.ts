import { beforeEach, expect, test, vi } from 'vitest';
import { queries } from '@/app/query_client';
import { dropLead, putLead } from './lead_pages';

const lead = (id: string, fields: object = {}) => ({ id, client_name: id, status: 'new', assigned_seller: null, ...fields }) as never;
const key = (filter: object, ...part: unknown[]) => ['leads', 'all', { status: '', q: '', seller: '', ...filter }, ...part];
type Page = { items: { client_name: string }[]; total: number };
const head = (filter: object) => queries.getQueryData<Page>(key(filter, 'head'))!;
const names = (filter: object) => head(filter).items.map((one) => one.client_name);
const fill = (filter: object, ...leads: unknown[]) => {
  for (const part of ['head', 'newest']) queries.setQueryData(key(filter, part), { items: leads, total: leads.length, next: null });
};
let calls: unknown[][];
type Asked = { predicate?: (query: { queryKey: unknown[] }) => boolean };
const asks = () => calls.map(([filters]) => (filters as Asked).predicate).filter((predicate) => predicate !== undefined);
const askedForLists = () => asks().length;

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
  expect(head({}).total).toBe(1);
});

test('only the list that lost something is asked for whole; of the others the newest', () => {
  fill({ status: 'new' }, lead('a'));
  fill({ status: 'won' });
  putLead(lead('a', { status: 'won' }));
  vi.advanceTimersByTime(400);
  const again = asks()[0]!;
  expect(again({ queryKey: key({ status: 'new' }, 'head') })).toBe(true);
  expect(again({ queryKey: key({ status: 'new' }, 'page', 'c', 7) })).toBe(true);
  expect(again({ queryKey: key({ status: 'won' }, 'newest') })).toBe(true);
  expect(again({ queryKey: key({ status: 'won' }, 'head') })).toBe(false);
});
