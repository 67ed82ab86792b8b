import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Slot } from '@/api/types';
import { api } from '@/api/client';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import { ProvisioningCode } from './ProvisioningCode';

const shown = vi.hoisted(() => ({ slot: null as unknown }));
const heard = vi.hoisted(() => ({ listen: (_payload: { id: number; change: string; ts: string }) => undefined as void }));
vi.mock('@/realtime/realtime', () => ({ useEvent: (_event: string, listen: typeof heard.listen) => { heard.listen = listen; } }));
vi.mock('./queries', () => ({ useSlot: () => ({ data: shown.slot }) }));
beforeAll(() => loadTexts('slots'));

const LONG_AGO = '2026-01-15T09:00:00.000Z';
const slotAt = (contact: string | null, state_since = LONG_AGO) =>
  ({ number: 7001, state: contact ? 'READY' : 'REGISTERING', state_since, registration: { registered: contact !== null, contact } }) as Slot;

const now = () => new Date().toISOString();

async function show() {
  vi.spyOn(api, 'post').mockResolvedValue({ path: '/api/provisioning/q1', expires_at: new Date(Date.now() + 900_000).toISOString() } as never);
  const client = new QueryClient();
  const page = () => <QueryClientProvider client={client}><TooltipProvider><Suspense><ProvisioningCode slotId={1} /></Suspense></TooltipProvider></QueryClientProvider>;
  const { rerender } = render(page());
  await screen.findByText('Waiting for the phone to fetch the address');
  return async (slot: Slot) => {
    shown.slot = slot;
    await act(async () => rerender(page()));
  };
}

test('the address is fetched, then the phone registers: the code that it has used is gone', async () => {
  shown.slot = slotAt(null);
  const see = await show();
  await screen.findByText(/VSS_BIND/); // the page of a test is on localhost
  act(() => heard.listen({ id: 2, change: 'credentials', ts: now() })); // another slot's
  screen.getByText('Waiting for the phone to fetch the address');
  act(() => heard.listen({ id: 1, change: 'state', ts: now() }));
  screen.getByText('Waiting for the phone to fetch the address');
  act(() => heard.listen({ id: 1, change: 'credentials', ts: now() }));
  screen.getByText('Address fetched');
  screen.getByText('Waiting for the phone to register');
  expect(screen.queryByText('Phone 7001 is registered')).toBeNull();
  expect(screen.queryByRole('img')).toBeNull();
  await see(slotAt('sip:7001@192.0.2.7'));
  screen.getByText('Phone 7001 is registered');
  expect(screen.queryByText(/Waiting for/)).toBeNull();
  expect(screen.queryByText(/VSS_BIND/)).toBeNull();
  screen.getByRole('button', { name: 'New code' });
});

test('a phone that comes back to the address that it had is there again, the one of before is not', async () => {
  shown.slot = slotAt('sip:7001@192.0.2.7');
  const see = await show();
  act(() => heard.listen({ id: 1, change: 'credentials', ts: now() }));
  await see(slotAt('sip:7001@192.0.2.7'));
  screen.getByText('Waiting for the phone to register');
  await see(slotAt('sip:7001@192.0.2.7', new Date(Date.now() + 1000).toISOString()));
  screen.getByText('Phone 7001 is registered');
  screen.getByText('Ready for calls');
});
