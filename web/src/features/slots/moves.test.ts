import { expect, test } from 'vitest';
import type { Slot } from '@/api/types';
import { obstacle } from './moves';

const slot = (part: Partial<Slot>): Slot => ({ state: 'READY', assignment: 'pool', assigned_user: null, ...part }) as Slot;
const me = { userId: 'me', admin: false };
const admin = { userId: 'me', admin: true };

test('nothing is done to a line with a call on it, but a reset after the call', () => {
  for (const state of ['CALLING', 'ACTIVE_CALL', 'POSTCALL'] as const) {
    for (const action of ['assignMe', 'release', 'restart', 'delete'] as const) expect(obstacle(action, slot({ state }), admin)).toBe('call');
  }
  expect(obstacle('reset', slot({ state: 'ACTIVE_CALL' }), admin)).toBe('call');
  expect(obstacle('reset', slot({ state: 'POSTCALL' }), admin)).toBeNull();
});

test('one takes a line of the pool, not one that serves somebody', () => {
  expect(obstacle('assignMe', slot({}), me)).toBeNull();
  expect(obstacle('assignMe', slot({ assignment: 'user', assigned_user: 'other' }), me)).toBe('other');
  expect(obstacle('assignMe', slot({ assignment: 'user', assigned_user: 'me' }), me)).toBe('mine');
});

test('one gives back what one has; an administrator anything', () => {
  const others = slot({ assignment: 'user', assigned_user: 'other' });
  expect(obstacle('release', slot({ assignment: 'user', assigned_user: 'me' }), me)).toBeNull();
  expect(obstacle('release', others, me)).toBe('other');
  expect(obstacle('release', others, admin)).toBeNull();
  expect(obstacle('release', slot({ state: 'IDLE' }), admin)).toBe('state');
});

test('a restart is for lines that stand or are broken', () => {
  expect(['READY', 'FAULT', 'DEGRADED', 'IDLE', 'REGISTERING'].map((state) => obstacle('restart', slot({ state: state as Slot['state'] }), admin)))
    .toEqual([null, null, null, 'state', 'state']);
});
