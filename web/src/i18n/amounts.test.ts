import { expect, test } from 'vitest';
import { loadTexts, startLanguages, textNow } from '.';
import type reports from '@/features/reports/en';
import type slots from '@/features/slots/en';

test('amounts are grouped wherever a text says one; a number that is a name is not', async () => {
  await startLanguages('en');
  await Promise.all([loadTexts('reports'), loadTexts('slots')]);
  expect(textNow<typeof reports>('reports')('notByOperator', { count: 7207, all: '28,629' })).toContain('7,207 of 28,629 calls were');
  expect(textNow<typeof reports>('reports')('days', { count: 1 })).toBe('today');
  expect(textNow<typeof slots>('slots')('slotTitle', { number: 1024 })).toBe('Slot 1024');
});
