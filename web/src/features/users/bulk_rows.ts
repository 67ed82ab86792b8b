import type { BulkUser } from './queries';

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/// Names and passwords that were made up, for handing out.
export function credentialsCsv(rows: BulkUser[]): string {
  const lines = rows.flatMap((row) => (row.password ? [`${cell(row.username)},${cell(row.password)}`] : []));
  return ['username,password', ...lines, ''].join('\r\n');
}

/// The page's own words for what the server found wrong with a field.
export function problemKey(field: string, wants: string) {
  if (field === 'username') return wants === 'is taken' ? 'bulkProblem.taken' : wants.startsWith('is in line') ? 'bulkProblem.twice' : 'usernameWants';
  if (field === 'email') return 'bulkProblem.email';
  if (field === 'role') return wants.includes('names no role') || wants === 'is required' ? 'bulkProblem.role' : 'bulkProblem.mayNot';
  return field === 'password' ? 'passwordWants' : 'bulkProblem.cells';
}
