import type { PagedList } from '@/api/paged_list';
import type { Schema } from '@/api/types';

export type LogLine = Schema<'LogLine'>;
export type Severity = Schema<'Severity'>;
export interface LogFilter {
  min_severity: Severity | '';
  module: string;
  q: string;
}

export const SEVERITIES: Severity[] = ['debug', 'info', 'warning', 'error'];
/// A page that stays open all day must not grow with the day.
export const MOST_LIVE = 2000;

/// As the server filters: this severity and worse, the module and the text without regard to case.
export function fitsFilter(line: LogLine, { min_severity, module, q }: LogFilter): boolean {
  if (min_severity && SEVERITIES.indexOf(line.severity) < SEVERITIES.indexOf(min_severity)) return false;
  if (module && line.module.toLowerCase() !== module.toLowerCase()) return false;
  return !q || `${line.message}\n${JSON.stringify(line.fields)}`.toLowerCase().includes(q.toLowerCase());
}

/// Newest first; at most MOST_LIVE, the oldest go.
export function pushed(before: readonly LogLine[], line: LogLine): LogLine[] {
  if (before.some((one) => one.id === line.id)) return before as LogLine[];
  return [line, ...before].sort((a, b) => b.id - a.id).slice(0, MOST_LIVE);
}

/// Live lines, then what was fetched, without doubles.
export function joined(live: readonly LogLine[], pages: readonly LogLine[]): LogLine[] {
  const fetched = new Set(pages.slice(0, 2 * MOST_LIVE).map((line) => line.id));
  return [...live.filter((line) => !fetched.has(line.id)), ...pages];
}

/// Live lines above a list that is fetched in pages; those that its first page has already are left out.
export function above(live: readonly LogLine[], list: PagedList<LogLine>): PagedList<LogLine> {
  const newest = list.first[0]?.id ?? 0;
  const lines = live.filter((line) => line.id > newest);
  if (lines.length === 0 || list.count === undefined) return list;
  return {
    ...list,
    count: lines.length + list.count,
    rowAt: (index) => (index < lines.length ? lines[index] : list.rowAt(index - lines.length)),
    show: (first, last) => list.show(Math.max(0, first - lines.length), Math.max(0, last - lines.length)),
  };
}
