import { beforeEach, expect, test, vi } from 'vitest';
import * as client from '@/api/client';
import * as download from './download';
import { exportCsv } from './export_csv';

vi.mock('@/app/session/session', () => ({ session: { token: () => Promise.resolve('t') } }));

let exchange = vi.spyOn(client, 'exchange');
let saved = vi.spyOn(download, 'saveAs');
beforeEach(() => {
  exchange = vi.spyOn(client, 'exchange');
  saved = vi.spyOn(download, 'saveAs').mockReturnValue(undefined);
});

const page = (text: string, next?: string) => new Response(text, { headers: { 'X-Total-Count': '1001', ...(next && { Link: `<${next}>; rel="next"` }) } });
const textOf = (content: Blob): Promise<string> => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(new TextDecoder('utf-8', { ignoreBOM: true }).decode(reader.result as ArrayBuffer));
  reader.onerror = () => reject(reader.error!);
  reader.readAsArrayBuffer(content);
});

test('page after page is one file with one header, for the spreadsheet of the reader’s language', async () => {
  exchange.mockResolvedValueOnce(page('id,name\r\n2,Anna\r\n', '/api/things?cursor=2')).mockResolvedValueOnce(page('id,name\r\n1,Boris\r\n'));
  const onRows = vi.fn();
  expect(await exportCsv('things.csv', '/api/things', { sort: '-id' }, { onRows, signal: new AbortController().signal })).toBe(true);
  expect(exchange.mock.calls.map(([, address]) => address)).toEqual(['/api/things?limit=1000&sort=-id&excel=comma', '/api/things?cursor=2']);
  expect(onRows.mock.calls).toEqual([[1000], [1001]]);
  const [name, content] = saved.mock.calls[0]!;
  expect([name, await textOf(content)]).toEqual(['things.csv', '\uFEFFid,name\r\n2,Anna\r\n1,Boris\r\n']);
});

test('a list that is longer than a file may be is cut, and that is told', async () => {
  exchange.mockImplementation(async () => page('id\r\n1\r\n', '/api/things?cursor=1'));
  expect(await exportCsv('things.csv', '/api/things', {}, { onRows: vi.fn(), signal: new AbortController().signal }, 3000)).toBe(false);
  expect(exchange).toHaveBeenCalledTimes(3);
  expect(saved).toHaveBeenCalledOnce();
});

test('one that is stopped saves nothing', async () => {
  const stopping = new AbortController();
  exchange.mockImplementation(async (_method, _address, init) => {
    init!.signal!.throwIfAborted();
    stopping.abort();
    return page('id\r\n1\r\n', '/api/things?cursor=1');
  });
  await expect(exportCsv('things.csv', '/api/things', {}, { onRows: vi.fn(), signal: stopping.signal })).rejects.toThrow();
  expect(saved).not.toHaveBeenCalled();
});
