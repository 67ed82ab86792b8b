import { useMemo } from 'react';
import { useDraft } from '@/app/drafts/use_draft';
import { difference, grantsOf, isSame, type Difference, type Grants, type Role } from './matrix';
import { changesOf, type DataScope, type Scope, type ScopedResource } from './scope';

export interface RoleChange {
  role: Role;
  change: Difference;
  reaches: ReturnType<typeof changesOf>;
}

const NOTHING: { toggled: Record<string, Record<string, boolean>>; picked: Record<string, Partial<Scope>> } = { toggled: {}, picked: {} };

/// What is ticked and picked and not yet saved. A role that changed elsewhere meanwhile keeps the draft's ticks on top of it.
export function useDrafts(roles: readonly Role[], catalogue: readonly string[]) {
  const { values: { toggled, picked }, set, drop } = useDraft('role-permissions', NOTHING);
  const saved = useMemo(() => new Map(roles.map((role) => [role.id, grantsOf(role.permissions, catalogue)])), [roles, catalogue]);
  const grants = (role: Role): Grants => {
    const now = new Set(saved.get(role.id));
    for (const [permission, on] of Object.entries(toggled[role.id] ?? {})) if (on) now.add(permission); else now.delete(permission);
    return now;
  };
  const scopeOf = (role: Role): Scope => ({ ...role.scope, ...picked[role.id] });
  const changes: RoleChange[] = roles
    .map((role) => ({ role, change: difference(saved.get(role.id) ?? new Set(), grants(role)), reaches: changesOf(role.scope, scopeOf(role)) }))
    .filter(({ change, reaches }) => !isSame(change) || reaches.length > 0);
  return {
    grants,
    scopeOf,
    changes,
    pick: (role: Role, resource: ScopedResource, reach: DataScope) => set({ picked: { ...picked, [role.id]: { ...picked[role.id], [resource]: reach } } }),
    isChanged: (role: Role, permission: string) => saved.get(role.id)?.has(permission) !== grants(role).has(permission),
    toggle: (role: Role, permissions: readonly string[], on: boolean) =>
      set({ toggled: { ...toggled, [role.id]: { ...toggled[role.id], ...Object.fromEntries(permissions.map((one) => [one, on])) } } }),
    discard: drop,
  };
}
