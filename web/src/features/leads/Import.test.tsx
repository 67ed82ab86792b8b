import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { beforeAll, expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { queries } from '@/app/query_client';
import { TooltipProvider } from '@/design/Tooltip';
import { loadTexts } from '@/i18n';
import LeadImport from './Import';
import * as upload from './upload';

beforeAll(() => loadTexts('leads'));

async function choose(content: BlobPart, name: string) {
  await act(async () => { render(<MemoryRouter><QueryClientProvider client={queries}><TooltipProvider><Suspense><LeadImport /></Suspense></TooltipProvider></QueryClientProvider></MemoryRouter>); });
  const person = userEvent.setup({ applyAccept: false });
  await person.upload(screen.getByLabelText('CSV file'), new File([content], name));
  return person;
}

test('a spreadsheet is refused in words, and nothing is sent', async () => {
  const preview = vi.spyOn(upload, 'previewOf');
  await choose('PK\u0003\u0004', 'leads.xlsx');
  await screen.findByText(/not a CSV file/);
  screen.getByText(/leads.xlsx/);
  screen.getByText('Choose another file');
  expect(preview).not.toHaveBeenCalled();
});

test('what cannot be read in one encoding can be read in another', async () => {
  const preview = vi.spyOn(upload, 'previewOf').mockRejectedValue(new ApiError(400, 'INVALID_PARAMS', '', { encoding: 'is not that of the file' }, '', undefined, 'leads'));
  const person = await choose('a;b', 'leads.csv');
  await person.selectOptions(await screen.findByLabelText('Encoding'), 'windows-1251');
  await waitFor(() => expect(preview).toHaveBeenLastCalledWith(expect.anything(), undefined, { encoding: 'windows-1251' }));
  screen.getByLabelText('Encoding');
});

test('a column without a title has its number', () => {
  expect(['column 7', 'Column', 'column x'].map(upload.numberOfUntitled)).toEqual(['7', undefined, undefined]);
});
