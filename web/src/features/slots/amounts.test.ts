import { expect, test } from 'vitest';
import { loadTexts, startLanguages } from '@/i18n';
import { commonTextNow } from '@/i18n/text';
import { slotsTextNow } from './text';

test('amounts are grouped wherever a text says one; a number that is a name is not', async () => {
  await startLanguages('en');
  await loadTexts('slots');
  expect(commonTextNow()('newRows', { count: 7207 })).toBe('7,207 new');
  expect(commonTextNow()('newRows', { count: 1 })).toBe('1 new');
  expect(slotsTextNow()('slotTitle', { number: 1024 })).toBe('Slot 1024');
});
