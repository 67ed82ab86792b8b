import { expect, test } from 'vitest';
import type { Call, Slot } from '@/api/types';
import { whyNoneReady } from './why_none_ready';

const slot = (state: Slot['state'], assigned_user: string | null = null) => ({ state, assigned_user, assignment: assigned_user ? 'user' : 'pool' }) as Slot;
const call = { call_id: 'c_1' } as Call;

test('a call that runs or has just ended is no missing telephone', () => {
  expect(whyNoneReady([slot('ACTIVE_CALL', 'me')], 'me', call)).toBe('busy');
  expect(whyNoneReady([slot('ACTIVE_CALL', 'me')], 'me', undefined)).toBe('wrap');
  expect(whyNoneReady([slot('POSTCALL', 'me')], 'me', undefined)).toBe('wrap');
  expect(whyNoneReady([slot('POSTCALL')], 'me', undefined)).toBe('wrap');
});

test('what others use is theirs, and a phone that is away is away', () => {
  expect(whyNoneReady([slot('ACTIVE_CALL'), slot('CALLING')], 'me', undefined)).toBe('others');
  expect(whyNoneReady([slot('POSTCALL', 'other')], 'me', undefined)).toBe('none');
  expect(whyNoneReady([slot('ASSIGNED', 'me'), slot('FAULT')], 'me', undefined)).toBe('none');
  expect(whyNoneReady([], 'me', undefined)).toBe('none');
});
