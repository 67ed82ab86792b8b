import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router-dom';
import { useKeys } from '@/design/keys';
import { Skeleton } from '@/design/Parts';
import { railCollapsed } from '@/design/preferences';
import { useStore } from '@/design/store';
import { useCommonText } from '@/i18n/text';
import { Breakable } from '../Breakable';
import { KeyHelp } from '../keys/KeyHelp';
import { Palette } from '../palette/Palette';
import { Dock } from './Dock';
import { Rail } from './Rail';
import { StaleBanner } from './StaleBanner';
import { StatusLine } from './StatusLine';
import styles from './Shell.module.css';

const Loading = () => (
  <div className={styles.loading} aria-busy>
    <Skeleton width={160} height={18} />
    <Skeleton height={14} />
    <Skeleton width="80%" height={14} />
  </div>
);

function focusSearch(): void {
  const box = document.querySelector<HTMLInputElement>('[data-search]');
  box?.focus();
  box?.select();
}

/// What is being typed is done: the same as the form's button.
function sendForm(): void {
  document.activeElement?.closest('form')?.requestSubmit();
}

export function Shell() {
  const t = useCommonText();
  const small = useStore(railCollapsed);
  const { pathname } = useLocation();
  useKeys(t('keys.everywhere'), [
    { keys: '/', label: t('keys.search'), run: focusSearch },
    { keys: 'mod+Enter', label: t('keys.send'), always: true, run: sendForm },
    { keys: '[', label: t('keys.rail'), run: () => railCollapsed.set((before) => !before) },
  ]);
  return (
    <div className={`${styles.shell} ${small ? styles.small : ''}`}>
      <a href="#page" className={styles.skip} onClick={(event) => { event.preventDefault(); document.getElementById('page')?.focus(); }}>{t('skip')}</a>
      <Rail />
      <main id="page" className={styles.main} tabIndex={-1}>
        <StaleBanner />
        {/* One boundary for all pages: on the way to another the old one stays until the new one is there. */}
        <div className={styles.content}><Breakable place={pathname}><Suspense fallback={<Loading />}><Outlet /></Suspense></Breakable></div>
      </main>
      <Dock />
      <StatusLine />
      <Palette />
      <KeyHelp />
    </div>
  );
}
