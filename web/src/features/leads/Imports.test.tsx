import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, within } from '@testing-library/react';
import { Suspense } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { beforeAll, expect, test, vi } from 'vitest';
import { api } from '@/api/client';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import { PastImports } from './Imports';
import type { Import } from './upload';

vi.mock('@/app/session/use_session', () => ({ useMay: () => true, useUser: () => ({ id: 'me' }) }));
beforeAll(() => loadTexts('leads'));

const done = {
  id: 'i1', name: 'spring.csv', state: 'done', policy: 'skip', bytes: 100, bytes_read: 100, rows: 5, created: 3, updated: 0, skipped: 1, rejected: 1, do_not_call: 2, warned: 1, problem: null,
  user_id: 'me', username: 'anna', created_at: '2026-01-15T09:30:00.000Z', started_at: null, finished_at: null,
} as Import;

test('an import that runs can be stopped after a reload, and what came of one that is over is still said', async () => {
  vi.spyOn(api, 'list').mockResolvedValue({ items: [{ ...done, id: 'i2', name: 'autumn.csv', state: 'running', rejected: 0, do_not_call: 0, warned: 0 }, done], total: 2, next: null } as never);
  await act(async () => { render(<MemoryRouter><QueryClientProvider client={new QueryClient()}><TooltipProvider><Suspense><PastImports but={null} /></Suspense></TooltipProvider></QueryClientProvider></MemoryRouter>); });
  const [running, over] = within(await screen.findByRole('list', { name: 'Last imports' })).getAllByRole('listitem');
  within(running!).getByRole('button', { name: 'Stop' });
  within(running!).getByRole('progressbar');
  within(over!).getByText(/5 rows · 3 new/);
  within(over!).getByText(/2 new leads have numbers on the do-not-call list/);
  within(over!).getByText(/imported without a value: 1/);
  expect(within(over!).getByRole('link', { name: 'Download rejected rows' }).getAttribute('href')).toContain('/api/crm/imports/i1/rejects');
  expect(within(over!).queryByRole('button', { name: 'Stop' })).toBeNull();
});

test('the import that is shown above is not repeated', async () => {
  vi.spyOn(api, 'list').mockResolvedValue({ items: [done], total: 1, next: null } as never);
  await act(async () => { render(<MemoryRouter><QueryClientProvider client={new QueryClient()}><TooltipProvider><Suspense><PastImports but="i1" /></Suspense></TooltipProvider></QueryClientProvider></MemoryRouter>); });
  expect(screen.queryByText('spring.csv')).toBeNull();
});
