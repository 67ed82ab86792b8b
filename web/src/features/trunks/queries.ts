import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import type { Schema, Trunk } from '@/api/types';
import { queries } from '@/app/query_client';
import { useMay } from '@/app/session/use_session';
import type { LiveItems } from '@/realtime/live_list';
import { useTopic } from '@/realtime/realtime';

const MOST_TRUNKS = 50_000;
const MOMENT_MS = 30_000;

const allTrunks = queryOptions<LiveItems<Trunk>>({ queryKey: ['trunks', 'all'], queryFn: ({ signal }) => everything('/api/trunks', { query: { sort: 'name' }, signal }, MOST_TRUNKS) });

/// Every trunk, kept current by events.
export function useTrunks() {
  useTopic('trunks');
  return useQuery({ ...allTrunks, enabled: useMay('trunks.read') });
}

/// The same outside of components, as it was a moment ago.
export const fetchTrunks = () => queries.fetchQuery({ ...allTrunks, staleTime: MOMENT_MS });

export function useTrunk(id: number) {
  useTopic('trunks');
  return useQuery({ queryKey: ['trunks', id], queryFn: ({ signal }) => api.get('/api/trunks/{id}', { path: { id }, signal }) });
}

/// Where calls leave to: a provider, or the test exchange. Only for those who may see it.
export function usePbxStatus() {
  return useQuery({ queryKey: ['pbx', 'status'], queryFn: ({ signal }) => api.get('/api/pbx/status', { signal }), enabled: useMay('system.read') });
}

/// The answers of writes go into the cache at once; the event that follows says the same to everybody.
export function useTrunkWrites() {
  const cache = useQueryClient();
  const put = (trunk: Trunk) => {
    cache.setQueryData(['trunks', trunk.id], trunk);
    cache.setQueryData<LiveItems<Trunk>>(['trunks', 'all'], (before) => before && {
      items: before.items.some((one) => one.id === trunk.id) ? before.items.map((one) => (one.id === trunk.id ? trunk : one)) : [...before.items, trunk],
      total: before.total,
    });
    return trunk;
  };
  return {
    create: async (body: Schema<'CreateTrunk'>) => put(await api.post('/api/trunks', body)),
    update: async (id: number, body: Schema<'UpdateTrunk'>) => put(await api.patch('/api/trunks/{id}', body, { path: { id } })),
    remove: async (id: number) => {
      await api.delete('/api/trunks/{id}', { path: { id } });
      cache.setQueryData<LiveItems<Trunk>>(['trunks', 'all'], (before) => before && { items: before.items.filter((one) => one.id !== id), total: before.total - 1 });
      void cache.invalidateQueries({ queryKey: ['slots', 'all'] });
    },
  };
}
