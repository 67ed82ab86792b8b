import { Select } from '@/design/Field';
import type { Role } from './matrix';
import styles from './roles.module.css';
import { REACHES, SCOPED, type DataScope, type Scope, type ScopedResource } from './scope';
import { useRolesText } from './text';

interface Props {
  roles: readonly Role[];
  scopeOf: (role: Role) => Scope;
  onPick: (role: Role, resource: ScopedResource, reach: DataScope) => void;
  editable: (role: Role) => boolean;
}

/// Rows of the matrix: data rules down, roles across.
export function Scopes({ roles, scopeOf, onPick, editable }: Props) {
  const t = useRolesText();
  const choices = REACHES.map((reach) => ({ value: reach, label: t(`reach.${reach}`) }));
  return (
    <>
      <tr role="row" className={styles.resource}>
        <th scope="row" role="rowheader" title={t('scopesAbout')}>{t('scopes')}</th>
        {roles.map((role) => <td key={role.id} role="gridcell" />)}
      </tr>
      {SCOPED.map((resource) => (
        <tr key={resource} role="row">
          <th scope="row" role="rowheader">{t(`scoped.${resource}`)} <span className="quiet small">{t(`scopedAbout.${resource}`)}</span></th>
          {roles.map((role) => {
            const reach = scopeOf(role)[resource];
            return (
              <td key={role.id} role="gridcell" className={reach === role.scope[resource] ? undefined : styles.changed}>
                {editable(role)
                  ? <Select className={styles.reach} aria-label={t('boxLabel', { role: role.name, permission: t(`scoped.${resource}`) })} value={reach} choices={choices} onPick={(to) => onPick(role, resource, to)} />
                  : t(`reach.${reach}`)}
              </td>
            );
          })}
        </tr>
      ))}
    </>
  );
}
