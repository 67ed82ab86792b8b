import { expect, test } from 'vitest';
import { commonTextNow } from '@/i18n/text';
import { endedByOther, isFault, stateInWords } from './outcome';

test('busy and no answer are what they are, not failures', () => {
  const t = commonTextNow();
  expect(stateInWords({ state: 'failed', disposition: 'busy' }, t)).toBe('busy');
  expect(stateInWords({ state: 'failed', disposition: 'no_answer' }, t)).toBe('no answer');
  expect(stateInWords({ state: 'failed', disposition: 'failed' }, t)).toBe('failed');
  expect(stateInWords({ state: 'failed', disposition: null }, t)).toBe('failed');
  expect(stateInWords({ state: 'ended', disposition: 'answered' }, t)).toBe('ended');
  expect([isFault({ state: 'failed', disposition: 'busy' }), isFault({ state: 'failed', disposition: 'no_answer' }), isFault({ state: 'failed', disposition: 'failed' }), isFault({ state: 'ended', disposition: 'answered' })]).toEqual([false, false, true, false]);
});

test('who ended a call is said when it was somebody else', () => {
  expect(endedByOther({ ended_by: 'marta', username: 'anna' })).toBe('marta');
  expect(endedByOther({ ended_by: 'anna', username: 'anna' })).toBeNull();
  expect(endedByOther({ username: 'anna' })).toBeNull();
});
