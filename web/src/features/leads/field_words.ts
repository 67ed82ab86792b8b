import { formatPhone } from '@/design/format';
import type { Translate } from '@/i18n';
import type en from './en';

// What the API calls a lead's fields, and the page.
const FIXED = { client_name: 'name', phone: 'phone', email: 'email', status: 'status', assigned_seller: 'seller', source: 'source', region: 'region', timezone: 'timezone', fields: 'otherFields' } as const;
// Custom fields that have a name in every language; others are called what their list called them.
const OWN = ['city', 'interest'] as const;

/// The name of a custom field. A merge keeps a second value as `name_2`, `phone_3` …
export function ownFieldInWords(name: string, t: Translate<typeof en>): string {
  const [, base, number] = /^(name|phone|email)_(\d+)$/.exec(name) ?? [];
  if (base === 'phone') return t('otherNumbers');
  if (number !== undefined) return t(`own.${base as 'name' | 'email'}`, { number });
  const own = OWN.find((one) => one === name);
  return own ? t(`own.${own}`) : name;
}

/// The name of any field of a lead, as a change names it.
export const leadFieldInWords = (name: string, t: Translate<typeof en>): string =>
  name in FIXED ? t(FIXED[name as keyof typeof FIXED]) : ownFieldInWords(name.replace(/^fields\./, ''), t);

/// The value of a custom field: a number of the person as numbers are shown, whatever list or merge it came from.
export const ownValueInWords = (value: string): string => (/^\+[1-9]\d{6,14}$/.test(value) ? formatPhone(value) : value);

/// Custom fields as they are shown; all that have the same name, as other numbers, are one.
export function ownFieldsInWords(fields: Readonly<Record<string, string>>, t: Translate<typeof en>): [name: string, value: string][] {
  const shown = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    const words = ownFieldInWords(name, t), before = shown.get(words);
    shown.set(words, before === undefined ? ownValueInWords(value) : `${before}, ${ownValueInWords(value)}`);
  }
  return [...shown];
}
