import { expect, test } from 'vitest';
import { byResource, catalogueOf, difference, grantsOf, isSame, storedOf, type Role } from './matrix';

const role = (permissions: Role['permissions']): Role => ({ id: 'r', name: 'r', description: '', permissions, scope: { calls: 'own', call_control: 'own', leads: 'own', recordings: 'own', reports: 'own' }, built_in: false, created_at: '', updated_at: '' });
const catalogue = ['calls.create', 'calls.read', 'slots.read', 'slots.use'];

test('the catalogue is what anybody has, under its resources', () => {
  expect(catalogueOf(['slots.read'], [role({ calls: ['read'], all: true }), role({ slots: true })])).toEqual(['calls.read', 'slots.read']);
  expect(byResource(catalogue)).toEqual([['calls', ['calls.create', 'calls.read']], ['slots', ['slots.read', 'slots.use']]]);
});

test('a role is read as the server means it', () => {
  expect([...grantsOf({ all: true }, catalogue)]).toEqual(catalogue);
  expect([...grantsOf({ slots: true, calls: ['read'] }, catalogue)]).toEqual(['calls.read', 'slots.read', 'slots.use']);
  expect(grantsOf({}, catalogue).size).toBe(0);
});

test('it is stored as it was meant: all of a resource stays all of it until something is taken away', () => {
  const before = { slots: true as const, calls: ['read'] };
  expect(storedOf(grantsOf(before, catalogue), before, catalogue)).toEqual({ slots: true, calls: ['read'] });
  expect(storedOf(new Set(['slots.read', 'calls.read', 'calls.create']), before, catalogue)).toEqual({ calls: ['create', 'read'], slots: ['read'] });
  expect(storedOf(new Set(catalogue), { all: true }, catalogue)).toEqual({ all: true });
  expect(storedOf(new Set(['slots.use']), { all: true }, catalogue)).toEqual({ slots: ['use'] });
  expect(storedOf(new Set(), before, catalogue)).toEqual({});
});

test('a change is what is gained and what is lost', () => {
  expect(difference(new Set(['a.b', 'a.c']), new Set(['a.c', 'a.d']))).toEqual({ gains: ['a.d'], loses: ['a.b'] });
  expect(isSame(difference(new Set(['a.b']), new Set(['a.b'])))).toBe(true);
});
