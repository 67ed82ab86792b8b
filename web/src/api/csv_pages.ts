import { session } from '@/app/session/session';
import { exchange } from './client';

const PAGE = 1000;

export interface CsvPage {
  text: string; // with the header line on the first page only
  rows: number; // with those of the pages before
  last: boolean;
}

/// A list as CSV, page by page, without the byte order mark that each page begins with.
export async function* csvPages(path: string, query: Record<string, string>, signal: AbortSignal): AsyncGenerator<CsvPage> {
  let address: string | undefined = `${path}?${new URLSearchParams({ limit: String(PAGE), ...query })}`;
  for (let rows = 0, first = true; address; first = false) {
    const response: Response = await exchange('get', address, { token: await session.token(), accept: 'text/csv', signal });
    const text = await response.text(); // which leaves the mark out
    address = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
    // The last page may be part of one. Of lists that the server does not count to the end it tells less than there are.
    rows = address ? rows + PAGE : Math.max(rows, Number(response.headers.get('X-Total-Count') ?? 0));
    yield { text: first ? text : text.slice(text.indexOf('\r\n') + 2), rows, last: !address };
  }
}
