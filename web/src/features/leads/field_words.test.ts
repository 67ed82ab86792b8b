import { beforeAll, expect, test } from 'vitest';
import { formatPhone } from '@/design/format';
import { loadTexts, textNow } from '@/i18n';
import type en from './en';
import { leadFieldInWords, ownFieldInWords, ownFieldsInWords, ownValueInWords } from './field_words';

beforeAll(() => loadTexts('leads'));

test('fields have names, also those that a merge has made', () => {
  const t = textNow<typeof en>('leads');
  expect(['client_name', 'fields', 'fields.city', 'fields.name_2', 'fields.Colour'].map((name) => leadFieldInWords(name, t))).toEqual(['Name', 'other fields', 'City', 'Name 2', 'Colour']);
  expect(['phone_2', 'phone_3', 'email_2', 'interest', 'floor_2'].map((name) => ownFieldInWords(name, t))).toEqual(['Other numbers', 'Other numbers', 'E-mail 2', 'Interested in', 'floor_2']);
});

test('a second number is written as the first', () => {
  expect(ownValueInWords('+79990000002')).toBe(formatPhone('+79990000002'));
  expect(ownValueInWords('17')).toBe('17');
});

test('other numbers are one row, whatever they are kept as', () => {
  const t = textNow<typeof en>('leads');
  expect(ownFieldsInWords({ phone_2: '+79990000002', city: 'Omsk', phone_3: '+79990000003' }, t)).toEqual([['Other numbers', `${formatPhone('+79990000002')}, ${formatPhone('+79990000003')}`], ['City', 'Omsk']]);
});
