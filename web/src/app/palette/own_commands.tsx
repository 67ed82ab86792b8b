import { CircleUser, Keyboard, Languages, LogOut, SunMoon } from 'lucide-react';
import { useNavigate } from 'react-router-dom';
import { theme, type Theme } from '@/design/preferences';
import { toastError } from '@/design/toasts';
import { LANGUAGES, setLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { keyHelpOpen } from '../keys/KeyHelp';
import { session } from '../session/session';
import type { Command } from './commands';

const THEMES: Theme[] = ['system', 'light', 'dark'];
const LANGUAGE_NAMES = { ru: 'Русский', en: 'English' };

/// What belongs to the application rather than to a page: the account, how it looks, the keys, the way out.
export function useOwnCommands(): Command[] {
  const t = useCommonText();
  const navigate = useNavigate();
  const group = t('palette.actions');
  return [
    { id: 'account', title: t('myAccount'), words: 'settings password настройки пароль', group, icon: <CircleUser aria-hidden />, run: () => navigate('/account') },
    ...THEMES.map((one) => ({ id: `theme ${one}`, title: `${t('theme')}: ${t(`theme.${one}`)}`, words: 'settings настройки', group, icon: <SunMoon aria-hidden />, run: () => theme.set(one) })),
    ...LANGUAGES.map((one) => ({ id: `language ${one}`, title: `${t('language')}: ${LANGUAGE_NAMES[one]}`, words: 'settings настройки language язык', group, icon: <Languages aria-hidden />, run: () => void setLanguage(one) })),
    { id: 'keys', title: t('keys.title'), group, keys: '?', icon: <Keyboard aria-hidden />, run: () => keyHelpOpen.set(true) },
    { id: 'sign out', title: t('signOut'), words: 'logout log out выход', group, icon: <LogOut aria-hidden />, run: () => void session.signOut().catch(toastError) },
  ];
}
