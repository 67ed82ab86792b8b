import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError, resourceOf } from '@/api/errors';
import { currentLanguage, setLanguage } from '@/i18n';
import en from '@/i18n/errors/en';
import ru from '@/i18n/errors/ru';
import { errorInWords, fieldInWords, rejectInWords } from './error_words';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an OpenAPI document, looked into where it is known
type Loose = any;

const REPOSITORY = path.resolve(fileURLToPath(import.meta.url), '../../../..');
// What the API may say, as api/*.yaml has it (made by `npm run types`).
const documents: Loose[] = ['point', 'ottb', 'dci', 'workspace'].map((service) => JSON.parse(readFileSync(path.join(REPOSITORY, `build/web/openapi/${service}.json`), 'utf8')));

function follow(document: Loose, one: Loose): Loose {
  return one?.$ref ? follow(document, one.$ref.slice(2).split('/').reduce((at: Loose, name: string) => at[name], document)) : one;
}

function fieldsOf(document: Loose, unfollowed: Loose): string[] {
  const schema = follow(document, unfollowed);
  return [...Object.keys(schema?.properties ?? {}), ...['allOf', 'oneOf', 'anyOf'].flatMap((kind) => (schema?.[kind] ?? []).flatMap((part: Loose) => fieldsOf(document, part)))];
}

/// Every field that a request may have wrong: of its body and of its query.
function requestFields(): { resource: string; field: string }[] {
  return documents.flatMap((document) => Object.entries<Loose>(document.paths).flatMap(([address, operations]) => {
    if (address.startsWith('/socket.io')) return []; // spoken by programs only
    return Object.values<Loose>(operations).filter((operation) => typeof operation === 'object' && !Array.isArray(operation)).flatMap((operation) => {
      const query = [...(operations.parameters ?? []), ...(operation.parameters ?? [])].map((one: Loose) => follow(document, one)).filter((one: Loose) => one.in === 'query').map((one: Loose) => one.name);
      const body = Object.values<Loose>(follow(document, operation.requestBody)?.content ?? {}).flatMap((content) => fieldsOf(document, content.schema));
      return [...query, ...body].map((field) => ({ resource: resourceOf(address), field }));
    });
  }));
}

function errorCodes(): string[] {
  const found = documents.flatMap((document) => Object.values<Loose>(document.components.schemas)).find((schema) => schema.properties?.code?.enum && schema.properties.error);
  return found.properties.code.enum;
}

const refusal = (code: string, details: Record<string, unknown> = {}, resource = '', retryAfterS?: number) => new ApiError(400, code, 'the server’s own words', details, 'r-1', retryAfterS, resource);

afterEach(() => setLanguage('en'));

describe.each([['en', en], ['ru', ru]] as const)('%s', (language, texts) => {
  test('has a sentence for every code of the API', async () => {
    await setLanguage(language);
    expect(errorCodes().length).toBeGreaterThan(20);
    for (const code of errorCodes()) {
      expect(Object.keys(texts)).toContain(code);
      expect(errorInWords(refusal(code)), code).toMatch(/\.$/);
      expect(errorInWords(refusal(code)), code).not.toMatch(/own words|{{|VSS_/);
    }
  });

  test('has a sentence for every field of every request', async () => {
    await setLanguage(language);
    const fields = requestFields();
    expect(fields.length).toBeGreaterThan(100);
    const without = fields.filter(({ resource, field }) => fieldInWords(field, resource) === texts.field);
    expect(without).toEqual([]);
  });
});

test('a field means what it means for its resource', () => {
  expect(fieldInWords('name', 'trunks')).toContain('100 characters');
  expect(fieldInWords('name', 'roles')).toContain('2 to 64');
  expect(fieldInWords('fields.city', 'leads')).toContain('custom fields');
  expect(errorInWords(refusal('INVALID_PARAMS', { body: 'wants a CSV file' }, 'leads'))).toContain('CSV');
});

test('a code that came after this page is told as a fault, in words', () => {
  expect(errorInWords(refusal('FROM_TOMORROW'))).toBe(en.INTERNAL);
  expect(errorInWords(new TypeError('x is not a function'))).toBe(en.unexpected);
});

test('a server without room on its disk is not told as one that is busy', async () => {
  const unavailable = (message: string) => errorInWords(new ApiError(503, 'SERVICE_UNAVAILABLE', message, {}, '', 60, 'leads'));
  const full = /kDiskIsFull = "([^"]+)"/.exec(readFileSync(path.join(REPOSITORY, 'src/base/error.hpp'), 'utf8'))![1]!;
  expect(unavailable(full)).toBe(en.diskFull);
  expect(unavailable('the disk is too full for this import: it has 3 MB left, and 90 MB are needed')).toBe(en.diskFull);
  expect(unavailable('the database is not available; try again shortly')).toMatch(/busy/);
  await setLanguage('ru');
  expect(unavailable(full)).toBe(ru.diskFull);
});

test('how long to wait is said in the reader’s language', async () => {
  await setLanguage('ru');
  expect(errorInWords(refusal('RATE_LIMITED', {}, '', 90))).toBe('Слишком много запросов. Повторите через 1 мин.');
});

test('why the import left a row out is said in words', async () => {
  await setLanguage('ru');
  expect(rejectInWords('phone: is too short for a telephone number')).toBe('неверный номер телефона');
  expect(rejectInWords('phone: is missing')).toBe('нет номера телефона');
  expect(rejectInWords('has 5 cells; the header line has 3')).toBe('в строке больше ячеек, чем в заголовке');
  expect(rejectInWords('fields.Город: is longer than 1000 characters')).toContain('своё поле');
  expect(rejectInWords('the line has a quote that is never closed')).toContain('кавычки');
  expect(rejectInWords('holds letters that are not UTF-8')).toContain('кодировке');
  expect(rejectInWords('phone: holds U+2011 NON-BREAKING HYPHEN')).toContain('U+2011');
  expect(rejectInWords('something new')).toBe('строку не удалось прочитать');
});

test('a role that has come to need the second factor is no lack of permission', () => {
  const wanted = new ApiError(403, 'PERMISSION_DENIED', '', { second_factor: 'required' }, '', undefined, 'leads');
  expect(wanted.wantsSecondFactor).toBe(true);
  expect(errorInWords(wanted)).toBe((currentLanguage() === 'ru' ? ru : en).wantsSecondFactor);
  expect(new ApiError(403, 'PERMISSION_DENIED', '', { permission: 'crm.read' }, '').wantsSecondFactor).toBe(false);
});
