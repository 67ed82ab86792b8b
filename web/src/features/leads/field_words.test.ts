import { beforeAll, expect, test } from 'vitest';
import { loadTexts, textNow } from '@/i18n';
import type en from './en';
import { leadFieldInWords, ownFieldInWords } from './field_words';

beforeAll(() => loadTexts('leads'));

test('fields have names, also those that a merge has made', () => {
  const t = textNow<typeof en>('leads');
  expect(['client_name', 'fields', 'fields.city', 'fields.name_2', 'fields.Colour'].map((name) => leadFieldInWords(name, t))).toEqual(['Name', 'other fields', 'City', 'Name 2', 'Colour']);
  expect(['phone_2', 'phone_3', 'interest', 'floor_2'].map((name) => ownFieldInWords(name, t))).toEqual(['Number 2', 'Number 3', 'Interested in', 'floor_2']);
});
