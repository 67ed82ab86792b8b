import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Schema } from '@/api/types';

export type AuditRecord = Schema<'AuditRecord'>;
export interface AuditFilter {
  user_id: string;
  action: string;
  success: string; // '', 'true', 'false'
  from: string; // days of the centre
  to: string;
}

const PAGE = 100;
const LOOK_MS = 2000;

const queryOf = ({ user_id, action, success, from, to }: AuditFilter) => ({
  ...(user_id && { user_id }), ...(action && { action }), ...(success && { success: success === 'true' }), ...(from && { from }), ...(to && { to }),
});

/// Newest first, as far back as one scrolls.
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', 'all', filter],
    queryFn: ({ pageParam, signal }) => api.list('/api/security/audit', { query: { limit: PAGE, ...queryOf(filter), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity, // records never change; what is new comes with the tail
  });
}

/// The newest records again and again while the page is seen: the audit is no topic of the event stream, so that a reader of
/// events never learns from it who signs in.
export function useAuditTail(filter: AuditFilter) {
  return useQuery({ queryKey: ['audit', 'tail', filter], queryFn: async ({ signal }) => (await api.list('/api/security/audit', { query: { limit: PAGE, ...queryOf(filter) }, signal })).items, refetchInterval: LOOK_MS, refetchIntervalInBackground: false });
}

/// Newest first without doubles; `tail` may overlap the first page or have a gap before it, which the next look at the list fills.
export function joined(tail: readonly AuditRecord[], pages: readonly AuditRecord[]): AuditRecord[] {
  const newest = pages[0]?.id ?? 0;
  return [...tail.filter((record) => record.id > newest), ...pages];
}
