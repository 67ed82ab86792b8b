import { everything } from '@/api/client';
import type { CommandSource } from '@/app/palette/commands';
import { queries } from '@/app/query_client';
import { loadTexts } from '@/i18n';
import { MOST_TEAMS } from './queries';
import { teamsTextNow } from './text';

const MOST = 6;
const MOMENT_MS = 30_000;

/// The page of teams, and teams by name.
export const commands: CommandSource = async ({ text, may, navigate }) => {
  if (!may('users.read')) return [];
  await loadTexts('teams');
  const t = teamsTextNow();
  const page = { id: 'page /teams', title: t('title'), group: t('title'), words: 'Teams Команды', action: true, run: () => navigate('/teams') };
  const word = text.trim().toLowerCase();
  if (word.length < 2) return [page];
  const { items } = await queries.fetchQuery({ queryKey: ['teams', 'all'], queryFn: ({ signal }) => everything('/api/teams', { query: { sort: 'name' }, signal }, MOST_TEAMS), staleTime: MOMENT_MS });
  const found = items.filter((team) => team.name.toLowerCase().includes(word)).slice(0, MOST);
  return [page, ...found.map((team) => ({ id: `team ${team.id}`, title: team.name, group: t('title'), run: () => navigate(`/teams?team=${team.id}`) }))];
};
