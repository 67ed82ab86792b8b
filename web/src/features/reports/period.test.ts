import { expect, test } from 'vitest';
import { addDays, dayIn, lastDays } from './period';

test('a day is the centre\'s, whatever the browser\'s clock says', () => {
  const at = Date.parse('2026-01-31T22:30:00Z');
  expect(dayIn(at, 'Europe/Moscow')).toBe('2026-02-01');
  expect(dayIn(at, 'America/New_York')).toBe('2026-01-31');
});

test('periods count both ends and cross months', () => {
  expect(lastDays(7, '2026-03-03')).toEqual({ from: '2026-02-25', to: '2026-03-03' });
  expect(lastDays(1, '2026-03-03')).toEqual({ from: '2026-03-03', to: '2026-03-03' });
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
});
