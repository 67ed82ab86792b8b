// What a role may do as a set of permissions, and back to the form that the server keeps.
import type { Schema } from '@/api/types';

export type Role = Schema<'Role'>;
export type Grants = ReadonlySet<string>;
type Stored = Role['permissions'];

const resourceOf = (permission: string) => permission.slice(0, permission.indexOf('.'));
const actionOf = (permission: string) => permission.slice(permission.indexOf('.') + 1);

/// Every permission that somebody has: an administrator has all that there are.
export function catalogueOf(own: Iterable<string>, roles: readonly Role[]): string[] {
  const known = new Set(own);
  for (const role of roles) {
    for (const [resource, actions] of Object.entries(role.permissions)) if (Array.isArray(actions)) for (const action of actions) known.add(`${resource}.${action}`);
  }
  return [...known].sort();
}

/// Permissions under their resources, in the catalogue's order.
export function byResource(catalogue: readonly string[]): [resource: string, permissions: string[]][] {
  const groups = new Map<string, string[]>();
  for (const permission of catalogue) groups.set(resourceOf(permission), [...(groups.get(resourceOf(permission)) ?? []), permission]);
  return [...groups];
}

export function grantsOf(stored: Stored, catalogue: readonly string[]): Grants {
  return new Set(catalogue.filter((permission) => {
    if (stored.all === true) return true;
    const actions = stored[resourceOf(permission)];
    return actions === true || (Array.isArray(actions) && actions.includes(actionOf(permission)));
  }));
}

/// "Everything of a resource" stays so while nothing of it was taken away: it holds for what comes later, too.
export function storedOf(grants: Grants, before: Stored, catalogue: readonly string[]): Stored {
  if (before.all === true && grants.size === catalogue.length) return before;
  const stored: Record<string, true | string[]> = {};
  for (const [resource, permissions] of byResource(catalogue)) {
    const granted = permissions.filter((permission) => grants.has(permission));
    if (granted.length === permissions.length && before[resource] === true) stored[resource] = true;
    else if (granted.length > 0) stored[resource] = granted.map(actionOf);
  }
  return stored;
}

export interface Difference {
  gains: string[];
  loses: string[];
}
export function difference(before: Grants, after: Grants): Difference {
  return { gains: [...after].filter((one) => !before.has(one)).sort(), loses: [...before].filter((one) => !after.has(one)).sort() };
}
export const isSame = ({ gains, loses }: Difference): boolean => gains.length === 0 && loses.length === 0;
