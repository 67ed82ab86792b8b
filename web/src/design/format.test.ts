import { expect, test } from 'vitest';
import { formatAge, formatBytes, formatDuration, formatMoment, formatPhone, isSameDay, zone } from './format';

test('a duration reads as on a clock', () => {
  expect([0, 59.9, 134, 3734, -5].map(formatDuration)).toEqual(['00:00', '00:59', '02:14', '1:02:14', '00:00']);
});

test('an age has one unit', () => {
  expect([0, 59, 60, 3599, 3600, 86_400 * 3].map(formatAge)).toEqual(['0 s', '59 s', '1 min', '59 min', '1 h', '3 d']);
});

test('what is not of today has its date, of another year that, too, in the zone of the centre', () => {
  zone.set('Europe/Moscow');
  const now = '2026-11-30T22:30:00.000Z'; // 1 December in Moscow
  expect(isSameDay('2026-11-30T21:00:00.000Z', now)).toBe(true);
  expect(isSameDay('2026-11-30T20:59:59.000Z', now)).toBe(false);
  expect(formatMoment('2026-11-26T06:41:00.000Z', now)).toBe('26 Nov, 09:41');
  expect(formatMoment('2025-11-26T06:41:00.000Z', now)).toBe('26 Nov 2025, 09:41');
  zone.set(undefined);
});

test('a number is grouped as its country does, an unknown one in threes', () => {
  expect(formatPhone('+79991234567')).toBe('+7 999 123-45-67');
  expect(formatPhone('+441632960001')).toBe('+44 1632 960001');
  expect(formatPhone('+35312345678')).toBe('+35 312 345 678');
});

test('bytes keep two meaningful digits', () => {
  expect([0, 1023, 1536, 5 * 1024 ** 3, 40 * 1024 ** 3].map(formatBytes)).toEqual(['0 B', '1,023 B', '1.5 KB', '5.0 GB', '40 GB']);
});
