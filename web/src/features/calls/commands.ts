import type { CommandSource } from '@/app/palette/commands';
import { checkPhone, phoneLibrary } from '@/design/PhoneInput';
import { formatPhone } from '@/design/format';
import { loadTexts } from '@/i18n';
import { callsTextNow } from './text';

/// A number typed into the palette can be called.
export const commands: CommandSource = async ({ text, may, navigate }) => {
  const number = text.replace(/^(call|позвонить)\s+/i, '');
  if (!may('calls.create') || !/\d{3}/.test(number)) return [];
  const check = checkPhone(await phoneLibrary(), number);
  if (check.state !== 'valid') return [];
  await loadTexts('calls');
  const t = callsTextNow();
  return [{ id: `call ${check.e164}`, title: t('callNumber', { number: formatPhone(check.e164) }), group: t('title'), words: text, run: () => navigate(`/call?number=${encodeURIComponent(check.e164)}`) }];
};
