import type { CommandSource } from '@/app/palette/commands';
import { loadTexts } from '@/i18n';
import { rolesTextNow } from './text';

/// The page is reached from users, and has no place in the rail.
export const commands: CommandSource = async ({ may, navigate }) => {
  if (!may('roles.read')) return [];
  await loadTexts('roles');
  const t = rolesTextNow();
  return [{ id: 'page /roles', title: t('title'), group: t('title'), action: true, run: () => navigate('/roles') }];
};
