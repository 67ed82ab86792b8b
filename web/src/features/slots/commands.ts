import type { CommandSource } from '@/app/palette/commands';
import { fetchSlots } from './queries';
import { loadTexts } from '@/i18n';
import { slotsTextNow } from './text';

const MOST = 6;

/// Slots by number or device; and a new one.
export const commands: CommandSource = async ({ text, may, navigate }) => {
  if (!may('slots.read')) return [];
  await loadTexts('slots');
  const t = slotsTextNow();
  const own = may('slots.create') ? [{ id: 'slot new', title: t('new'), group: t('title'), action: true, run: () => navigate('/slots?new') }] : [];
  const word = text.trim().toLowerCase();
  if (!word) return own;
  const { items } = await fetchSlots();
  const found = items.filter((slot) => String(slot.number).startsWith(word) || slot.device_id.toLowerCase().includes(word)).slice(0, MOST);
  return [...own, ...found.map((slot) => ({ id: `slot ${slot.id}`, title: `${t('slotTitle', { number: slot.number })} · ${slot.device_id}`, group: t('title'), run: () => navigate(`/slots/${slot.id}`) }))];
};
