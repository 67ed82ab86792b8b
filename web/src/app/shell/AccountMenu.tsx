import { CircleUser, LogOut } from 'lucide-react';
import { useNavigate } from 'react-router-dom';
import { Menu } from '@/design/Menu';
import { theme, type Theme } from '@/design/preferences';
import { useStore } from '@/design/store';
import { toastError } from '@/design/toasts';
import { LANGUAGES, setLanguage, useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import { session } from '../session/session';
import { useUser } from '../session/use_session';
import styles from './Shell.module.css';

const THEMES: Theme[] = ['system', 'light', 'dark'];
const NAMES = { ru: 'Русский', en: 'English' };

export function AccountMenu() {
  const t = useCommonText();
  const user = useUser();
  const chosen = useStore(theme);
  const language = useLanguage();
  const navigate = useNavigate();
  if (!user) return null;
  return (
    <Menu align="start" entries={[
      { heading: `${t('signedInAs')} ${user.username}` },
      { label: t('myAccount'), icon: <CircleUser />, run: () => navigate('/account') },
      'line',
      { heading: t('theme') },
      ...THEMES.map((one) => ({ label: t(`theme.${one}`), checked: one === chosen, run: () => theme.set(one) })),
      'line',
      { heading: t('language') },
      ...LANGUAGES.map((one) => ({ label: NAMES[one], checked: one === language, run: () => void setLanguage(one) })),
      'line',
      { label: t('signOut'), icon: <LogOut />, run: () => void session.signOut().catch(toastError) },
    ]}>
      <button type="button" className={`${styles.link} ${styles.account}`}>
        <span className="sr-only">{t('account')}: </span>
        <span className={styles.avatar} aria-hidden>{user.username[0]}</span>
        <span className={styles.who}><span className="clip">{user.username}</span><small>{roleInWords(user.role, t)}</small></span>
      </button>
    </Menu>
  );
}
