import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, everything } from '@/api/client';
import { ApiError } from '@/api/errors';
import { usePagedList, type PagedList } from '@/api/paged_list';
import type { Schema } from '@/api/types';
import { drafts } from '@/app/drafts/drafts';
import { useMay } from '@/app/session/use_session';
import { useTopic } from '@/realtime/realtime';

export type Lead = Schema<'Lead'>;
export type LeadStatus = Schema<'LeadStatus'>;
export const STATUSES: LeadStatus[] = ['new', 'contacted', 'qualified', 'callback', 'won', 'lost', 'do_not_call'];

export type LeadOrder = '-created_at' | 'created_at' | 'client_name' | '-client_name';
export const keyOfLead = (lead: Lead) => lead.id;
const FOLLOW_MS = 500;
const FOLLOW_LIST_MS = 2000;
const MOST_SELLERS = 5000;

export interface LeadFilter {
  status: string;
  q: string;
  seller: string; // an id, 'none', or '' for all
}

export const queryOf = ({ status, q, seller }: LeadFilter, order: LeadOrder) => ({ sort: order, ...(status && { status: status as LeadStatus }), ...(q && { q }), ...(seller && { assigned_seller: seller }) });

export const fetchLeads = async (filter: LeadFilter, order: LeadOrder, limit: number) => (await api.list('/api/crm/leads', { query: { limit, ...queryOf(filter, order) } })).items;

/// The server filters, searches and sorts, for there may be millions. `follow`: what comes is shown at once.
export function useLeads(filter: LeadFilter, { order = '-created_at', follow = false }: { order?: LeadOrder; follow?: boolean } = {}): PagedList<Lead> {
  useTopic('leads');
  const { status, q, seller } = filter;
  return usePagedList<Lead>({
    name: ['leads', 'all', { status, q, seller, order }],
    fetch: (place, signal) => api.list('/api/crm/leads', { query: { ...place, ...queryOf(filter, order) }, signal }),
    keyOf: keyOfLead,
    enabled: useMay('crm.read'),
    follow,
  });
}

/// null: none is wanted.
export function useLead(id: string | null) {
  useTopic('leads');
  const may = useMay('crm.read');
  return useQuery({ queryKey: ['leads', id], queryFn: ({ signal }) => api.get('/api/crm/leads/{id}', { path: { id: id! }, signal }), enabled: may && id !== null });
}

/// The lead that remained, when the one that was asked for was merged into it.
export function mergedInto(error: unknown): string | null {
  const into = error instanceof ApiError && error.status === 404 ? error.details.merged_into : null;
  return typeof into === 'string' ? into : null;
}

const isOutdated = (error: unknown): boolean => error instanceof ApiError && error.status === 409 && typeof error.details.version === 'number';

/// What `from` would leave in `into`, by the server's own rules.
export function useMergePreview(from: Lead, into: Lead | null) {
  return useQuery({ queryKey: ['leads', from.id, 'merge', into?.id, from.version, into?.version], queryFn: ({ signal }) => api.get('/api/crm/leads/{id}/merge', { path: { id: from.id }, query: { into: into!.id }, signal }), enabled: into !== null, staleTime: 0 });
}

export function useLeadTimeline(id: string) {
  return usePagedList<Schema<'TimelineItem'>>({ name: ['leads', id, 'timeline'], fetch: (place, signal) => api.list('/api/crm/leads/{id}/timeline', { path: { id }, query: place, signal }), keyOf: (item) => item.id, follow: true });
}

export const isOver = (state: Schema<'Import'>['state']): boolean => state !== 'queued' && state !== 'running';

/// An import, followed until it is over. Then what it brought is asked for: lists of leads and the dashboard's numbers.
export function useImport(id: string | null) {
  const cache = useQueryClient();
  const query = useQuery({
    queryKey: ['imports', id], queryFn: ({ signal }) => api.get('/api/crm/imports/{id}', { path: { id: id! }, signal }), enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : FOLLOW_MS),
  });
  const over = query.data !== undefined && isOver(query.data.state);
  useEffect(() => {
    if (!over) return;
    void cache.invalidateQueries({ queryKey: ['leads'] });
    void cache.invalidateQueries({ queryKey: ['dashboard'] });
    void cache.invalidateQueries({ queryKey: IMPORTS });
  }, [over, cache]);
  return query;
}

const SHOWN_IMPORTS = 10;
const IMPORTS = ['imports', 'all'];

/// The last imports, newest first; those that run are followed.
export function useImports() {
  return useQuery({
    queryKey: IMPORTS, queryFn: async ({ signal }) => (await api.list('/api/crm/imports', { query: { limit: SHOWN_IMPORTS }, signal })).items, enabled: useMay('crm.read'), staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((one) => !isOver(one.state)) ? FOLLOW_LIST_MS : false),
  });
}

export function useImportsAgain(): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: IMPORTS });
}

/// Who can have leads: for those who may see users and change leads.
export function useSellers() {
  const mayWrite = useMay('crm.write'), mayRead = useMay('users.read');
  const { data } = useQuery({
    queryKey: ['users', 'sellers'], enabled: mayWrite && mayRead,
    queryFn: ({ signal }) => everything('/api/users', { query: { permission: 'crm.write', active: true, sort: 'username' }, signal }, MOST_SELLERS),
  });
  return data?.items;
}

/// Leads that somebody may mean by what is typed.
export function useLeadSearch(text: string) {
  return useQuery({ queryKey: ['leads', 'search', text], queryFn: async ({ signal }) => (await api.list('/api/crm/leads', { query: { q: text, limit: 10 }, signal })).items, enabled: text.trim().length > 1 });
}

/// The lead that has just this number, if there is one that the user may see.
export function useLeadWithNumber(phone: string | null) {
  const may = useMay('crm.read');
  return useQuery({ queryKey: ['leads', 'of', phone], queryFn: async ({ signal }) => (await api.list('/api/crm/leads', { query: { phone: phone!, limit: 1 }, signal })).items[0] ?? null, enabled: may && phone !== null });
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
    /// Only while the lead is as it was read. Else it is read again, and `settled` says whether the change may go on top: null if not.
    updateAsRead: async (lead: Lead, body: Schema<'UpdateLead'>, settled: (now: Lead) => boolean): Promise<Lead | null> => {
      const change = (version: number) => api.patch('/api/crm/leads/{id}', body, { path: { id: lead.id }, version });
      try {
        return put(await change(lead.version));
      } catch (error) {
        if (!isOutdated(error)) throw error;
        const now = put(await api.get('/api/crm/leads/{id}', { path: { id: lead.id } }));
        return settled(now) ? put(await change(now.version)) : null;
      }
    },
    remove: async (lead: Lead) => {
      await api.delete('/api/crm/leads/{id}', { path: { id: lead.id } });
      void cache.invalidateQueries({ queryKey: ['leads', 'all'] });
    },
    assign: async (ids: string[], seller: string | null) => {
      const done = await api.post('/api/crm/leads/assign', { lead_ids: ids, assigned_seller: seller });
      void cache.invalidateQueries({ queryKey: ['leads'] });
      return done;
    },
    /// `from` is gone afterwards; what it has goes to `into`.
    merge: async (from: Lead, into: Lead) => {
      await drafts.flush(); // notes that were begun go along
      const remaining = await api.post('/api/crm/leads/{id}/merge', { into: into.id }, { path: { id: from.id } });
      cache.removeQueries({ queryKey: ['leads', from.id] });
      void drafts.refresh();
      return put(remaining);
    },
    exportPerson: (lead: Lead) => api.get('/api/crm/persons/{phone}/export', { path: { phone: lead.phone } }),
    erasePerson: async (lead: Lead) => {
      const erased = await api.delete('/api/crm/persons/{phone}', { path: { phone: lead.phone } });
      void cache.invalidateQueries({ queryKey: ['leads', 'all'] });
      return erased;
    },
    note: async (lead: Lead, text: string) => {
      await api.post('/api/crm/note', { lead_id: lead.id, text, type: 'note' });
      void cache.invalidateQueries({ queryKey: ['leads', lead.id, 'timeline'] });
    },
    cancelImport: async (id: string) => {
      const stopped = await api.delete('/api/crm/imports/{id}', { path: { id } });
      void cache.invalidateQueries({ queryKey: ['imports'] });
      return stopped;
    },
  };
}
