import { useCallback, useMemo } from 'react';
import type { Slot } from '@/api/types';
import { useUser } from '@/app/session/use_session';
import { useUsers } from '@/features/users/public';
import { useSlotsText } from './text';

/// Who a slot is for, in a word.
export function useServes(): (slot: Slot) => string {
  const t = useSlotsText();
  const me = useUser()?.id;
  const users = useUsers().data?.items; // of who may read them
  const names = useMemo(() => new Map(users?.map((user) => [user.id, user.username])), [users]);
  return useCallback((slot) => (slot.assigned_user && slot.assigned_user === me ? t('assignment.me') : names.get(slot.assigned_user ?? '') ?? t(`assignment.${slot.assignment}`)), [t, me, names]);
}
