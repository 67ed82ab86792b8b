import { expect, test } from 'vitest';
import { countsOthers } from '@/features/reports/OperatorReport';
import { titleOf } from './Today';

test('the day of who cannot call is that of the calls to their leads', () => {
  expect(titleOf('own', false)).toBe('todayLeads');
  expect(titleOf('own', true)).toBe('todayOwn');
  expect(titleOf('team', false)).toBe('todayTeam');
  expect(titleOf('all', true)).toBe('today');
});

test('a report of a part says that calls of others to its leads are counted', () => {
  expect(countsOthers('team')).toBe('othersOfTeam');
  expect(countsOthers('own')).toBe('othersOfOwn');
  expect(countsOthers('all')).toBeNull();
});
