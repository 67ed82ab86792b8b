import { act, render } from '@testing-library/react';
import { Suspense } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Call } from '@/api/types';
import { loadTexts } from '@/i18n';
import { Outcome } from './List';

vi.mock('@/app/session/use_session', () => ({ useUser: () => ({ id: 'me' }), useMay: () => true }));
beforeAll(async () => { await Promise.all([loadTexts('calls'), loadTexts('common')]); });

const shown = async (part: Partial<Call>): Promise<string | null> => {
  let container!: HTMLElement;
  await act(async () => { ({ container } = render(<Suspense><Outcome call={{ number: 6001, state: 'ended', disposition: null, hangup_cause: null, sip_status: null, answered_at: null, ...part } as Call} /></Suspense>)); });
  return container.textContent;
};

test('a call that is over shows its outcome, once, and one that runs where it is', async () => {
  expect(await shown({ state: 'ended', disposition: 'answered', hangup_cause: 'normal' })).toMatch(/^\s*answered · hung up$/);
  expect(await shown({ state: 'failed', disposition: 'busy', hangup_cause: 'busy' })).toMatch(/^\s*busy$/);
  expect(await shown({ state: 'failed', disposition: 'failed', hangup_cause: 'congestion', sip_status: 503 })).toMatch(/^\s*failed · network congestion · SIP 503$/);
  expect(await shown({ state: 'answered' })).toMatch(/^\s*talking$/);
  expect(await shown({ state: 'ended' })).toMatch(/^\s*ended$/);
});
