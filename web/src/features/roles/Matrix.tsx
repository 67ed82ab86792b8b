import { Fragment, useRef, type KeyboardEvent } from 'react';
import { Badge } from '@/design/Badge';
import { byResource, type Grants, type Role } from './matrix';
import { useRolesText } from './text';
import { actionInWords, resourceInWords } from './words';
import styles from './roles.module.css';

interface Props {
  roles: readonly Role[];
  catalogue: readonly string[];
  grants: (role: Role) => Grants;
  isChanged: (role: Role, permission: string) => boolean;
  onToggle: (role: Role, permissions: readonly string[], on: boolean) => void;
  editable: (role: Role) => boolean;
  head: (role: Role) => React.ReactNode;
  above?: React.ReactNode; // rows before the permissions
}

const STEPS: Record<string, [rows: number, columns: number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/// Permissions down, roles across (WAI-ARIA grid): arrows move, Space ticks. A resource's own row ticks all of it.
export function Matrix({ roles, catalogue, grants, isChanged, onToggle, editable, head, above }: Props) {
  const t = useRolesText();
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const boxes = [...table.current!.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    const at = boxes.indexOf(event.target);
    boxes[at + step[0] * roles.length + (Math.floor((at + step[1]) / roles.length) === Math.floor(at / roles.length) ? step[1] : 0)]?.focus();
  };
  let first = true;
  const box = (role: Role, permissions: readonly string[], label: string) => {
    const now = grants(role);
    const count = permissions.filter((one) => now.has(one)).length;
    const may = editable(role);
    const tabIndex = first ? 0 : -1;
    first = false;
    return (
      <td key={role.id} role="gridcell" className={permissions.some((one) => isChanged(role, one)) ? styles.changed : undefined}>
        <input type="checkbox" tabIndex={tabIndex} aria-label={t('boxLabel', { role: role.name, permission: label })} aria-disabled={!may || undefined} checked={count === permissions.length}
          ref={(input) => { if (input) input.indeterminate = count > 0 && count < permissions.length; }}
          onChange={(event) => may && onToggle(role, permissions, event.target.checked)}
          onFocus={(event) => { for (const other of table.current!.querySelectorAll<HTMLInputElement>('input[tabindex="0"]')) other.tabIndex = -1; event.target.tabIndex = 0; }} />
      </td>
    );
  };
  return (
    <table ref={table} role="grid" aria-label={t('matrix')} className={styles.matrix} onKeyDown={onKeyDown}>
      <thead>
        <tr role="row">
          <th scope="col" role="columnheader">{t('permission')}</th>
          {roles.map((role) => <th key={role.id} scope="col" role="columnheader">{head(role)}</th>)}
        </tr>
      </thead>
      <tbody>
        {above}
        {byResource(catalogue).map(([resource, permissions]) => (
          <Fragment key={resource}>
            <tr role="row" className={styles.resource}>
              <th scope="row" role="rowheader">{resourceInWords(resource, t)} <Badge>{permissions.length}</Badge></th>
              {roles.map((role) => box(role, permissions, t('everythingOf', { resource: resourceInWords(resource, t) })))}
            </tr>
            {permissions.map((permission) => (
              <tr key={permission} role="row">
                <th scope="row" role="rowheader"><code>{permission}</code> <span className="quiet small">{actionInWords(permission, t)}</span></th>
                {roles.map((role) => box(role, [permission], permission))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
