import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { beforeAll, test, vi } from 'vitest';
import { formatPhone } from '@/design/format';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import { Merge } from './Merge';
import type { Lead } from './queries';

const lead = (id: string, phone: string) => ({ id, phone, client_name: 'Anna', status: 'new', fields: {} } as Lead);
const one = lead('l_1', '+79990000001'), two = lead('l_2', '+79990000002'), three = lead('l_3', '+79990000003');
vi.mock('./queries', async (original) => ({
  ...(await original<object>()), useLeadSearch: () => ({ data: [one, two, three] }), useLeadWrites: () => ({ merge: vi.fn() }), useMergePreview: () => ({ data: undefined, error: null }), useSellers: () => undefined,
}));
beforeAll(async () => { await Promise.all([loadTexts('leads'), loadTexts('errors')]); });

test('leads of one name are told apart by their numbers, down to the button', async () => {
  await act(async () => { render(<TooltipProvider><Suspense><Merge lead={one} onClose={vi.fn()} onDone={vi.fn()} /></Suspense></TooltipProvider>); });
  screen.getByRole('dialog', { name: `Merge Anna, ${formatPhone(one.phone)}` });
  await userEvent.setup().click(screen.getByRole('radio', { name: `Anna ${formatPhone(three.phone)}` }));
  screen.getByRole('button', { name: `Merge into Anna, ${formatPhone(three.phone)}` });
});
