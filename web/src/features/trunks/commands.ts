import type { CommandSource } from '@/app/palette/commands';
import { loadTexts } from '@/i18n';
import { fetchTrunks } from './queries';
import { trunksTextNow } from './text';

const MOST = 6;

/// Trunks by name; and a new one.
export const commands: CommandSource = async ({ text, may, navigate }) => {
  if (!may('trunks.read')) return [];
  await loadTexts('trunks');
  const t = trunksTextNow();
  const own = may('trunks.create') ? [{ id: 'trunk new', title: t('new'), group: t('title'), action: true, run: () => navigate('/trunks?new') }] : [];
  const word = text.trim().toLowerCase();
  if (word.length < 2) return own;
  const { items } = await fetchTrunks();
  const found = items.filter((trunk) => trunk.name.toLowerCase().includes(word)).slice(0, MOST);
  return [...own, ...found.map((trunk) => ({ id: `trunk ${trunk.id}`, title: trunk.name, group: t('title'), run: () => navigate(`/trunks/${trunk.id}`) }))];
};
