import { ChevronsLeft, ChevronsRight, Ellipsis, Search } from 'lucide-react';
import { NavLink, useNavigate } from 'react-router-dom';
import { Menu, type MenuEntry } from '@/design/Menu';
import { showKeys, useKeys } from '@/design/keys';
import { railCollapsed } from '@/design/preferences';
import { useStore } from '@/design/store';
import { Tooltip } from '@/design/Tooltip';
import { useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { openPalette } from '../palette/commands';
import { pages } from '../routes';
import { useSession } from '../session/use_session';
import { AccountMenu } from './AccountMenu';
import { useNarrow } from '@/design/use_narrow';
import styles from './Shell.module.css';

const ON_A_PHONE = 4; // more pages are in a menu

export function Rail() {
  const t = useCommonText();
  const language = useLanguage();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const small = useStore(railCollapsed) && !narrow;
  const state = useSession();
  const permissions = 'permissions' in state ? state.permissions : new Set<string>();
  const seen = pages.filter((page) => page.nav && (page.needs === null || permissions.has(page.needs)));
  useKeys(t('palette.pages'), seen.map((page) => ({ keys: `g ${page.nav!.go}`, label: page.nav!.title[language], run: () => navigate(page.path) })));
  const shown = narrow && seen.length > ON_A_PHONE + 1 ? seen.slice(0, ON_A_PHONE) : seen;
  const rest: MenuEntry[] = seen.slice(shown.length).map(({ path, nav }) => ({ label: nav!.title[language], icon: nav && <nav.icon />, run: () => navigate(path) }));
  return (
    <nav className={styles.rail} aria-label={t('navigation')}>
      <div className={styles.brand}><img src="/favicon.svg" alt="" width={20} height={20} /><span>VSS</span></div>
      {shown.map(({ path, nav }) => {
        const { title, icon: Icon, go } = nav!;
        const link = (
          <NavLink key={path} to={path} end={path === '/'} className={({ isActive }) => `${styles.link} ${isActive ? styles.current : ''}`} aria-label={small ? title[language] : undefined}>
            <Icon aria-hidden /><span>{title[language]}</span><kbd aria-hidden>g {go}</kbd>
          </NavLink>
        );
        return small ? <Tooltip key={path} text={title[language]} side="right">{link}</Tooltip> : link;
      })}
      {rest.length > 0 && <Menu entries={rest}><button type="button" className={styles.link}><Ellipsis aria-hidden /><span>{t('more')}</span></button></Menu>}
      <div className={styles.railFoot}>
        <button type="button" className={styles.link} onClick={openPalette} aria-label={t('palette')}><Search aria-hidden /><span>{t('palette')}</span><kbd aria-hidden>{showKeys('mod+k')}</kbd></button>
        <button type="button" className={styles.link} onClick={() => railCollapsed.set(!small)} aria-label={small ? t('expand') : t('collapse')}>
          {small ? <ChevronsRight aria-hidden /> : <ChevronsLeft aria-hidden />}<span>{t('collapse')}</span>
        </button>
        <AccountMenu />
      </div>
    </nav>
  );
}
