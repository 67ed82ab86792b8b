import { expect, test } from 'vitest';
import { nextDocked, openOf } from './docked';

test('a call that ends stays where it is', () => {
  expect(nextDocked([], ['c_1'], [])).toEqual(['c_1']);
  expect(nextDocked(['c_1'], [], [])).toEqual(['c_1']);
});

test('the next call takes the place of one that is over, unless a note was begun', () => {
  expect(nextDocked(['c_1'], ['c_2'], [])).toEqual(['c_2']);
  expect(nextDocked(['c_1'], ['c_2'], ['c_1'])).toEqual(['c_2', 'c_1']);
  expect(nextDocked(['c_2', 'c_1'], ['c_2', 'c_1'], [])).toEqual(['c_2', 'c_1']);
});

test('a note that was begun elsewhere is not out of sight, and there is a bound', () => {
  expect(nextDocked([], [], ['c_9'])).toEqual(['c_9']);
  expect(nextDocked([], [], ['c_9', 'c_8', 'c_7', 'c_6'])).toHaveLength(3);
  expect(nextDocked([], ['c_1', 'c_2', 'c_3', 'c_4'], [])).toHaveLength(4);
});

test('one is open: the newest, or the one that was chosen until a newer call comes', () => {
  expect(openOf(['c_2', 'c_1'], null, false)).toBe('c_2');
  expect(openOf(['c_2', 'c_1'], { id: 'c_1', newest: 'c_2' }, false)).toBe('c_1');
  expect(openOf(['c_2', 'c_1'], { id: null, newest: 'c_2' }, false)).toBeNull();
  expect(openOf(['c_3', 'c_2', 'c_1'], { id: 'c_1', newest: 'c_2' }, false)).toBe('c_3');
  expect(openOf(['c_2'], { id: 'c_1', newest: 'c_2' }, false)).toBe('c_2');
  expect(openOf(['c_2'], null, true)).toBeNull();
});
