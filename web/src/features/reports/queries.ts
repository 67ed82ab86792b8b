import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, exchange } from '@/api/client';
import type { Schema } from '@/api/types';
import { session } from '@/app/session/session';
import { saveAs } from '@/design/download';
import { listSeparator } from '@/design/format';
import { currentLanguage } from '@/i18n';
import type { Period } from './period';

export type Numbers = Schema<'CallNumbers'>;
export type Kind = 'daily' | 'operator' | 'slots';

export const useDaily = (period: Period, wanted: boolean) => useQuery({ queryKey: ['reports', 'daily', period], queryFn: ({ signal }) => api.get('/api/reports/daily', { query: { ...period }, signal }), enabled: wanted, placeholderData: keepPreviousData });
export const useOperators = (period: Period, wanted: boolean) => useQuery({ queryKey: ['reports', 'operator', period], queryFn: ({ signal }) => api.get('/api/reports/operator', { query: { ...period }, signal }), enabled: wanted, placeholderData: keepPreviousData });
export const useLines = (period: Period, wanted: boolean) => useQuery({ queryKey: ['reports', 'slots', period], queryFn: ({ signal }) => api.get('/api/reports/slots', { query: { ...period }, signal }), enabled: wanted, placeholderData: keepPreviousData });

/// The report as a file for a spreadsheet.
export async function downloadCsv(kind: Kind, { from, to }: Period): Promise<void> {
  const response = await exchange('get', `/api/reports/${kind}?format=csv&from=${from}&to=${to}&excel=${listSeparator(currentLanguage())}`, { token: await session.token() });
  saveAs(`${kind}-${from}-${to}.csv`, await response.blob());
}
