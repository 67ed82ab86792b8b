import { expect, test } from 'vitest';
import { devicesFrom } from './devices';

test('names count up from the first, and pass over what the trunk has', () => {
  const slots = [{ trunk_id: 1, device_id: 'desk-2' }, { trunk_id: 2, device_id: 'desk-3' }];
  expect(devicesFrom('desk-1', 3, slots, 1)).toEqual(['desk-1', 'desk-3', 'desk-4']);
  expect(devicesFrom('desk', 2, slots, 1)).toEqual(['desk-1', 'desk-3']);
  expect(devicesFrom('r09', 3, [], 1)).toEqual(['r09', 'r10', 'r11']);
  expect(devicesFrom('desk-2', 1, slots, 1)).toEqual(['desk-2']);
});
