import { expect, test } from 'vitest';

// The types hold both languages to the same keys; these hold the texts to the same values and to being there.
const files = import.meta.glob<{ default: Record<string, string> }>(['../features/*/{en,ru}.ts', './{en,ru}.ts'], { eager: true });
const english = Object.keys(files).filter((name) => name.endsWith('/en.ts'));
const base = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const values = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort();

test('there are texts', () => expect(english.length).toBeGreaterThan(1));

test.each(english)('%s', (name) => {
  const en = files[name]!.default, ru = files[name.replace('/en.ts', '/ru.ts')]!.default;
  expect(new Set(Object.keys(ru).map(base))).toEqual(new Set(Object.keys(en).map(base)));
  for (const [key, text] of [...Object.entries(en), ...Object.entries(ru)]) expect(text.trim(), key).not.toBe('');
  for (const [key, text] of Object.entries(ru)) {
    const same = en[key] ?? en[`${base(key)}_other`]!;
    // A language may leave a value out, but not name one that nobody gives.
    for (const value of values(text)) expect(values(same), `${key}: ${value}`).toContain(value);
  }
});
