import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { beforeAll, expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { Toasts } from '@/design/toasts';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import CallPad from './Pad';

const start = vi.hoisted(() => vi.fn());
vi.mock('@/app/session/use_session', () => ({ useUser: () => ({ id: 'me', role: 'operator' }), useMay: () => true }));
vi.mock('@/features/leads/public', () => ({ useLead: () => ({ data: undefined }) }));
vi.mock('@/features/slots/public', () => ({ useSlots: () => ({ data: { items: [{ id: 1, number: 7001, type: 'mf', state: 'READY', assignment: null, registration: { registered: true } }] } }) }));
vi.mock('./queries', () => ({
  useRunningCalls: () => ({ data: { items: [] } }), useLeadOf: () => ({ data: null, isPending: false }), useRecordingPolicy: () => ({ data: undefined }), useCallWrites: () => ({ start }),
}));
beforeAll(async () => { await Promise.all([loadTexts('calls'), loadTexts('errors')]); });

test('a call that is refused is told at the form, and nothing says that it was started', async () => {
  start.mockRejectedValue(new ApiError(409, 'DNC_BLOCKED', '', {}, 'r-1', undefined, 'calls'));
  await act(async () => { render(<MemoryRouter initialEntries={['/call?number=%2B79990000001']}><TooltipProvider><Suspense><CallPad /><Toasts /></Suspense></TooltipProvider></MemoryRouter>); });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Call' }).getAttribute('aria-disabled')).toBeNull());
  await userEvent.setup().click(screen.getByRole('button', { name: 'Call' }));
  await screen.findByText(/do-not-call list/);
  expect(start).toHaveBeenCalledOnce();
  expect(screen.queryAllByRole('listitem')).toEqual([]);
});
