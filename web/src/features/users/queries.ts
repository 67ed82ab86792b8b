import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import type { Schema, User } from '@/api/types';
import { useMay } from '@/app/session/use_session';

const MOST = 5000;

export function useUsers() {
  return useQuery({ queryKey: ['users', 'all'], queryFn: ({ signal }) => everything('/api/users', { query: { sort: 'username' }, signal }, MOST), enabled: useMay('users.read') });
}

export function useUserWrites() {
  const cache = useQueryClient();
  const changed = <Result>(result: Result): Result => {
    void cache.invalidateQueries({ queryKey: ['users'] });
    return result;
  };
  return {
    create: async (body: Schema<'CreateUser'>) => changed(await api.post('/api/users', body)),
    update: async (id: string, body: Schema<'UpdateUser'>) => changed(await api.patch('/api/users/{id}', body, { path: { id } })),
    remove: async (user: User) => changed(await api.delete('/api/users/{id}', { path: { id: user.id } })),
  };
}
