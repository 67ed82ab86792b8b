import * as library from 'libphonenumber-js/min';
import { expect, test } from 'vitest';
import { checkPhone } from './PhoneInput';

test.each([
  ['', { state: 'empty' }],
  ['+', { state: 'empty' }],
  ['+7 999', { state: 'unfinished' }],
  ['+7 999 123-45-67', { state: 'valid', e164: '+79991234567' }],
  ['8 (999) 123-45-67', { state: 'valid', e164: '+79991234567' }],
  ['+7 999 123-45-67-89', { state: 'invalid', why: 'too-long' }],
  ['anna@example.org', { state: 'invalid', why: 'not-a-number' }],
])('%s', (text, check) => {
  expect(checkPhone(library, text, 'RU')).toEqual(check);
});
