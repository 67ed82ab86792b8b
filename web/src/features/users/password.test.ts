import { expect, test } from 'vitest';
import { isPassword, makePassword } from './password';

test('passwords are long, different, and free of what looks alike', () => {
  const made = Array.from({ length: 200 }, makePassword);
  expect(new Set(made).size).toBe(made.length);
  for (const one of made) expect(one).toMatch(/^[A-HJ-NP-Za-km-z2-9]{20}$/);
});

test('a password has 12 to 72 characters, whatever they take in UTF-8', () => {
  expect(isPassword('eleven char')).toBe(false);
  expect(isPassword('twelve chars')).toBe(true);
  expect(isPassword('пароль')).toBe(false); // 12 bytes
  expect(isPassword('я'.repeat(72))).toBe(true);
  expect(isPassword('😀'.repeat(72))).toBe(true);
  expect(isPassword('x'.repeat(73))).toBe(false);
});
