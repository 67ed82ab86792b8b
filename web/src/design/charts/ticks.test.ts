import { expect, test } from 'vitest';
import { dayTicks, isByDay, span } from './ticks';

const DAY_S = 86_400;
const noons = (count: number) => Array.from({ length: count }, (_, index) => Date.UTC(2026, 10, 1 + index, 12) / 1000);

test('labels of days stand at the points of these days, the last among them', () => {
  const times = noons(30);
  const ticks = dayTicks(times, 7 * DAY_S);
  expect(ticks).toEqual([times[1], times[8], times[15], times[22], times[29]]);
  expect(dayTicks(times.slice(0, 3), DAY_S)).toEqual(times.slice(0, 3));
  expect(dayTicks([], DAY_S)).toEqual([]);
});

test('two days are read as days, an hour of minutes as times', () => {
  expect(isByDay(noons(2))).toBe(true);
  expect(isByDay([0, 60, 120])).toBe(false);
  expect(isByDay([])).toBe(false);
});

test('one point or none stands at the end of five minutes', () => {
  expect(span([], 1000)).toEqual([700, 1000]);
  expect(span([900], 1000)).toEqual([600, 900]);
  expect(span([100, 900], 1000)).toEqual([100, 900]);
});
