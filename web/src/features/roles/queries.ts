import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import type { Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { useUsers } from '@/features/users/public';
import type { Role } from './matrix';

const MOST = 5000;

export function useRoles() {
  return useQuery({ queryKey: ['roles', 'all'], queryFn: ({ signal }) => everything('/api/roles', { query: { sort: 'name' }, signal }, MOST), enabled: useMay('roles.read') });
}

/// How many users have each role; nothing for those who may not see users.
export function useHolders(): Map<string, number> | undefined {
  const { data } = useUsers();
  if (!data) return undefined;
  const holders = new Map<string, number>();
  for (const user of data.items) holders.set(user.role, (holders.get(user.role) ?? 0) + 1);
  return holders;
}

export function useRoleWrites() {
  const cache = useQueryClient();
  const changed = <Result>(result: Result): Result => {
    void cache.invalidateQueries({ queryKey: ['roles'] });
    return result;
  };
  return {
    create: async (body: Schema<'CreateRole'>) => changed(await api.post('/api/roles', body)),
    update: async (id: string, body: Schema<'UpdateRole'>) => changed(await api.patch('/api/roles/{id}', body, { path: { id } })),
    remove: async (role: Role) => changed(await api.delete('/api/roles/{id}', { path: { id: role.id } })),
  };
}
