/// Days as 2026-01-31, both counted in.
export interface Period {
  from: string;
  to: string;
}

export const dayIn = (at: number, zone: string | undefined): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/// The last `days`, today among them.
export const lastDays = (days: number, today: string): Period => ({ from: addDays(today, 1 - days), to: today });
