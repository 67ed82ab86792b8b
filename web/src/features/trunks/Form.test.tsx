import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { api } from '@/api/client';
import { ApiError } from '@/api/errors';
import { drafts } from '@/app/drafts/drafts';
import { queries } from '@/app/query_client';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import { TrunkForm } from './Form';

beforeAll(() => loadTexts('trunks'));
beforeEach(() => drafts.all.set({}));

async function open(onDone = vi.fn()) {
  await act(async () => { render(<QueryClientProvider client={queries}><TooltipProvider><Suspense><TrunkForm trunk={null} onClose={vi.fn()} onDone={onDone} /></Suspense></TooltipProvider></QueryClientProvider>); });
  return userEvent.setup();
}

test('says what is missing before anything is sent', async () => {
  const post = vi.spyOn(api, 'post');
  const user = await open();
  await user.clear(screen.getByLabelText('Capacity'));
  await user.type(screen.getByLabelText('Capacity'), '1000');
  await user.click(screen.getByRole('button', { name: 'Create trunk' }));
  expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Enter a name')).toBeTruthy();
  expect(screen.getByText('Enter a whole number from 1 to 999')).toBeTruthy();
  expect(post).not.toHaveBeenCalled();
});

test('says what is wrong with a field at that field, in its own words', async () => {
  vi.spyOn(api, 'post').mockRejectedValue(new ApiError(400, 'INVALID_PARAMS', 'bad', { region: 'wants 1 to 64 characters' }, 'r-1', undefined, 'trunks'));
  const user = await open();
  await user.type(screen.getByLabelText('Name'), 'North');
  await user.click(screen.getByRole('button', { name: 'Create trunk' }));
  expect((await screen.findByText('Enter a region of 1 to 64 characters.')).id).toBe(screen.getByLabelText('Region').getAttribute('aria-describedby'));
});

test('sends what was filled in, and hands on what came of it', async () => {
  const made = { id: 7, name: 'North' };
  const post = vi.spyOn(api, 'post').mockResolvedValue(made as never);
  const onDone = vi.fn();
  const user = await open(onDone);
  await user.type(screen.getByLabelText('Name'), ' North ');
  await user.click(screen.getByRole('radio', { name: /^MF/ }));
  await user.click(screen.getByRole('button', { name: 'Create trunk' }));
  expect(post).toHaveBeenCalledWith('/api/trunks', { name: 'North', type: 'mf', capacity: 10, region: null, description: null, caller_ids: [] });
  expect(onDone).toHaveBeenCalledWith(made);
});
