import { expect, test, vi } from 'vitest';
import { api } from '@/api/client';
import { numbersErasedWith, numbersOf } from './numbers';
import type { Lead } from './queries';

const lead = (phone: string, fields: Record<string, string> = {}) => ({ id: phone, phone, fields } as Lead);

test('numbers of a lead are its own and those of columns that hold phone numbers', async () => {
  expect(await numbersOf(lead('+79990000001'))).toEqual(['+79990000001']);
  expect(await numbersOf(lead('+79990000001', { phone_2: '+79990000002', 'Моб. тел.': '8 (999) 000-00-03; +79990000001', contract: '89990000004', other: '+44 20 7946 0958' })))
    .toEqual(['+79990000001', '+79990000002', '+79990000003', '+442079460958']);
});

test('who is erased takes along the numbers of every lead with the same number', async () => {
  const mine = lead('+79990000001', { phone_2: '+79990000002' });
  vi.spyOn(api, 'list').mockResolvedValue({ items: [mine, lead('+79990000001', { mobile: '+79990000005' }), lead('+79990000009', { phone_2: '+79990000001' })], total: 3, next: null } as never);
  expect(await numbersErasedWith(mine)).toEqual(['+79990000001', '+79990000002', '+79990000005']);
});
