import { expect, test, vi } from 'vitest';
import { beganAt, noteAges } from './ages';

test('an age counts from the moment of the answer, whenever it is looked at', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-30T12:00:00Z') });
  const slot = { updated_at: '2026-11-01T00:00:00Z' };
  noteAges([slot]);
  vi.setSystemTime(Date.parse('2026-11-30T12:10:00Z'));
  expect(beganAt(slot, 60)).toBe('2026-11-30T11:59:00.000Z');
  expect(beganAt({}, 60)).toBe('2026-11-30T12:09:00.000Z'); // never seen before: it has just come
  const event = {};
  noteAges([event], Date.parse('2026-11-30T12:05:00Z'));
  expect(beganAt(event, 300)).toBe('2026-11-30T12:00:00.000Z');
  vi.useRealTimers();
});
