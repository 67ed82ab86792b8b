import { Button } from '@/design/Button';
import { useRolesText } from './text';
import type { RoleChange } from './use_drafts';
import styles from './roles.module.css';

interface Props {
  changes: RoleChange[];
  holders: Map<string, number> | undefined;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/// What saving would change, and for how many people.
export function Changes({ changes, holders, saving, onSave, onDiscard }: Props) {
  const t = useRolesText();
  return (
    <section className={styles.changes} aria-label={t('changes')}>
      <ul className="grow" aria-live="polite">
        {changes.map(({ role, change, reaches }) => (
          <li key={role.id}>
            <b>{role.name}</b>{' '}
            {change.gains.length > 0 && <>{t('gains')} <span className={`mono ${styles.gains}`}>{change.gains.join(', ')}</span>{change.loses.length > 0 && '; '}</>}
            {change.loses.length > 0 && <>{t('loses')} <span className={`mono ${styles.loses}`}>{change.loses.join(', ')}</span></>}
            {reaches.map(([resource, reach]) => <span key={resource}>{(change.gains.length > 0 || change.loses.length > 0 || resource !== reaches[0]![0]) && '; '}{t('reachOf', { resource: t(`scoped.${resource}`), reach: t(`reach.${reach}`) })}</span>)}
            {holders && <span className="quiet"> · {t('affects', { count: holders.get(role.name) ?? 0 })}</span>}
          </li>
        ))}
      </ul>
      <Button onClick={onDiscard}>{t('discard')}</Button>
      <Button kind="primary" busy={saving} onClick={onSave}>{t('saveChanges')}</Button>
    </section>
  );
}
