import { expect, test } from 'vitest';
import { titleOf } from './Today';

test('the day of who cannot call is that of the calls to their leads', () => {
  expect(titleOf('own', false)).toBe('todayLeads');
  expect(titleOf('own', true)).toBe('todayOwn');
  expect(titleOf('team', false)).toBe('todayTeam');
  expect(titleOf('all', true)).toBe('today');
});
