import { saveAs } from './download';

export const PAGE_ROWS = 1000;
const MOST_ROWS = 1_000_000; // as many as a spreadsheet opens, about
const BOM = '\uFEFF'; // so that spreadsheets read UTF-8

export interface FilePage {
  text: string; // with the header line on the first page only
  rows: number; // so many, with all pages before
  next: string | null; // where the next begins
}

/// Saves a list as one file, fetched page by page, so that neither side holds more than it must at once. True: all of it.
export async function savePages(name: string, fetchPage: (from: string | null) => Promise<FilePage>, onRows: (rows: number) => void, most = MOST_ROWS): Promise<boolean> {
  const parts: Blob[] = [new Blob([BOM])];
  let from: string | null = null;
  let rows = 0;
  do {
    const page: FilePage = await fetchPage(from);
    parts.push(new Blob([page.text])); // a browser may keep it on disk
    rows = page.rows;
    onRows(rows);
    from = page.next;
  } while (from !== null && rows < most);
  saveAs(name, new Blob(parts, { type: 'text/csv' }));
  return from === null;
}
