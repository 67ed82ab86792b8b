import { expect, test } from 'vitest';
import { formatAge, formatBytes, formatDuration, formatPhone } from './format';

test('a duration reads as on a clock', () => {
  expect([0, 59.9, 134, 3734, -5].map(formatDuration)).toEqual(['00:00', '00:59', '02:14', '1:02:14', '00:00']);
});

test('an age has one unit', () => {
  expect([0, 59, 60, 3599, 3600, 86_400 * 3].map(formatAge)).toEqual(['0 s', '59 s', '1 min', '59 min', '1 h', '3 d']);
});

test('a number is grouped as its country does, an unknown one in threes', () => {
  expect(formatPhone('+79991234567')).toBe('+7 999 123-45-67');
  expect(formatPhone('+441632960001')).toBe('+44 1632 960001');
  expect(formatPhone('+35312345678')).toBe('+35 312 345 678');
});

test('bytes keep two meaningful digits', () => {
  expect([0, 1023, 1536, 5 * 1024 ** 3, 40 * 1024 ** 3].map(formatBytes)).toEqual(['0 B', '1,023 B', '1.5 KB', '5.0 GB', '40 GB']);
});
