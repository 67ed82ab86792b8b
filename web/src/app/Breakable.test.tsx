import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { TooltipProvider } from '@/design/Tooltip';
import { Breakable } from './Breakable';

const Page = ({ fails }: { fails: boolean }) => {
  if (fails) throw new Error('a bug');
  return <p>the page</p>;
};

test('a page that breaks says so; another page works', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const at = (place: string, fails: boolean) => <TooltipProvider><Breakable place={place}><Page fails={fails} /></Breakable></TooltipProvider>;
  const { rerender } = render(at('/slots', true));
  expect(screen.getByRole('alert').textContent).toContain('This page crashed');
  expect(screen.getByRole('alert').textContent).toContain('a bug');
  rerender(at('/slots', false));
  expect(screen.queryByText('the page')).toBeNull();
  rerender(at('/trunks', false));
  expect(screen.getByText('the page')).toBeTruthy();
});
