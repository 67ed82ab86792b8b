// CSV as the server writes it (src/base/csv.cpp), for what a page puts together itself.
import { currentLanguage } from '@/i18n';
import { listSeparator } from './format';

export type Cell = string | number | boolean | null | undefined;

// A sign with digits behind it, grouped or not, is a number as somebody wrote it; a person's words may be a formula.
const isNumber = (text: string): boolean => /^[+-][0-9. ()]+$/.test(text);

function textOf(cell: Cell, excel: 'comma' | 'semicolon'): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return excel === 'semicolon' ? String(cell).replace('.', ',') : String(cell);
  const text = String(cell);
  return /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
}

const quoted = (text: string): string => (/[,;"\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/// Lines that a spreadsheet of the reader's language opens with a double click.
export function csvLines(rows: readonly (readonly Cell[])[], excel = listSeparator(currentLanguage())): string {
  const separator = excel === 'semicolon' ? ';' : ',';
  return rows.map((row) => `${row.map((cell) => quoted(textOf(cell, excel))).join(separator)}\r\n`).join('');
}
