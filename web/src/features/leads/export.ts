import { exchange } from '@/api/client';
import { session } from '@/app/session/session';
import { listSeparator } from '@/design/format';
import { PAGE_ROWS, savePages } from '@/design/save_pages';
import { currentLanguage } from '@/i18n';
import { queryOf, type LeadFilter, type LeadOrder } from './queries';

/// All leads that fit as a file. False: there are more than a file holds.
export function exportLeads(filter: LeadFilter, order: LeadOrder, onRows: (rows: number) => void, signal: AbortSignal): Promise<boolean> {
  const query = new URLSearchParams({ limit: String(PAGE_ROWS), ...queryOf(filter, order), fields: '*', excel: listSeparator(currentLanguage()) });
  let rows = 0;
  return savePages('leads.csv', async (from) => {
    const response = await exchange('get', from ?? `/api/crm/leads?${query}`, { token: await session.token(), accept: 'text/csv', signal });
    const text = await response.text(); // without the mark that each page begins with
    const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1] ?? null;
    rows = next ? rows + PAGE_ROWS : Math.max(rows, Number(response.headers.get('X-Total-Count') ?? 0));
    return { text: from === null ? text : text.slice(text.indexOf('\r\n') + 2), rows, next }; // one header for all
  }, onRows);
}
