// Data rules of a role: of each resource whose rows it reaches.
import type { Schema } from '@/api/types';

export type Scope = Schema<'Scope'>;
export type DataScope = Schema<'DataScope'>;
export type ScopedResource = keyof Scope;

export const SCOPED: readonly ScopedResource[] = ['leads', 'calls', 'call_control', 'recordings', 'reports'];
export const REACHES: readonly DataScope[] = ['own', 'team', 'all'];

export function changesOf(before: Scope, after: Scope): [resource: ScopedResource, to: DataScope][] {
  return SCOPED.filter((resource) => before[resource] !== after[resource]).map((resource) => [resource, after[resource]]);
}
