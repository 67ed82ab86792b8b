import { expect, test } from 'vitest';
import { countsOthers } from './OperatorReport';

test('a report of a part says that calls of others to its leads are counted', () => {
  expect(countsOthers('team')).toBe('othersOfTeam');
  expect(countsOthers('own')).toBe('othersOfOwn');
  expect(countsOthers('all')).toBeNull();
});
