import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { DateRange } from './DateRange';

test('the days of a range have names that one sees, and bound each other', () => {
  const onChange = vi.fn();
  render(<DateRange from="2026-01-02" to="" fromLabel="From" toLabel="To" onChange={onChange} />);
  screen.getByText('From');
  const to = screen.getByLabelText('To') as HTMLInputElement;
  screen.getByText('To');
  expect(to.min).toBe('2026-01-02');
  fireEvent.change(to, { target: { value: '2026-01-09' } });
  expect(onChange).toHaveBeenLastCalledWith({ to: '2026-01-09' });
});
