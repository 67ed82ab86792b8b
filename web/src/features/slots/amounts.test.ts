import { expect, test } from 'vitest';
import { loadTexts, startLanguages } from '@/i18n';
import { slotsTextNow } from './text';

test('amounts are grouped wherever a text says one; a number that is a name is not', async () => {
  await startLanguages('en');
  await loadTexts('slots');
  expect(slotsTextNow()('trunkFree', { count: 7207 })).toBe('7,207 free');
  expect(slotsTextNow()('trunkFree', { count: 1 })).toBe('1 free');
  expect(slotsTextNow()('slotTitle', { number: 1024 })).toBe('Slot 1024');
});
