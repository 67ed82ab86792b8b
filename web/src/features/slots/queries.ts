import { useQuery } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import type { Slot } from '@/api/types';
import type { LiveItems } from '@/realtime/live_list';
import { useTopic } from '@/realtime/realtime';

const MOST_SLOTS = 10_000;

/// Every slot, kept current by events.
export function useSlots() {
  useTopic('slots');
  return useQuery<LiveItems<Slot>>({ queryKey: ['slots', 'all'], queryFn: ({ signal }) => everything('/api/slots', { query: { sort: 'number' }, signal }, MOST_SLOTS) });
}

export function useSlot(id: number) {
  useTopic('slots');
  return useQuery({ queryKey: ['slots', id], queryFn: ({ signal }) => api.get('/api/slots/{id}', { path: { id }, signal }) });
}
