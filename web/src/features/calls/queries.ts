import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, exchange } from '@/api/client';
import type { Call } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import type { LiveItems } from '@/realtime/live_list';
import { useTopic } from '@/realtime/realtime';

const PAGE = 100;
const MOST_RUNNING = 1000;

export const isOver = (call: Call): boolean => call.state === 'ended' || call.state === 'failed';

/// Calls that are up, kept current by events.
export function useRunningCalls() {
  useTopic('calls');
  return useQuery<LiveItems<Call>>({ queryKey: ['calls', 'active'], queryFn: async ({ signal }) => {
    const { items, total } = await api.list('/api/calls/active', { query: { limit: MOST_RUNNING }, signal });
    return { items, total };
  }, enabled: useMay('calls.read') });
}

/// Newest first, of one day or of all; the newest page comes anew as calls change.
export function useCallHistory(date: string) {
  useTopic('calls');
  return useInfiniteQuery({
    queryKey: ['calls', 'history', date],
    queryFn: ({ pageParam, signal }) => api.list('/api/calls', { query: { sort: '-started_at', limit: PAGE, ...(date && { date }), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: useMay('calls.read'),
  });
}

export function useCall(id: string | null) {
  useTopic('calls');
  return useQuery({ queryKey: ['calls', id], queryFn: ({ signal }) => api.get('/api/calls/{id}', { path: { id: id! }, signal }), enabled: id !== null });
}

/// The record with its legs: there is one when the call is over.
export function useRecord(call: Call | undefined) {
  const may = useMay('cdr.read');
  return useQuery({ queryKey: ['cdr', call?.call_id], queryFn: ({ signal }) => api.get('/api/cdr/records/{id}', { path: { id: call!.call_id }, signal }), enabled: may && call !== undefined && isOver(call) });
}

export function useCallNotes(id: string) {
  return useQuery({ queryKey: ['notes', 'call', id], queryFn: ({ signal }) => api.list('/api/crm/notes/{id}', { path: { id }, signal }), enabled: useMay('notes.read') });
}

/// The lead whose number it is, if there is one that the user may see.
export function useLeadOf(phone: string | null) {
  const may = useMay('crm.read');
  return useQuery({ queryKey: ['leads', 'of', phone], queryFn: async ({ signal }) => (await api.list('/api/crm/leads', { query: { phone: phone!, limit: 1 }, signal })).items[0] ?? null, enabled: may && phone !== null });
}

/// The sound, whole: a call of an hour has 58 MB, so it is fetched when somebody wants to hear it.
export function useSound(recording: string | null, wanted: boolean) {
  return useQuery({ queryKey: ['recordings', recording, 'sound'], queryFn: async ({ signal }) => (await exchange('get', `/api/recordings/${recording}/audio`, { signal })).arrayBuffer(), enabled: wanted && recording !== null, staleTime: Infinity, gcTime: 60_000 });
}

export function useCallWrites() {
  const cache = useQueryClient();
  const put = (call: Call): Call => {
    cache.setQueryData(['calls', call.call_id], call);
    return call;
  };
  return {
    start: async (body: { phone_number: string; slot_id?: number; lead_id?: string; record?: boolean }) => put(await api.post('/api/call/start', body)),
    end: async (call_id: string) => put(await api.post('/api/call/end', { call_id })),
    note: async (call: Call, text: string) => {
      await api.post('/api/crm/note', { call_id: call.call_id, text, type: 'call_note' });
      void cache.invalidateQueries({ queryKey: ['notes'] });
    },
  };
}
