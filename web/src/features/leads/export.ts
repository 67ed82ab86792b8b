import { exchange } from '@/api/client';
import { session } from '@/app/session/session';
import { saveAs } from '@/design/download';
import { queryOf, type Lead, type LeadFilter, type LeadOrder } from './queries';

const PAGE = 1000;
const BOM = '\uFEFF'; // so that spreadsheets read UTF-8
const MOST_FIELDS = 50;

/// The columns beside those of every lead, as far as these leads have them.
export const fieldsOf = (leads: readonly Lead[]): string[] => [...new Set(leads.flatMap((lead) => Object.keys(lead.fields)))].filter((name) => !name.includes(',')).slice(0, MOST_FIELDS);

/// All leads that fit as a file, page by page, so that neither side holds more than it must at once.
export async function exportLeads(filter: LeadFilter, order: LeadOrder, fields: string[], onRows: (rows: number) => void, signal: AbortSignal): Promise<void> {
  const parts: string[] = [BOM];
  const query = new URLSearchParams({ limit: String(PAGE), ...queryOf(filter, order), ...(fields.length > 0 && { fields: fields.join() }) });
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
