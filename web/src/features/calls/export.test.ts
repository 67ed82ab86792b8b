import { expect, test, vi } from 'vitest';
import * as csv from '@/design/export_csv';
import { exportCalls } from './export';

test('an export of the history asks for the records of what the list shows, in its order', async () => {
  const exportCsv = vi.spyOn(csv, 'exportCsv').mockResolvedValue(true);
  const run = { onRows: vi.fn(), signal: new AbortController().signal };
  await exportCalls({ user: 'u_1', outcome: 'no_answer', from: '2026-01-01', to: '2026-01-31', number: '+79990000001' }, 'started_at', run);
  await exportCalls({ user: '', outcome: '', from: '', to: '', number: '' }, '-started_at', run);
  expect(exportCsv.mock.calls).toEqual([
    ['calls.csv', '/api/cdr/records', { sort: 'started_at', user_id: 'u_1', disposition: 'no_answer', start_date: '2026-01-01', end_date: '2026-01-31', phone_number: '+79990000001' }, run],
    ['calls.csv', '/api/cdr/records', { sort: '-started_at' }, run],
  ]);
});
