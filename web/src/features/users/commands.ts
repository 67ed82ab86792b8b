import type { CommandSource } from '@/app/palette/commands';
import { loadTexts } from '@/i18n';
import { fetchUsers } from './queries';
import { usersTextNow } from './text';

const MOST = 6;

/// Users by name or e-mail; and a new one.
export const commands: CommandSource = async ({ text, may, navigate }) => {
  if (!may('users.read')) return [];
  await loadTexts('users');
  const t = usersTextNow();
  const own = may('users.create') ? [{ id: 'user new', title: t('new'), group: t('title'), action: true, run: () => navigate('/users?new') }] : [];
  const word = text.trim().toLowerCase();
  if (word.length < 2) return own;
  const { items } = await fetchUsers();
  const found = items.filter((user) => user.username.toLowerCase().includes(word) || (user.email ?? '').includes(word)).slice(0, MOST);
  return [...own, ...found.map((user) => ({ id: `user ${user.id}`, title: user.username, group: t('title'), run: () => navigate(`/users?user=${user.id}`) }))];
};
