import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import { usePagedList } from '@/api/paged_list';
import type { Call, Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import type { LiveItems } from '@/realtime/live_list';
import { useTopic } from '@/realtime/realtime';

const MOST_RUNNING = 10_000;
export const keyOfCall = (call: Call) => call.call_id;

export const isOver = (call: Call): boolean => call.state === 'ended' || call.state === 'failed';

/// Calls that are up, kept current by events.
export function useRunningCalls() {
  useTopic('calls');
  return useQuery<LiveItems<Call>>({ queryKey: ['calls', 'active'], queryFn: ({ signal }) => everything('/api/calls/active', { signal }, MOST_RUNNING), enabled: useMay('calls.read') });
}

export type Outcome = Schema<'Disposition'>;
export const OUTCOMES: Outcome[] = ['answered', 'busy', 'no_answer', 'failed', 'cancelled', 'not_placed'];

export interface HistoryFilter {
  user: string; // an id
  outcome: Outcome | '';
  from: string; // days of the centre
  to: string;
  number: string; // E.164
}

export type HistoryOrder = '-started_at' | 'started_at';

/// Calls that were and are, in the server's order.
export function useCallHistory({ user, outcome, from, to, number }: HistoryFilter, order: HistoryOrder, enabled: boolean) {
  useTopic('calls');
  const may = useMay('calls.read');
  return usePagedList<Call>({
    name: ['calls', 'history', { user, outcome, from, to, number, order }],
    fetch: (place, signal) => api.list('/api/calls', { query: { ...place, sort: order, ...(user && { user_id: user }), ...(outcome && { disposition: outcome }), ...(from && { from }), ...(to && { to }), ...(number && { phone_number: number }) }, signal }),
    keyOf: keyOfCall,
    enabled: may && enabled,
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

/// What it looks like. The sound itself is fetched by the player, when somebody listens: to fetch it is to have heard it.
export function useWaveform(recording: string) {
  return useQuery({ queryKey: ['recordings', recording, 'waveform'], queryFn: ({ signal }) => api.get('/api/recordings/{id}/waveform', { path: { id: recording }, signal }), staleTime: Infinity });
}

/// Whether calls are recorded, and what lets them be.
export function useRecordingPolicy() {
  return useQuery({ queryKey: ['recordings', 'policy'], queryFn: ({ signal }) => api.get('/api/recordings/policy', { signal }) });
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
