import { exchange } from '@/api/client';
import { session } from '@/app/session/session';
import { saveAs } from '@/design/download';
import { listSeparator } from '@/design/format';
import { currentLanguage } from '@/i18n';
import { queryOf, type LeadFilter, type LeadOrder } from './queries';

const PAGE = 1000;
const BOM = '\uFEFF'; // so that spreadsheets read UTF-8; that of each page is not in its text

/// All leads that fit as a file, page by page, so that neither side holds more than it must at once.
export async function exportLeads(filter: LeadFilter, order: LeadOrder, onRows: (rows: number) => void, signal: AbortSignal): Promise<void> {
  const parts: string[] = [BOM];
  const query = new URLSearchParams({ limit: String(PAGE), ...queryOf(filter, order), fields: '*', excel: listSeparator(currentLanguage()) });
  let address: string | undefined = `/api/crm/leads?${query}`;
  for (let rows = 0; address; ) {
    const response = await exchange('get', address, { token: await session.token(), accept: 'text/csv', signal });
    const text = await response.text();
    parts.push(parts.length === 1 ? text : text.slice(text.indexOf('\r\n') + 2)); // one header for all
    rows = Math.min(rows + PAGE, Number(response.headers.get('X-Total-Count') ?? 0));
    onRows(rows);
    address = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
  }
  saveAs('leads.csv', new Blob(parts, { type: 'text/csv' }));
}
