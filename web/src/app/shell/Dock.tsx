import { lazy, Suspense } from 'react';
import { useCommonText } from '@/i18n/text';
import { dockParts } from '../routes';
import { useSession } from '../session/use_session';
import styles from './Shell.module.css';

const parts = dockParts.map((part) => ({ ...part, Content: lazy(part.load) }));

/// Beside every page, and the same on all of them. Empty it takes no room.
export function Dock() {
  const t = useCommonText();
  const state = useSession();
  return (
    <aside className={styles.dock} aria-label={t('dock')}>
      {parts.filter((part) => 'permissions' in state && state.permissions.has(part.needs)).map(({ id, Content }) => <Suspense key={id}><Content /></Suspense>)}
    </aside>
  );
}
