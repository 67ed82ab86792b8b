import { expect, test } from 'vitest';

// The types hold both languages to the same keys; these hold the texts to the same values, to being there, to being used,
// and to the words of docs/reference/glossary.md.
const files = import.meta.glob<{ default: Record<string, string> }>(['../features/*/{en,ru}.ts', './errors/{en,ru}.ts', './{en,ru}.ts'], { eager: true });
const sources = Object.values(import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/{en,ru}.ts', '!../**/*.test.*', '!../api/generated/**'], { eager: true, query: '?raw', import: 'default' })).join('\n');
const english = Object.keys(files).filter((name) => name.endsWith('/en.ts'));
const russian = Object.keys(files).filter((name) => name.endsWith('/ru.ts'));
const base = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const values = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort();
const textsOf = (names: string[]) => names.flatMap((name) => Object.entries(files[name]!.default).map(([key, text]) => ({ where: `${name} ${key}`, text })));

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

// Errors are looked up by what the server answers; design/error_words.test.ts holds them to the API.
test.each(english.filter((name) => !name.includes('/errors/')))('%s has no text that nothing shows', (name) => {
  const shown = (key: string) => sources.includes(`'${key}'`) || (key.includes('.') && new RegExp(`['"\`]${key.slice(0, key.indexOf('.'))}(\\.\\$\\{|['"\`])`).test(sources)) || sources.includes(`${key}:`);
  expect([...new Set(Object.keys(files[name]!.default).map(base))].filter((key) => !shown(key))).toEqual([]);
});

test('Russian texts are in Russian', () => {
  // Names that are the same in both languages.
  const names = /^(\+7|AUTO|MF|LS|MOS|CSV|E-mail|User agent|SIP|DCI|VSS|{{)/;
  const foreign = textsOf(russian).filter(({ text }) => !/[А-Яа-яЁё]/.test(text) && !names.test(text));
  expect(foreign).toEqual([]);
});

// What the glossary has another word for, or nobody says.
const BANNED_ENGLISH: [RegExp, string][] = [
  [/\blines?\b/i, 'slot, row'], [/\brail\b/i, 'sidebar'], [/\bin the books\b/i, 'recorded'], [/all right/i, 'All systems normal'], [/\bpresent password/i, 'Current password'],
  [/\bno such thing\b/i, 'Not found'], [/\byour role (may|sees)/i, 'You don’t have permission'], [/\bwho I am\b/i, 'Profile'], [/\bgive to\b/i, 'Assign to…'], [/\beverybody\b/i, 'shared pool'],
  [/\bordered\b/i, 'started'], [/\brefused rows\b/i, 'rejected'], [/\bknown\b(?! as)/i, 'duplicates'], [/left out/i, 'Don’t import'], [/\bI have kept\b/i, 'I’ve saved these'], [/\bUp for\b/, 'Uptime'],
  [/is up\b/i, 'active'], [/\bnot live\b/i, 'Disconnected'], [/\bpart of .* now\b/i, 'merged into'], [/\bchoose none\b/i, 'Clear selection'], [/\bwhat happened\b/i, 'Activity'], [/\btelephone\b/i, 'phone'],
  [/\bprovider\b/i, 'Carrier'], [/\bfacts\b/i, 'Details'], [/VSS_[A-Z]/, 'what to do, not which variable'], [/\bbytes\b/i, 'characters, MB'], [/\bload of the machine\b/i, 'Server load'],
];
const BANNED_RUSSIAN: [RegExp, string][] = [
  [/лини[яийюе]/i, 'слот'], [/на связи/i, 'Онлайн, связались'], [/тревог/i, 'Оповещения'], [/\bАОН\b/, 'Исходящий номер'], [/номера для показа/i, 'Исходящие номера'], [/загрузк[аи] лидов/i, 'Импорт'],
  [/провайдер/i, 'оператор связи'], [/сотрудник/i, 'пользователь'], [/нагрузка машины/i, 'Нагрузка сервера'], [/такого нет/i, 'Не найдено'], [/вашей роли/i, 'Нет прав'], [/кто я\b/i, 'Профиль'], [/мне можно/i, 'Права'],
  [/гудк/i, 'вызов, дозвон'], [/\bподходит$/, 'квалифицирован'], [/ничей|ничьим/i, 'никому не назначен'], [/VSS_[A-Z]/, 'что делать, а не какая переменная'], [/байт/i, 'знаков, МБ'], [/службы/i, 'сервисы'], [/журнал/i, 'логи, история'],
  [/\b(лид)(у|а|ом|ов)? (второго|первого)\b/i, 'лид — он, неодушевлённый'],
];

// Texts that only those see who may change the setting.
const FOR_WHO_SETS = /(recordSetBasis|recordBasisWhy)$/;

test.each([['English', english, BANNED_ENGLISH], ['Russian', russian, BANNED_RUSSIAN]] as const)('%s says what call centres say', (_, names, banned) => {
  const found = textsOf(names as unknown as string[]).flatMap(({ where, text }) => (banned as unknown as [RegExp, string][]).filter(([word]) => word.test(text) && !(word.source.startsWith('VSS_') && FOR_WHO_SETS.test(where))).map(([word, better]) => `${where}: “${text}” has ${word}: ${better}`));
  expect(found).toEqual([]);
});
