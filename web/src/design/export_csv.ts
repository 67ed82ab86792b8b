import { csvPages } from '@/api/csv_pages';
import { currentLanguage } from '@/i18n';
import { saveAs } from './download';
import { listSeparator } from './format';

const MOST_ROWS = 1_000_000; // about as many as a spreadsheet opens
const BOM = '\uFEFF'; // so that spreadsheets read UTF-8

/// What an export tells while it runs, and what stops it.
export interface Run {
  onRows: (rows: number) => void;
  signal: AbortSignal;
}

/// Saves all rows that fit as one file, fetched page by page, so that neither side holds more than it must at once. False: there are
/// more than a file holds.
export async function exportCsv(name: string, path: string, query: Record<string, string>, { onRows, signal }: Run, most = MOST_ROWS): Promise<boolean> {
  const parts: Blob[] = [new Blob([BOM])]; // a browser may keep these on disk
  let whole = false;
  for await (const { text, rows, last } of csvPages(path, { ...query, excel: listSeparator(currentLanguage()) }, signal)) {
    parts.push(new Blob([text]));
    onRows(rows);
    whole = last;
    if (rows >= most) break;
  }
  saveAs(name, new Blob(parts, { type: 'text/csv' }));
  return whole;
}
