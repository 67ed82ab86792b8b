import type { CommandSource } from '@/app/palette/commands';
import { checkPhone, phoneLibrary } from '@/design/PhoneInput';
import { formatPhone } from '@/design/format';
import { loadTexts } from '@/i18n';
import { callsTextNow } from './text';

/// A number typed into the palette can be called, and a call is gone to by its id.
export const commands: CommandSource = async ({ text, may, navigate }) => {
  await loadTexts('calls');
  const t = callsTextNow();
  const id = text.trim().toLowerCase();
  const known = /^c_\d+$/.test(id) && may('calls.read') ? [{ id: `call ${id}`, title: id, group: t('title'), run: () => navigate(`/calls/${id}`) }] : [];
  if (known.length > 0 || !may('calls.create')) return known;
  const own = { id: 'call new', title: t('newCall'), group: t('title'), action: true, run: () => navigate('/call') };
  const number = text.replace(/^(call|позвонить)\s+/i, '');
  if (!/\d{3}/.test(number)) return [own];
  const check = checkPhone(await phoneLibrary(), number);
  if (check.state !== 'valid') return [own];
  return [own, { id: `call ${check.e164}`, title: t('callNumber', { number: formatPhone(check.e164) }), group: t('title'), words: text, run: () => navigate(`/call?number=${encodeURIComponent(check.e164)}`) }];
};
