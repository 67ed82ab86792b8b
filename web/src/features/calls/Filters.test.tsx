import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import { loadTexts } from '@/i18n';
import { Filters } from './Filters';

vi.mock('@/features/users/public', () => ({ useUsers: () => ({ data: undefined }) }));
beforeAll(() => loadTexts('calls'));

test('part of a number is said to be part of one, and asks for nothing', async () => {
  const onChange = vi.fn(), onUnfinished = vi.fn();
  await act(async () => { render(<Suspense><Filters filter={{ user: '', outcome: '', from: '', to: '', number: '' }} onChange={onChange} onUnfinished={onUnfinished} /></Suspense>); });
  const person = userEvent.setup(), field = screen.getByLabelText('Whole number');
  await person.type(field, '+7999');
  await waitFor(() => expect(onUnfinished).toHaveBeenLastCalledWith(true));
  expect(onChange).not.toHaveBeenCalled();
  await person.type(field, '0000001');
  await waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ number: '+79990000001' }));
  expect(onUnfinished).toHaveBeenLastCalledWith(false);
  await person.clear(field);
  await waitFor(() => expect(onUnfinished).toHaveBeenLastCalledWith(false));
});
