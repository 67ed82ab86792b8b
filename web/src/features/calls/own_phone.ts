import type { Slot } from '@/api/types';

/// The phone that is this person's: a ready one first, else one that is registered, else any.
export function ownPhone(slots: readonly Slot[], user: string): Slot | undefined {
  const own = slots.filter((slot) => slot.assigned_user === user);
  return own.find((slot) => slot.state === 'READY') ?? own.find((slot) => slot.registration.registered) ?? own[0];
}

const EMERGENCY = /^(112|911|999|10[1-4]|0[1-4])$/;

/// Numbers of emergency services: they find the caller by the phone, so they are not called through a platform.
export const isShortNumber = (text: string): boolean => EMERGENCY.test(text.replace(/[\s()-]/g, ''));
