import type { CommandSource } from '@/app/palette/commands';
import { api } from '@/api/client';
import { formatPhone } from '@/design/format';
import { loadTexts } from '@/i18n';
import { leadsTextNow } from './text';

const MOST = 6;

/// Leads by name, number or e-mail, as the server finds them; and a new one.
export const commands: CommandSource = async ({ text, may, navigate, signal }) => {
  if (!may('crm.read')) return [];
  await loadTexts('leads');
  const t = leadsTextNow();
  const own = may('crm.write') ? [{ id: 'lead import', title: t('importTitle'), group: t('title'), action: true, run: () => navigate('/leads/import') }, { id: 'lead new', title: t('new'), group: t('title'), action: true, run: () => navigate('/leads?new') }] : [];
  if (text.trim().length < 2) return own;
  const { items } = await api.list('/api/crm/leads', { query: { q: text.slice(0, 100), limit: MOST }, signal });
  return [...own, ...items.map((lead) => ({ id: `lead ${lead.id}`, title: `${lead.client_name} · ${formatPhone(lead.phone)}`, group: t('title'), run: () => navigate(`/leads/${lead.id}`) }))];
};
