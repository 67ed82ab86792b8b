// Markdown, as docs/performance.md wants it.
export function printTable(title, columns, rows) {
  console.log(`\n### ${title}\n`);
  console.log(`| ${columns.join(' | ')} |\n| ${columns.map(() => '---').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

export const micros = (seconds, count) => (count > 0 ? `${((seconds / count) * 1e6).toFixed(0)} µs` : 'none');

/** The value below which `part` of the numbers lie. */
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
