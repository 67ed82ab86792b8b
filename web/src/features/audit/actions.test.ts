import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { actionInWords } from './actions';
import en from './en';

const SERVER = path.resolve(fileURLToPath(import.meta.url), '../../../../../src');

/// The actions that the server writes into its audit, as its sources name them.
function writtenActions(): string[] {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[ch]pp$/.test(name) && !/_test\.cpp$|testing\//.test(name));
  return [...new Set(files.flatMap((name) => [...readFileSync(path.join(SERVER, name), 'utf8').matchAll(/(?:\bDid\(\s*|\.action = )"([a-z_]+\.[a-z_]+)"/g)].map(([, action]) => action!)))].sort();
}

test('every action that the server writes has words', () => {
  const actions = writtenActions();
  expect(actions.length).toBeGreaterThan(30);
  expect(actions.filter((action) => !(`action.${action}` in en))).toEqual([]);
});

test('an action that is not known is shown as it was written', () => {
  expect(actionInWords('rockets.launch', ((key: string) => key) as never)).toBe('rockets.launch');
});
