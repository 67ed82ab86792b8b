import type * as LibraryModule from 'libphonenumber-js/min';
import { useEffect, useState } from 'react';
import { useCommonText } from '@/i18n/text';
import { country as home } from './format';
import { useStore } from './store';
import { Input } from './Field';

type Library = Pick<typeof LibraryModule, 'AsYouType' | 'parsePhoneNumberFromString' | 'validatePhoneNumberLength'>;
let library: Promise<Library> | undefined;
/// libphonenumber, loaded when a number is first typed.
export const phoneLibrary = (): Promise<Library> => (library ??= import('libphonenumber-js/min'));

export type PhoneCheck = { state: 'empty' | 'unfinished' } | { state: 'valid'; e164: string } | { state: 'invalid'; why: 'too-long' | 'not-a-number' };

/// What was typed, judged: E.164, or a number of `country`, which is the centre's.
export function checkPhone({ parsePhoneNumberFromString, validatePhoneNumberLength }: Library, text: string, country = home.get()): PhoneCheck {
  const wanted = text.trim();
  if (wanted === '' || wanted === '+') return { state: 'empty' };
  if (/[^\d\s()+.-]/.test(wanted)) return { state: 'invalid', why: 'not-a-number' };
  const from = country as Parameters<typeof validatePhoneNumberLength>[1];
  const found = parsePhoneNumberFromString(wanted, from as never);
  if (found?.isValid()) return { state: 'valid', e164: found.number };
  const length = validatePhoneNumberLength(wanted, from as never);
  if (length === 'TOO_LONG') return { state: 'invalid', why: 'too-long' };
  if (length === undefined) return { state: 'invalid', why: 'not-a-number' };
  // Some countries have an odd longer number, so one digit too many is "between two lengths" to the library.
  const digits = wanted.replace(/[^\d+]/g, '');
  const extra = length === 'INVALID_LENGTH' && [1, 2, 3].some((count) => parsePhoneNumberFromString(digits.slice(0, -count), from as never)?.isValid());
  return extra ? { state: 'invalid', why: 'too-long' } : { state: 'unfinished' };
}

interface Props {
  value: string;
  onChange: (text: string, check: PhoneCheck) => void;
  autoFocus?: boolean;
  onEnter?: () => void;
  placeholder?: string;
  'aria-label'?: string;
}

/// A number is grouped and judged as it is typed.
export function PhoneInput({ value, onChange, onEnter, ...rest }: Props) {
  const country = useStore(home);
  const t = useCommonText();
  const [known, setKnown] = useState<Library | null>(null);
  useEffect(() => { void phoneLibrary().then(setKnown); }, []);
  const change = (text: string) => {
    const grouped = known && !text.endsWith(' ') ? new known.AsYouType(country as never).input(text) : text;
    const kept = text.length < value.length ? text : grouped; // taking something away must not bring it back
    onChange(kept, known ? checkPhone(known, kept, country) : { state: 'unfinished' });
  };
  return (
    <Input {...rest} type="tel" inputMode="tel" autoComplete="off" className="num" placeholder={rest.placeholder ?? t('phoneExample')} value={value}
      onChange={(event) => change(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && onEnter?.()} />
  );
}
