import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { loadTexts, startLanguages, textNow } from '@/i18n';
import { actionChoices, actionInWords, recordInWords, targetInWords } from './actions';
import en from './en';

const SERVER = path.resolve(fileURLToPath(import.meta.url), '../../../../../src');

beforeAll(async () => {
  await startLanguages('ru');
  await loadTexts('audit');
});

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

test('actions are chosen by their words in either language or by their code; one from an address stays chosen', () => {
  const t = textNow<typeof en>('audit');
  const choices = actionChoices(t, 'rockets.launch');
  expect(choices.find((one) => one.value === 'auth.login')).toEqual({ value: 'auth.login', text: 'Вход', words: 'auth.login Sign-in Вход' });
  expect(choices.map((one) => one.value)).toContain('rockets.launch');
  expect(actionChoices(t)).toHaveLength(choices.length - 1);
});

test('what an action was done to is said in the reader’s language', () => {
  const t = textNow<typeof en>('audit');
  expect(targetInWords('call c_12', t)).toBe('звонок c_12');
  expect(targetInWords('user admin', t)).toBe('пользователь admin');
  expect(targetInWords('second factor of the user anna', t)).toBe('двухфакторный вход пользователя anna');
  expect(targetInWords('leads', t)).toBe('лиды');
  expect(targetInWords('GET /api/slots', t)).toBe('GET /api/slots');
});

test('what was refused is not told as done', () => {
  const t = textNow<typeof en>('audit');
  expect(recordInWords({ action: 'calls.start', success: true }, t)).toBe('Звонок начат');
  expect(recordInWords({ action: 'calls.start', success: false }, t)).toBe('Отказано: звонок начат');
  expect(recordInWords({ action: 'permission.denied', success: false }, t)).toBe('Отказано: нет прав');
});
