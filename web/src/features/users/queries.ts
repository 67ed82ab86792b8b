import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, errorOf, everything } from '@/api/client';
import { ApiError } from '@/api/errors';
import { usePagedList } from '@/api/paged_list';
import type { Schema, User } from '@/api/types';
import { queries } from '@/app/query_client';
import { session } from '@/app/session/session';
import { useMay } from '@/app/session/use_session';

const MOST = 5000;
const MOMENT_MS = 30_000;

const allUsers = queryOptions({ queryKey: ['users', 'all'], queryFn: ({ signal }) => everything('/api/users', { query: { sort: 'username' }, signal }, MOST) });

export const keyOfUser = (user: User) => user.id;

export interface UserView {
  access: string; // '', 'active', 'blocked'
  q: string;
  column: string;
  descending: boolean;
}

/// As the list shows them: the server filters, searches and sorts.
export function useUserList({ access, q, column, descending }: UserView) {
  return usePagedList<User>({
    name: ['users', 'list', { access, q, column, descending }],
    fetch: (place, signal) => api.list('/api/users', { query: { ...place, sort: `${descending ? '-' : ''}${column}` as 'username', ...(access && { active: access === 'active' }), ...(q && { q }) }, signal }),
    keyOf: keyOfUser,
    enabled: useMay('users.read'),
  });
}

/// How many there are, and how many of them may sign in.
export function useUserCounts() {
  const enabled = useMay('users.read');
  const count = async (query: { active?: boolean }, signal: AbortSignal) => (await api.list('/api/users', { query: { limit: 1, ...query }, signal })).total;
  return useQuery({ queryKey: ['users', 'counts'], queryFn: async ({ signal }) => { const [all, active] = await Promise.all([count({}, signal), count({ active: true }, signal)]); return { all, active, blocked: all - active }; }, enabled });
}

/// null: none is wanted.
export function useOneUser(id: string | null) {
  return useQuery({ queryKey: ['users', 'one', id], queryFn: ({ signal }) => api.get('/api/users/{id}', { path: { id: id! }, signal }), enabled: useMay('users.read') && id !== null });
}

export function useUsers() {
  return useQuery({ ...allUsers, enabled: useMay('users.read') });
}

/// Who can get the leads of a user who goes; undefined for who may not give them.
export function useHeirs(user: User) {
  const mayGive = useMay('crm.write');
  const { data } = useQuery({
    queryKey: ['users', 'sellers'], enabled: mayGive,
    queryFn: ({ signal }) => everything('/api/users', { query: { permission: 'crm.write', active: true, sort: 'username' }, signal }, MOST),
  });
  return data?.items.filter((one) => one.id !== user.id);
}

export function useLeadsOf(user: User) {
  const { data } = useQuery({ queryKey: ['leads', 'of', user.id], enabled: useMay('crm.read'), queryFn: async ({ signal }) => (await api.list('/api/crm/leads', { query: { assigned_seller: user.id, limit: 1 }, signal })).total });
  return data;
}

export type BulkUsers = Schema<'BulkUsers'>;
export type BulkUser = BulkUsers['rows'][number];

/// A CSV file of users: what would come of it, or what came.
async function sendFile(mode: 'preview' | 'create', role: string, file: Blob): Promise<BulkUsers> {
  const token = await session.token();
  const response = await fetch(`/api/users/bulk?${new URLSearchParams({ mode, role })}`, {
    method: 'POST', body: file, credentials: 'same-origin', headers: { 'Content-Type': 'text/csv', ...(token && { Authorization: `Bearer ${token}` }) },
  }).catch(() => { throw new ApiError(0, 'OFFLINE', 'the server does not answer', {}, ''); });
  if (!response.ok) throw await errorOf(response, '/api/users/bulk');
  return (await response.json()) as BulkUsers;
}

export const previewFile = (role: string, file: Blob) => sendFile('preview', role, file);
/// The same outside of components, as it was a moment ago.
export const fetchUsers = () => queries.fetchQuery({ ...allUsers, staleTime: MOMENT_MS });

export function useUserWrites() {
  const cache = useQueryClient();
  const changed = <Result>(result: Result): Result => {
    void cache.invalidateQueries({ queryKey: ['users'] });
    return result;
  };
  return {
    createFromFile: async (role: string, file: Blob) => changed(await sendFile('create', role, file)),
    create: async (body: Schema<'CreateUser'>) => changed(await api.post('/api/users', body)),
    update: async (id: string, body: Schema<'UpdateUser'>) => changed(await api.patch('/api/users/{id}', body, { path: { id } })),
    resetSecondFactor: async (user: User) => changed(await api.delete('/api/users/{id}/second-factor', { path: { id: user.id } })),
    remove: async (user: User, heir: string | null) => {
      await api.delete('/api/users/{id}', { path: { id: user.id }, query: heir ? { reassign_to: heir } : {} });
      void cache.invalidateQueries({ queryKey: ['leads'] });
      // Not the one who is gone, whose form is about to close.
      void cache.invalidateQueries({ queryKey: ['users'], predicate: ({ queryKey }) => queryKey[1] !== 'one' || queryKey[2] !== user.id });
    },
  };
}
