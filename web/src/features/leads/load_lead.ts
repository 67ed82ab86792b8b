import { api } from '@/api/client';
import type { Lead } from './queries';

const MOST = 100; // as many as the server answers at once
const GATHER_MS = 20;

interface Waiting {
  resolve: (lead: Lead | null) => void;
  reject: (failure: unknown) => void;
}
let waiting = new Map<string, Waiting[]>();

async function load(some: Map<string, Waiting[]>): Promise<void> {
  try {
    const { items } = await api.list('/api/crm/leads', { query: { ids: [...some.keys()].join(), limit: MOST } });
    const found = new Map(items.map((lead) => [lead.id, lead]));
    for (const [id, all] of some) for (const { resolve } of all) resolve(found.get(id) ?? null);
  } catch (failure) {
    for (const all of some.values()) for (const { reject } of all) reject(failure);
  }
}

function flush(): void {
  const all = [...waiting];
  waiting = new Map();
  for (let from = 0; from < all.length; from += MOST) void load(new Map(all.slice(from, from + MOST)));
}

/// The lead, null when there is none that the user may see. Those that are asked for within a moment are one request.
export function loadLead(id: string): Promise<Lead | null> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(flush, GATHER_MS);
    waiting.set(id, [...(waiting.get(id) ?? []), { resolve, reject }]);
  });
}
