import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import en from './en';

const CATALOGUE = path.resolve(fileURLToPath(import.meta.url), '../../../../../src/contracts/permissions.cpp');

test('every permission has words for its resource and for what it allows', () => {
  const found = [...readFileSync(CATALOGUE, 'utf8').matchAll(/\{"(\w+)", \{((?:"\w+"(?:, )?)+)/g)];
  expect(found.length).toBeGreaterThan(20);
  const keys = found.flatMap(([, resource, actions]) => [`resource.${resource}`, ...[...actions!.matchAll(/\w+/g)].map(([action]) => `action.${action}`)]);
  expect([...new Set(keys)].filter((key) => !(key in en))).toEqual([]);
});
