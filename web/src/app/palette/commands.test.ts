import { expect, test } from 'vitest';
import { score, type Command } from './commands';

const command = (title: string, words = ''): Command => ({ id: title, title, words, group: '', run: () => undefined });

test('every word has to be somewhere, in any order and language', () => {
  expect(score(command('New slot', 'Слот'), 'slot new')).toBeGreaterThan(0);
  expect(score(command('New slot', 'Слот'), 'слот')).toBeGreaterThan(0);
  expect(score(command('New slot'), 'trunk')).toBe(0);
  expect(score(command('New slot'), '')).toBeGreaterThan(0);
});

test('the start of the title counts more than the middle of a word', () => {
  expect(score(command('Slots'), 'slo')).toBeGreaterThan(score(command('New slot'), 'slo'));
  expect(score(command('New slot'), 'slo')).toBeGreaterThan(score(command('Isslots'), 'slo'));
});
