import { act, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { expect, test, vi } from 'vitest';
import { session } from '@/app/session/session';
import { useCommands } from './commands';
import Finder from './Finder';

function OnPage() {
  const command = (id: string, action?: true) => ({ id, title: id, group: 'On this page', run: vi.fn(), ...(action && { action }) });
  useCommands([command('End call', true), command('Restart slot')]);
  return null;
}

test('what is to be done on every page stands after the pages: Enter in an empty palette must not end a call', async () => {
  vi.spyOn(session, 'may').mockImplementation((permission) => permission === 'calls.read');
  await act(async () => { render(<MemoryRouter><Suspense><OnPage /><Finder text="" close={vi.fn()} keys={{ current: null }} onActive={vi.fn()} /></Suspense></MemoryRouter>); });
  const titles = screen.getAllByRole('option').map((option) => option.textContent);
  const at = (title: RegExp) => titles.findIndex((one) => title.test(one ?? ''));
  expect(at(/^Restart slot/)).toBe(0);
  expect(at(/^Calls/)).toBe(1);
  expect(at(/^End call/)).toBe(2);
});
