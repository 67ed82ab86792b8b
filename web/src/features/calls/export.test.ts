import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '@/api/client';
import type { Call } from '@/api/types';
import * as download from '@/design/download';
import { exportCalls } from './export';

const NO_FILTER = { user: '', outcome: '', from: '', to: '', number: '' } as const;
const call = (call_id: string) => ({ call_id, number: 7001, username: '=anna', phone_number: '+79990000001', state: 'ended', disposition: 'no_answer', duration_s: 1.5 } as Call);

let saved = vi.spyOn(download, 'saveAs');
let list = vi.spyOn(api, 'list');
beforeEach(() => {
  saved = vi.spyOn(download, 'saveAs').mockReturnValue(undefined);
  list = vi.spyOn(api, 'list');
});

test('an export of the history asks for what the list shows, page after page, and is one file', async () => {
  list.mockResolvedValueOnce({ items: [call('c_2')], total: 2, next: 'after-2' } as never).mockResolvedValueOnce({ items: [call('c_1')], total: 2, next: null } as never);
  const rows = vi.fn();
  expect(await exportCalls({ ...NO_FILTER, outcome: 'no_answer', from: '2026-01-01' }, 'started_at', rows, new AbortController().signal)).toBe(true);
  const asked = list.mock.calls.map(([, options]) => options!.query);
  expect(asked[0]).toEqual({ limit: 1000, sort: 'started_at', disposition: 'no_answer', from: '2026-01-01' });
  expect(asked[1]).toEqual({ ...asked[0], cursor: 'after-2' });
  expect(rows.mock.calls).toEqual([[1], [2]]);
  const [name, content] = saved.mock.calls[0]!;
  const lines = (await textOf(content)).split('\r\n');
  expect(name).toBe('calls.csv');
  expect(lines[0]).toMatch(/^\uFEFFcall_id,slot_id,number,.*,disposition,recording_id$/);
  expect(lines.slice(1)).toEqual([expect.stringMatching(/^c_2,,7001,,'=anna,.*\+79990000001.*,ended,1\.5,.*no_answer,$/), expect.stringMatching(/^c_1,/), '']);
});

test('one that is stopped saves nothing', async () => {
  const stopping = new AbortController();
  list.mockImplementation((async (_path: string, { signal }: { signal: AbortSignal }) => {
    signal.throwIfAborted();
    stopping.abort();
    return { items: [call('c_2')], total: 2, next: 'after-2' };
  }) as never);
  await expect(exportCalls(NO_FILTER, '-started_at', vi.fn(), stopping.signal)).rejects.toThrow();
  expect(saved).not.toHaveBeenCalled();
});

const textOf = (content: Blob): Promise<string> => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(new TextDecoder('utf-8', { ignoreBOM: true }).decode(reader.result as ArrayBuffer));
  reader.onerror = () => reject(reader.error!);
  reader.readAsArrayBuffer(content);
});
