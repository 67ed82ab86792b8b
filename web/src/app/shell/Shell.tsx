import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router-dom';
import { useKeys } from '@/design/keys';
import { railCollapsed } from '@/design/preferences';
import { useStore } from '@/design/store';
import { useCommonText } from '@/i18n/text';
import { KeyHelp } from '../keys/KeyHelp';
import { Palette } from '../palette/Palette';
import { Dock } from './Dock';
import { Rail } from './Rail';
import { StaleBanner } from './StaleBanner';
import { StatusLine } from './StatusLine';
import styles from './Shell.module.css';

function focusSearch(): void {
  const box = document.querySelector<HTMLInputElement>('[data-search]');
  box?.focus();
  box?.select();
}

export function Shell() {
  const t = useCommonText();
  const small = useStore(railCollapsed);
  const { pathname } = useLocation();
  useKeys(t('keys.everywhere'), [
    { keys: '/', label: t('keys.search'), run: focusSearch },
    { keys: '[', label: t('keys.rail'), run: () => railCollapsed.set((before) => !before) },
  ]);
  return (
    <div className={`${styles.shell} ${small ? styles.small : ''}`}>
      <a href="#page" className={styles.skip} onClick={(event) => { event.preventDefault(); document.getElementById('page')?.focus(); }}>{t('skip')}</a>
      <Rail />
      <main id="page" className={styles.main} tabIndex={-1}>
        <StaleBanner />
        <div key={pathname.split('/')[1]} className={styles.content}><Suspense><Outlet /></Suspense></div>
      </main>
      <Dock />
      <StatusLine />
      <Palette />
      <KeyHelp />
    </div>
  );
}
