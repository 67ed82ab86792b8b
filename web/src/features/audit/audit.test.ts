import { expect, test } from 'vitest';
import { joined, type AuditRecord } from './queries';

const record = (id: number) => ({ id }) as AuditRecord;
const ids = (records: AuditRecord[]) => records.map(({ id }) => id);

test('the tail comes before the list, without doubles', () => {
  expect(ids(joined([record(5), record(4), record(3)], [record(4), record(3), record(2)]))).toEqual([5, 4, 3, 2]);
  expect(ids(joined([], [record(2)]))).toEqual([2]);
  expect(ids(joined([record(1)], []))).toEqual([1]);
  expect(ids(joined([record(2), record(1)], [record(4)]))).toEqual([4]); // read before the list was
});
