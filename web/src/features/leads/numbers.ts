import { api } from '@/api/client';
import { checkPhone, phoneLibrary } from '@/design/PhoneInput';
import type { Lead } from './queries';

const MOST = 1000;

// What a column of phone numbers is called, as the server has it (src/workspace/crm/leads/lead_numbers.cpp).
const PHONE_WORDS = ['phone', 'tel', 'mob', 'cell', 'handy', 'msisdn', 'whatsapp', 'viber', 'тел', 'моб', 'сот', 'вотсап', 'вайбер'];
const isPhoneColumn = (name: string): boolean => (name.normalize('NFC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => PHONE_WORDS.some((start) => word.startsWith(start)));

/// Every phone number that stands on the lead, its own first. One without + is of the country of the lead's own number.
export async function numbersOf(lead: Pick<Lead, 'phone' | 'fields'>): Promise<string[]> {
  const library = await phoneLibrary();
  const country = library.parsePhoneNumberFromString(lead.phone)?.country;
  const pieces = Object.entries(lead.fields).filter(([name, value]) => value.startsWith('+') || isPhoneColumn(name)).flatMap(([, value]) => value.split(/[,;/|\n]/));
  const found = pieces.map((piece) => checkPhone(library, piece, country)).flatMap((check) => (check.state === 'valid' ? [check.e164] : []));
  return [...new Set([lead.phone, ...found])];
}

/// The numbers that nobody may call any more when the person with the lead's number is erased: of every lead that has it.
export async function numbersErasedWith(lead: Lead): Promise<string[]> {
  const { items } = await api.list('/api/crm/leads', { query: { phone: lead.phone, limit: MOST } });
  const all = await Promise.all([lead, ...items.filter((one) => one.phone === lead.phone)].map(numbersOf));
  return [...new Set(all.flat())];
}
