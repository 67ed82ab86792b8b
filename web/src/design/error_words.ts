// What an error of the API means to the person at the screen, in their language. The server's own text is for whoever calls
// the API: it is English, and may name what only an administrator knows.
import { ApiError } from '@/api/errors';
import { formatAge } from './format';
import { hasText, textNow, type Translate } from '@/i18n';
import type en from '@/i18n/errors/en';

type Texts = Translate<typeof en>;
type Key = Parameters<Texts>[0];

const textsNow = () => textNow<typeof en>('errors');
const isText = (key: string): key is Key => hasText('errors', key);
const firstOf = (...keys: string[]): Key | undefined => keys.find(isText) as Key | undefined;

/// What the field wants: of this resource, or of whichever has it. `fields.city` is one of `fields`.
export function fieldInWords(name: string, resource: string): string {
  const plain = name.replace(/\..*$/, '');
  return textsNow()(firstOf(`field.${resource}.${plain}`, `field.${plain}`) ?? 'field');
}

/// Names of the fields that the server complains of.
export const badFieldsOf = (error: unknown): string[] => (error instanceof ApiError && error.code === 'INVALID_PARAMS' ? Object.keys(error.details) : []);

// Its code is that of a server that is busy, and waiting does not help (kDiskIsFull in src/base/error.hpp).
const isDiskFull = ({ status, message }: ApiError): boolean => status === 503 && /^the disk is (too )?full/.test(message);

export function errorInWords(error: unknown): string {
  const t = textsNow();
  if (!(error instanceof ApiError)) return t('unexpected');
  if (error.wantsSecondFactor) return t('wantsSecondFactor');
  const bad = badFieldsOf(error);
  if (bad.length > 0) return [...new Set(bad.map((name) => fieldInWords(name, error.resource)))].join(' ');
  if (isDiskFull(error)) return t('diskFull');
  const age = error.retryAfterS === undefined ? t('moment') : formatAge(error.retryAfterS);
  return t(firstOf(`${error.code}.${error.resource}`, error.code) ?? 'INTERNAL', { age });
}

// The shapes of a reason that the import gives for a row: "phone: …", "fields.City: …", "has 5 cells; …".
const REASONS: [RegExp, Key][] = [
  [/^phone: is missing/, 'reject.missing'],
  [/^phone: has a fraction/, 'reject.fraction'],
  [/^phone: is a number as a spreadsheet/, 'reject.shortened'],
  [/^fields\.|further columns/, 'reject.fields'],
  [/^has \d+ cells|too many columns/, 'reject.cells'],
  [/^the line is longer than \d+ bytes$/, 'reject.long'],
  [/^the line .*quot/, 'reject.quotes'],
  [/^holds letters that are not/, 'reject.encoding'],
];

/// Why the import left a row out. A character that the server names by its code point is named here, too.
export function rejectInWords(reason: string): string {
  const t = textsNow();
  const field = /^([a-z_]+): /.exec(reason)?.[1];
  const key = REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? firstOf(`reject.${field}`) ?? 'reject.other';
  const character = /(".+" \()?U\+[0-9A-F]{4,6}\)?/.exec(reason)?.[0];
  return character ? `${t(key)}; ${t('reject.character', { character })}` : t(key);
}

export const importFailureInWords = (problem: string): string => textsNow()(/ any more/.test(problem) ? 'importNotAllowed' : 'importFailed');
