import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '@/api/types';
import { drafts } from '@/app/drafts/drafts';
import { registered } from '@/app/palette/commands';
import { keyGroups, startKeys } from '@/design/keys';
import { Toasts } from '@/design/toasts';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import LiveCalls from './Live';
import { noteDraftOf } from './NoteForm';

const call = { call_id: 'c_1', number: 7001, user_id: 'me', phone_number: '+79990000001', state: 'ended', disposition: 'answered', started_at: '2026-01-15T09:30:00.000Z', answered_at: '2026-01-15T09:30:05.000Z', ended_at: '2026-01-15T09:31:00.000Z' } as Call;

const state = vi.hoisted(() => ({ call: null as unknown, end: null as unknown as ReturnType<typeof vi.fn> }));
vi.mock('@/app/session/use_session', () => ({ useUser: () => ({ id: 'me' }), useMay: () => true }));
vi.mock('./queries', async (original) => ({
  ...(await original<object>()), useRunningCalls: () => ({ data: { items: [] } }), useCall: () => ({ data: state.call, error: null }),
  useLeadOf: () => ({ data: { id: 'l_1', client_name: 'Anna Import' } }), useCallWrites: () => ({ end: state.end, note: vi.fn() }),
}));

beforeAll(async () => {
  await loadTexts('calls');
  startKeys();
});
beforeEach(() => {
  state.call = call;
  state.end = vi.fn().mockResolvedValue(undefined);
  localStorage.setItem('vss.wrap-up.me', '["c_1"]');
  drafts.all.set({});
});

const dock = () => <MemoryRouter><TooltipProvider><Suspense><LiveCalls /><Toasts /></Suspense></TooltipProvider></MemoryRouter>;
async function open() {
  await act(async () => { render(dock()); });
  return userEvent.setup();
}
const offered = () => registered.get().filter(({ action }) => action).map(({ id, keys }) => `${id} ${keys}`);
const listed = () => keyGroups.get().filter(({ title }) => title === 'Your call').flatMap(({ keys }) => keys.map((one) => `${one.keys} ${one.label}`));

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

test('a call is ended from the keyboard, never by what is typed, and is not ended twice', async () => {
  state.call = { ...call, state: 'answered', ended_at: null, disposition: null };
  const person = await open();
  expect(listed()).toEqual(['d h End call', 'd n Note', 'd w Done']);
  expect(offered()).toEqual(['dock end d h', 'dock note d n']);
  await person.keyboard('dw'); // it is not over
  screen.getByRole('heading', { name: /Your call/ });
  await person.type(screen.getByLabelText('Note'), 'dh');
  expect(state.end).not.toHaveBeenCalled();
  act(() => (document.activeElement as HTMLElement).blur());
  fireEvent.keyDown(document.body, { key: 'Escape', code: 'Escape' });
  fireEvent.keyDown(document.body, { key: 'в', code: 'KeyD' });
  fireEvent.keyDown(document.body, { key: 'р', code: 'KeyH' });
  expect(state.end).toHaveBeenCalledExactlyOnceWith('c_1');
});

test('of a call that is over the keys are the note and Done, and a key that was meant to end it does nothing', async () => {
  const person = await open();
  expect(offered()).toEqual(['dock note d n', 'dock done d w']);
  await person.keyboard('dh');
  expect(state.end).not.toHaveBeenCalled();
  await person.keyboard('dn');
  expect(document.activeElement).toBe(screen.getByLabelText('Note'));
  await person.keyboard('Later');
  act(() => (document.activeElement as HTMLElement).blur());
  await person.keyboard('{Escape}dw'); // there is a note
  screen.getByText('Save or discard the note first', { selector: 'li *' });
  await person.click(screen.getByRole('button', { name: 'Discard note' }));
  expect(listed()).toEqual([]);
});

test('folded, the key of the note unfolds the call', async () => {
  const person = await open();
  await person.click(screen.getByRole('button', { name: 'Fold the call' }));
  await person.keyboard('dn');
  expect(document.activeElement).toBe(screen.getByLabelText('Note'));
  await act(async () => drafts.drop(noteDraftOf('c_1')));
  act(() => (document.activeElement as HTMLElement).blur());
  await person.keyboard('dw');
  expect(screen.queryByLabelText('Note')).toBeNull();
});
