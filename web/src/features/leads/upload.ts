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

// Archives, which .xlsx and .ods are, too (APPNOTE.TXT 4.3.7), and the compound files that .xls are ([MS-CFB] 2.2).
const SPREADSHEETS = [[0x50, 0x4b], [0xd0, 0xcf, 0x11, 0xe0]];

/// Whether the file is a spreadsheet's own, which no encoding makes text of.
export const isSpreadsheet = (file: Blob): Promise<boolean> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      const begin = new Uint8Array(reader.result as ArrayBuffer);
      resolve(SPREADSHEETS.some((sign) => sign.every((byte, index) => begin[index] === byte)));
    };
    reader.onerror = () => resolve(false); // who sends it finds out what is wrong
    reader.readAsArrayBuffer(file.slice(0, 4));
  });

/// The server's name for a column that has none: "column 7".
export const numberOfUntitled = (title: string): string | undefined => /^column (\d+)$/.exec(title)?.[1];

export type Mapping = Record<string, string | null>;

/// What the server finds out by itself, unless somebody knows better.
export interface Reading { encoding?: Preview['encoding']; delimiter?: Preview['delimiter'] }

export const previewOf = (file: File, mapping?: Mapping, reading: Reading = {}): Promise<Preview> =>
  send({ preview: 'true', name: file.name, ...reading, ...(mapping && { mapping: JSON.stringify(mapping) }) }, file.slice(0, PREVIEW_BYTES));

export const runImport = (file: File, mapping: Mapping, policy: Policy, reading: Reading = {}): Promise<Import> =>
  send({ name: file.name, mapping: JSON.stringify(mapping), policy, ...reading }, file);
