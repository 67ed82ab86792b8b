import { expect, it } from 'vitest';
import { listSeparator } from './format';

it('a spreadsheet separates by semicolons where the comma is the decimal sign', () => {
  expect(listSeparator('ru-RU')).toBe('semicolon');
  expect(listSeparator('de-DE')).toBe('semicolon');
  expect(listSeparator('en-GB')).toBe('comma');
});
