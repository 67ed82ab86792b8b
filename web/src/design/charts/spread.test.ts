import { expect, it } from 'vitest';
import { spread } from './spread';

it('leaves labels where they belong when there is room', () => {
  expect(spread([10, 50, 90], 13, 100)).toEqual([10, 50, 90]);
});

it('never swaps two labels, whichever comes first', () => {
  expect(spread([50, 52], 13, 100)).toEqual([50, 63]);
  expect(spread([52, 50], 13, 100)).toEqual([63, 50]);
});

it('moves up what would fall out at the bottom', () => {
  expect(spread([99, 100], 13, 100)).toEqual([87, 100]);
  expect(spread([100, 99, 98], 13, 100)).toEqual([100, 87, 74]);
});
