import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '@/api/client';
import { usePagedList } from '@/api/paged_list';
import type { Schema } from '@/api/types';

export type AuditRecord = Schema<'AuditRecord'>;
export interface AuditFilter {
  user_id: string;
  action: string;
  success: string; // '', 'true', 'false'
  from: string; // days of the centre
  to: string;
}

const LOOK_MS = 2000;

const queryOf = ({ user_id, action, success, from, to }: AuditFilter) => ({
  ...(user_id && { user_id }), ...(action && { action }), ...(success && { success: success === 'true' }), ...(from && { from }), ...(to && { to }),
});

export const keyOfRecord = (record: AuditRecord) => record.id;

/// Newest first. The first page is asked for again and again while the page is seen: the audit is no topic of the event stream, so
/// that a reader of events never learns from it who signs in.
export function useAudit(filter: AuditFilter) {
  const name = ['audit', 'all', filter];
  const cache = useQueryClient();
  const list = usePagedList<AuditRecord>({ name, fetch: (place, signal) => api.list('/api/security/audit', { query: { ...place, ...queryOf(filter) }, signal }), keyOf: keyOfRecord });
  const { id } = list;
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) void cache.invalidateQueries({ queryKey: [...(JSON.parse(id) as unknown[]), 'newest'] }); }, LOOK_MS);
    return () => clearInterval(timer);
  }, [cache, id]);
  return list;
}
