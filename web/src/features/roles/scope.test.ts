import { expect, test } from 'vitest';
import { changesOf, type Scope } from './scope';

test('a change of data rules names each resource that reaches further or less far', () => {
  const own: Scope = { calls: 'own', call_control: 'own', leads: 'own', recordings: 'own', reports: 'own' };
  expect(changesOf(own, own)).toEqual([]);
  expect(changesOf(own, { ...own, leads: 'team', reports: 'all' })).toEqual([['leads', 'team'], ['reports', 'all']]);
});
