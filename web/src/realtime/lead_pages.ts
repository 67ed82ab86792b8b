// Lists of leads are pages that the server filters: there may be millions. A lead that changed is changed where it stands;
// what makes a list longer, shorter or other is asked for again, only what is in sight, and not more often than people read.
import type { Query } from '@tanstack/react-query';
import { queries } from '@/app/query_client';
import type { ListPage } from '@/api/client';
import { makeStore } from '@/design/store';
import type { Schema } from '@/api/types';

type Lead = Schema<'Lead'>;
interface Filter { status?: string; seller?: string }

const AGAIN_MS = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;
let changed = new Set<string>(); // lists that lost something

// ['leads', 'all', filter, 'head' | 'page' | 'newest', …], of api/paged_list.ts
const listOf = (key: readonly unknown[]) => JSON.stringify(key[2]);

/// Soon, at once if that is some time ago: the newest of every list, all that is in sight of those that lost something.
export function leadsAgain(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    last = Date.now();
    const whole = changed;
    changed = new Set();
    const again = ({ queryKey }: Query) => queryKey[1] === 'search' || (queryKey[1] === 'all' && (queryKey[3] === 'newest' || whole.has(listOf(queryKey))));
    void queries.invalidateQueries({ queryKey: ['leads'], predicate: again });
  }, Math.max(300, AGAIN_MS - (Date.now() - last)));
}

const fits = (lead: Lead, { status, seller }: Filter) =>
  (!status || lead.status === status) && (!seller || (seller === 'none' ? lead.assigned_seller === null : lead.assigned_seller === seller));

const pages = () => queries.getQueriesData<ListPage<Lead>>({ queryKey: ['leads', 'all'] }).flatMap(([key, page]) => (page ? [{ key, page, here: (id: string) => page.items.some((one) => one.id === id) }] : []));

/// Puts the lead as it is now into every list that has it.
export function putLead(lead: Lead): void {
  queries.setQueryData<Lead>(['leads', lead.id], (before) => before && lead);
  void queries.invalidateQueries({ queryKey: ['leads', lead.id, 'timeline'] });
  const lists = new Map<string, { filter: Filter; here: boolean }>();
  for (const { key, page, here } of pages()) {
    const list = lists.get(listOf(key)) ?? { filter: (key[2] ?? {}) as Filter, here: false };
    lists.set(listOf(key), list);
    if (!here(lead.id)) continue;
    list.here = true;
    queries.setQueryData<ListPage<Lead>>(key, { ...page, items: page.items.map((one) => (one.id === lead.id ? lead : one)) });
  }
  let moved = false;
  for (const [list, { filter, here }] of lists) {
    const wanted = fits(lead, filter);
    if (here && !wanted) changed.add(list);
    if (here !== wanted) moved = true;
  }
  if (moved) leadsAgain();
}

/// The seller has it no more: it goes from the lists at once.
export function dropLead(id: string): void {
  for (const { key, page, here } of pages()) {
    if (!here(id)) continue;
    changed.add(listOf(key));
    queries.setQueryData<ListPage<Lead>>(key, { ...page, items: page.items.filter((one) => one.id !== id), total: page.total - 1 });
  }
  leadsAgain();
}

/// Leads that went into others since this page was opened: where each is now.
export const mergedLeads = makeStore<Readonly<Record<string, string>>>({});

export function mergeLead(id: string, into: string): void {
  mergedLeads.set((before) => ({ ...before, [id]: into }));
  dropLead(id);
}
