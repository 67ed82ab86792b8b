import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import { usePagedList } from '@/api/paged_list';
import type { Schema, Slot } from '@/api/types';
import { queries } from '@/app/query_client';
import { useMay } from '@/app/session/use_session';
import type { LiveItems } from '@/realtime/live_list';
import { noteAges } from '@/realtime/ages';
import { useTopic } from '@/realtime/realtime';

const MOST_SLOTS = 10_000;
const MOMENT_MS = 30_000;
const MEASURE_MS = 2000;

async function fetchAll(signal: AbortSignal) {
  const slots = await everything('/api/slots', { query: { sort: 'number' }, signal }, MOST_SLOTS);
  noteAges(slots.items);
  return slots;
}

const allSlots = queryOptions<LiveItems<Slot>>({ queryKey: ['slots', 'all'], queryFn: ({ signal }) => fetchAll(signal) });

/// Every slot, kept current by events.
export function useSlots() {
  useTopic('slots');
  return useQuery({ ...allSlots, enabled: useMay('slots.read') });
}

/// The same outside of components, as it was a moment ago.
export const fetchSlots = () => queries.fetchQuery({ ...allSlots, staleTime: MOMENT_MS });

export function useSlot(id: number) {
  useTopic('slots');
  return useQuery({ queryKey: ['slots', id], queryFn: ({ signal }) => api.get('/api/slots/{id}', { path: { id }, signal }) });
}

/// Newest first; what comes is shown at once (realtime/patches.ts).
export function useSlotHistory(id: number) {
  return usePagedList<Schema<'Transition'>>({ name: ['slots', id, 'history'], fetch: (place, signal) => api.list('/api/slots/{id}/history', { path: { id }, query: place, signal }), keyOf: (move) => move.id, follow: true });
}

/// What is measured of the slot's call. There is no event for it: it is asked for while a call is up.
export function useSlotMedia(id: number, inCall: boolean) {
  return useQuery({
    queryKey: ['slots', id, 'media'], queryFn: ({ signal }) => api.get('/api/monitor/slots/{id}', { path: { id }, signal }),
    enabled: useMay('monitor.read') && inCall, refetchInterval: inCall ? MEASURE_MS : false, staleTime: 0,
  });
}

/// The answers of writes go into the cache at once; the event that follows says the same to everybody.
export function useSlotWrites() {
  const cache = useQueryClient();
  const put = (slot: Slot) => {
    cache.setQueryData(['slots', slot.id], slot);
    cache.setQueryData<LiveItems<Slot>>(['slots', 'all'], (before) => before && {
      items: before.items.some((one) => one.id === slot.id) ? before.items.map((one) => (one.id === slot.id ? slot : one)) : [...before.items, slot],
      total: before.total,
    });
    void cache.invalidateQueries({ queryKey: ['slots', slot.id, 'history'] });
    return slot;
  };
  const step = (name: 'release' | 'restart' | 'reset') => async (id: number) => put(await api.post(`/api/slots/{id}/${name}`, {} as never, { path: { id } }));
  return {
    create: async (body: Schema<'CreateSlot'>) => {
      const { sip, ...slot } = await api.post('/api/slots', body);
      put(slot);
      void cache.invalidateQueries({ queryKey: ['trunks'] }); // one free slot less
      return { slot, sip };
    },
    createMany: async (body: Schema<'CreateSlots'>) => {
      const created = await api.post('/api/slots/bulk', body);
      for (const { sip: _sip, ...slot } of created) put(slot);
      void cache.invalidateQueries({ queryKey: ['trunks'] });
      return created;
    },
    update: async (id: number, body: Schema<'UpdateSlot'>) => put(await api.patch('/api/slots/{id}', body, { path: { id } })),
    assign: async (id: number, body: Schema<'AssignSlot'>) => put(await api.post('/api/slots/{id}/assign', body, { path: { id } })),
    release: step('release'),
    restart: step('restart'),
    reset: step('reset'),
    renew: (id: number) => api.post('/api/slots/{id}/credentials', {} as never, { path: { id } }),
    remove: async (id: number) => {
      await api.delete('/api/slots/{id}', { path: { id } });
      cache.setQueryData<LiveItems<Slot>>(['slots', 'all'], (before) => before && { items: before.items.filter((one) => one.id !== id), total: before.total - 1 });
      void cache.invalidateQueries({ queryKey: ['trunks'] });
    },
  };
}
