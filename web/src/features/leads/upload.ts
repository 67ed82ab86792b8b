import { ApiError } from '@/api/errors';
import type { Schema } from '@/api/types';
import { session } from '@/app/session/session';

export type Preview = Schema<'ImportPreview'>;
export type Import = Schema<'Import'>;
export type Policy = Import['policy'];

/// Enough to see what is in a file; the server looks at its first thousand rows.
const PREVIEW_BYTES = 1_000_000;

async function send<Result>(query: Record<string, string>, body: Blob): Promise<Result> {
  const token = await session.token();
  const response = await fetch(`/api/crm/leads/import?${new URLSearchParams(query)}`, {
    method: 'POST', body, credentials: 'same-origin', headers: { 'Content-Type': 'text/csv', ...(token && { Authorization: `Bearer ${token}` }) },
  }).catch(() => { throw new ApiError(0, 'OFFLINE', 'the server does not answer', {}, ''); });
  const answer = (await response.json().catch(() => ({}))) as Result & { code?: string; message?: string; details?: Record<string, unknown>; request_id?: string };
  if (!response.ok) throw new ApiError(response.status, answer.code ?? 'INTERNAL', answer.message ?? String(response.status), answer.details ?? {}, answer.request_id ?? '', undefined, 'leads');
  return answer;
}

export type Mapping = Record<string, string | null>;

/// What the server finds out by itself, unless somebody knows better.
export interface Reading { encoding?: Preview['encoding']; delimiter?: Preview['delimiter'] }

export const previewOf = (file: File, mapping?: Mapping, reading: Reading = {}): Promise<Preview> =>
  send({ preview: 'true', name: file.name, ...reading, ...(mapping && { mapping: JSON.stringify(mapping) }) }, file.slice(0, PREVIEW_BYTES));

export const runImport = (file: File, mapping: Mapping, policy: Policy, reading: Reading = {}): Promise<Import> =>
  send({ name: file.name, mapping: JSON.stringify(mapping), policy, ...reading }, file);

/// The separator that a spreadsheet of this person's language expects: where the comma is the decimal sign, lists
/// have semicolons.
export const listSeparator = (language: string): 'comma' | 'semicolon' => ((1.5).toLocaleString(language).includes(',') ? 'semicolon' : 'comma');
