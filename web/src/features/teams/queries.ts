import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, everything } from '@/api/client';
import type { Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';

export type Team = Schema<'Team'>;

export const MOST_TEAMS = 1000;

export function useTeams() {
  return useQuery({ queryKey: ['teams', 'all'], queryFn: ({ signal }) => everything('/api/teams', { query: { sort: 'name' }, signal }, MOST_TEAMS), enabled: useMay('users.read') });
}

/// Members change teams, and their leads with them: users and leads are read anew.
export function useTeamWrites() {
  const cache = useQueryClient();
  const changed = <Result>(result: Result): Result => {
    for (const key of ['teams', 'users', 'leads']) void cache.invalidateQueries({ queryKey: [key] });
    return result;
  };
  return {
    create: async (body: Schema<'CreateTeam'>) => changed(await api.post('/api/teams', body)),
    update: async (id: string, body: Schema<'UpdateTeam'>) => changed(await api.patch('/api/teams/{id}', body, { path: { id } })),
    remove: async (team: Team) => changed(await api.delete('/api/teams/{id}', { path: { id: team.id } })),
  };
}
