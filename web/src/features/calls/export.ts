import { api } from '@/api/client';
import type { Call } from '@/api/types';
import { csvLines } from '@/design/csv';
import { PAGE_ROWS, savePages } from '@/design/save_pages';
import { queryOf, type HistoryFilter, type HistoryOrder } from './queries';

// As the API calls them, in the order of its CSV of call records.
const COLUMNS = [
  'call_id', 'slot_id', 'number', 'user_id', 'username', 'lead_id', 'campaign_id', 'phone_number', 'caller_id', 'started_at', 'ringing_at', 'answered_at',
  'ended_at', 'state', 'duration_s', 'talk_s', 'hangup_cause', 'sip_status', 'q850', 'disposition', 'recording_id',
] as const satisfies readonly (keyof Call)[];

/// All calls that fit as a file, in the list's order. False: there are more than a file holds.
export function exportCalls(filter: HistoryFilter, order: HistoryOrder, onRows: (rows: number) => void, signal: AbortSignal): Promise<boolean> {
  let rows = 0;
  return savePages('calls.csv', async (cursor) => {
    const page = await api.list('/api/calls', { query: { limit: PAGE_ROWS, ...queryOf(filter, order), ...(cursor && { cursor }) }, signal });
    rows += page.items.length;
    const lines = page.items.map((call) => COLUMNS.map((name) => call[name]));
    return { text: csvLines(cursor ? lines : [COLUMNS, ...lines]), rows, next: page.next };
  }, onRows);
}
