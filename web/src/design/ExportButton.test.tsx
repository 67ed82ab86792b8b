import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ExportButton } from './ExportButton';
import type { Run } from './export_csv';

test('while it runs the button tells how far it is, and stops it', async () => {
  const stopped = vi.fn();
  let tell: (rows: number) => void = vi.fn();
  const save = ({ onRows, signal }: Run) => {
    tell = onRows;
    return new Promise<boolean>((_, reject) => signal.addEventListener('abort', () => { stopped(); reject(new Error('stopped')); }));
  };
  render(<ExportButton label="CSV" stop={(rows) => `Stop · ${rows} rows`} cut={(rows) => rows} blocked={false} save={save} />);
  const person = userEvent.setup();
  await person.click(screen.getByRole('button', { name: 'CSV' }));
  act(() => tell(1000));
  await person.click(screen.getByRole('button', { name: 'Stop · 1,000 rows' }));
  expect(stopped).toHaveBeenCalledOnce();
  screen.getByRole('button', { name: 'CSV' });
});
