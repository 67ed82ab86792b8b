import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '@/api/types';
import { drafts } from '@/app/drafts/drafts';
import { Toasts } from '@/design/toasts';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import LiveCalls from './Live';
import { noteDraftOf } from './NoteForm';

const call = { call_id: 'c_1', number: 7001, user_id: 'me', phone_number: '+79990000001', state: 'ended', disposition: 'answered', started_at: '2026-01-15T09:30:00.000Z', answered_at: '2026-01-15T09:30:05.000Z', ended_at: '2026-01-15T09:31:00.000Z' } as Call;

vi.mock('@/app/session/use_session', () => ({ useUser: () => ({ id: 'me' }), useMay: () => true }));
vi.mock('./queries', async (original) => ({
  ...(await original<object>()), useRunningCalls: () => ({ data: { items: [] } }), useCall: () => ({ data: call, error: null }),
  useLeadOf: () => ({ data: { id: 'l_1', client_name: 'Anna Import' } }), useCallWrites: () => ({ end: vi.fn(), note: vi.fn() }),
}));

beforeAll(() => loadTexts('calls'));
beforeEach(() => {
  localStorage.setItem('vss.wrap-up.me', '["c_1"]');
  drafts.all.set({});
});

async function open() {
  await act(async () => { render(<MemoryRouter><TooltipProvider><Suspense><LiveCalls /><Toasts /></Suspense></TooltipProvider></MemoryRouter>); });
  return userEvent.setup();
}

test('a note that is discarded comes back with Undo, and Done keeps its place meanwhile', async () => {
  const person = await open();
  await person.type(screen.getByLabelText('Note'), 'Wants an offer');
  expect(screen.getByRole('button', { name: 'Done' }).getAttribute('aria-disabled')).toBe('true');
  await person.click(screen.getByRole('button', { name: 'Done' }));
  expect(drafts.all.get()[noteDraftOf('c_1')]?.fields?.text).toBe('Wants an offer');
  await person.click(screen.getByRole('button', { name: 'Discard note' }));
  expect(screen.queryByLabelText('Note')).toBeNull();
  await person.click(screen.getByRole('button', { name: 'Undo' }));
  expect((screen.getByLabelText('Note') as HTMLTextAreaElement).value).toBe('Wants an offer');
});

test('the lead is a way to the lead', async () => {
  await open();
  expect(screen.getByRole('link', { name: 'Lead: Anna Import' }).getAttribute('href')).toBe('/leads/l_1');
});

test('folded it is one line that says who it was', async () => {
  const person = await open();
  await person.click(screen.getByRole('button', { name: 'Fold the call' }));
  expect(screen.queryByLabelText('Note')).toBeNull();
  screen.getByRole('heading', { name: /Wrap-up · Anna Import/ });
  await person.click(screen.getByRole('button', { name: 'Unfold the call' }));
  screen.getByLabelText('Note');
});
