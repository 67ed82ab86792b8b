import { expect, test, vi } from 'vitest';
import * as client from '@/api/client';
import { session } from '@/app/session/session';
import * as download from '@/design/download';
import { exportLeads } from './export';

test('an export asks for every field of the centre, and for what a spreadsheet of the language opens', async () => {
  vi.spyOn(session, 'token').mockResolvedValue('t');
  const exchange = vi.spyOn(client, 'exchange').mockResolvedValue(new Response('id,name\r\n1,Anna\r\n', { headers: { 'X-Total-Count': '1' } }));
  vi.spyOn(download, 'saveAs').mockReturnValue(undefined);
  await exportLeads({ status: '', q: '', seller: '' }, '-created_at', { onRows: vi.fn(), signal: new AbortController().signal });
  const asked = new URL(exchange.mock.calls[0]![1], 'http://localhost').searchParams;
  expect([asked.get('fields'), asked.get('excel')]).toEqual(['*', 'comma']);
});
