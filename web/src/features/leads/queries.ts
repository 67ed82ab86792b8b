import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { useTopic } from '@/realtime/realtime';

export type Lead = Schema<'Lead'>;
export type LeadStatus = Schema<'LeadStatus'>;
export const STATUSES: LeadStatus[] = ['new', 'contacted', 'qualified', 'callback', 'won', 'lost', 'do_not_call'];

const PAGE = 100;
const TIMELINE_PAGE = 50;
const FOLLOW_MS = 500;

/// Newest first; the server filters and searches, for there may be millions.
export function useLeads(filter: { status: string; q: string }) {
  useTopic('leads');
  return useInfiniteQuery({
    queryKey: ['leads', 'all', filter],
    queryFn: ({ pageParam, signal }) => api.list('/api/crm/leads', {
      query: { limit: PAGE, ...(filter.status && { status: filter.status as LeadStatus }), ...(filter.q && { q: filter.q }), ...(pageParam && { cursor: pageParam }) }, signal,
    }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: useMay('crm.read'),
  });
}

export function useLead(id: string) {
  useTopic('leads');
  return useQuery({ queryKey: ['leads', id], queryFn: ({ signal }) => api.get('/api/crm/leads/{id}', { path: { id }, signal }) });
}

export function useLeadTimeline(id: string) {
  return useInfiniteQuery({
    queryKey: ['leads', id, 'timeline'],
    queryFn: ({ pageParam, signal }) => api.list('/api/crm/leads/{id}/timeline', { path: { id }, query: { limit: TIMELINE_PAGE, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/// An import, followed until it is over: its events reach those who started it, its figures are asked for.
export function useImport(id: string | null) {
  return useQuery({
    queryKey: ['imports', id], queryFn: ({ signal }) => api.get('/api/crm/imports/{id}', { path: { id: id! }, signal }), enabled: id !== null,
    refetchInterval: (query) => (query.state.data && ['done', 'cancelled', 'failed'].includes(query.state.data.state) ? false : FOLLOW_MS),
  });
}

export function useLeadWrites() {
  const cache = useQueryClient();
  const put = (lead: Lead): Lead => {
    cache.setQueryData(['leads', lead.id], lead);
    void cache.invalidateQueries({ queryKey: ['leads', 'all'] });
    void cache.invalidateQueries({ queryKey: ['leads', lead.id, 'timeline'] });
    return lead;
  };
  return {
    create: async (body: Schema<'CreateLead'>) => put(await api.post('/api/crm/leads', body)),
    update: async (lead: Lead, body: Schema<'UpdateLead'>) => put(await api.patch('/api/crm/leads/{id}', body, { path: { id: lead.id } })),
    remove: async (lead: Lead) => {
      await api.delete('/api/crm/leads/{id}', { path: { id: lead.id } });
      void cache.invalidateQueries({ queryKey: ['leads', 'all'] });
    },
    note: async (lead: Lead, text: string) => {
      await api.post('/api/crm/note', { lead_id: lead.id, text, type: 'note' });
      void cache.invalidateQueries({ queryKey: ['leads', lead.id, 'timeline'] });
    },
    cancelImport: (id: string) => api.delete('/api/crm/imports/{id}', { path: { id } }),
  };
}
