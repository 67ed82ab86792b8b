import { currentLanguage } from '@/i18n';
import { makeStore } from './store';

/// The centre's time zone, when the server has told it; the browser's until then.
export const zone = makeStore<string | undefined>(undefined);
/// ISO 3166: the country of numbers without +.
export const country = makeStore('RU');

const formats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${currentLanguage()}/${zone.get() ?? ''}/${kind}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(currentLanguage() === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: zone.get(), ...options })));
  return format;
}

/// 26 Nov 2026, 09:41:05 in the centre's zone.
export const formatInstant = (at: string | number): string =>
  dateFormat('instant', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at));
const isSame = (kind: string, options: Intl.DateTimeFormatOptions, one: string | number, other: string | number): boolean => {
  const format = dateFormat(kind, options);
  return format.format(new Date(one)) === format.format(new Date(other));
};
/// Whether both are of one day in the centre's zone.
export const isSameDay = (one: string | number, other: string | number): boolean => isSame('same-day', { day: 'numeric', month: 'numeric', year: 'numeric' }, one, other);

/// 26 Nov, 09:41; of another year 26 Nov 2025, 09:41.
export function formatMoment(at: string | number, now: string | number): string {
  const moment = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  const format = isSame('same-year', { year: 'numeric' }, at, now) ? dateFormat('moment', moment) : dateFormat('moment-year', { ...moment, year: 'numeric' });
  return format.format(new Date(at));
}
export const formatDay = (at: string | number): string => dateFormat('day', { day: 'numeric', month: 'short' }).format(new Date(at));
export const formatTime = (at: string | number): string => dateFormat('time', { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
export const formatTimeOfDay = (at: string | number): string => dateFormat('clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at));
/// MSK, CET …
export const zoneName = (): string => dateFormat('zone', { timeZoneName: 'short' }).formatToParts(Date.now()).find((part) => part.type === 'timeZoneName')?.value ?? '';

/// 02:14, 1:02:14.
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

const UNITS = { ru: { s: 'с', m: 'мин', h: 'ч', d: 'дн' }, en: { s: 's', m: 'min', h: 'h', d: 'd' } };

/// 12 s, 5 min, 3 h, 2 d.
export function formatAge(seconds: number): string {
  const unit = UNITS[currentLanguage()];
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} ${unit.s}`;
  if (whole < 3600) return `${Math.floor(whole / 60)} ${unit.m}`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} ${unit.h}`;
  return `${Math.floor(whole / 86_400)} ${unit.d}`;
}

export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString(currentLanguage() === 'ru' ? 'ru-RU' : 'en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function formatBytes(bytes: number): string {
  const units = currentLanguage() === 'ru' ? ['Б', 'КБ', 'МБ', 'ГБ', 'ТБ'] : ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes, unit = 0;
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit += 1; }
  return `${formatNumber(value, value < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`;
}

// How a country groups its numbers, for those whose plan is fixed; others in threes. libphonenumber knows all, and would
// be more than the rest of the application; the field that one types into loads it.
const GROUPS: [RegExp, string][] = [
  [/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4'],
  [/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3'],
  [/^\+44(\d{4})(\d{6})$/, '+44 $1 $2'],
  [/^\+375(\d{2})(\d{3})(\d{2})(\d{2})$/, '+375 $1 $2-$3-$4'],
  [/^\+380(\d{2})(\d{3})(\d{2})(\d{2})$/, '+380 $1 $2 $3 $4'],
  [/^\+49(\d{3})(\d+)$/, '+49 $1 $2'],
  [/^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/, '+33 $1 $2 $3 $4 $5'],
];
export function formatPhone(e164: string): string {
  for (const [pattern, groups] of GROUPS) if (pattern.test(e164)) return e164.replace(pattern, groups);
  return e164.replace(/(\d)(?=(\d{3})+$)/g, '$1 ');
}

/// The separator that a spreadsheet of this person's language expects: where the comma is the decimal sign, lists
/// have semicolons.
export const listSeparator = (language: string): 'comma' | 'semicolon' => ((1.5).toLocaleString(language).includes(',') ? 'semicolon' : 'comma');
