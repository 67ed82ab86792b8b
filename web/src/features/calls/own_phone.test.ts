import { expect, test } from 'vitest';
import type { Slot } from '@/api/types';
import { isShortNumber, ownPhone } from './own_phone';

const slot = (number: number, assigned_user: string | null, state: Slot['state'], registered = state === 'READY') => ({ number, assigned_user, state, registration: { registered } }) as Slot;

test('an own phone is the one that is ready, else one that is there', () => {
  expect(ownPhone([slot(7001, null, 'READY'), slot(7002, 'other', 'READY')], 'me')).toBeUndefined();
  expect(ownPhone([slot(7001, 'me', 'ASSIGNED'), slot(7002, 'me', 'READY')], 'me')?.number).toBe(7002);
  expect(ownPhone([slot(7001, 'me', 'ASSIGNED'), slot(7002, 'me', 'POSTCALL', true)], 'me')?.number).toBe(7002);
  expect(ownPhone([slot(7001, 'me', 'REGISTERING')], 'me')?.number).toBe(7001);
});

test('emergency numbers are known as such, and longer ones are not', () => {
  for (const number of ['112', '911', '1 02', '03']) expect(isShortNumber(number), number).toBe(true);
  for (const number of ['', '1', '1127', '+7 911', '8 911 123-45-67']) expect(isShortNumber(number), number).toBe(false);
});
