// Lists of leads are pages that the server filters: there may be millions. A lead that changed is changed where it stands;
// only what makes a list longer, shorter or other is asked for again, and that not more often than people read.
import type { InfiniteData } from '@tanstack/react-query';
import { queries } from '@/app/query_client';
import type { Schema } from '@/api/types';

type Lead = Schema<'Lead'>;
interface ListPage { items: Lead[]; total: number; next: string | null }
interface Filter { status?: string; seller?: string }

const AGAIN_MS = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;

/// Lists and single leads anew, at once if that is some time ago.
export function leadsAgain(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    last = Date.now();
    void queries.invalidateQueries({ queryKey: ['leads'], predicate: ({ queryKey }) => queryKey[1] === 'all' || queryKey[1] === 'search' });
  }, Math.max(300, AGAIN_MS - (Date.now() - last)));
}

const fits = (lead: Lead, { status, seller }: Filter) =>
  (!status || lead.status === status) && (!seller || (seller === 'none' ? lead.assigned_seller === null : lead.assigned_seller === seller));

/// Puts the lead as it is now into every list that has it.
export function putLead(lead: Lead): void {
  queries.setQueryData<Lead>(['leads', lead.id], (before) => before && lead);
  void queries.invalidateQueries({ queryKey: ['leads', lead.id, 'timeline'] });
  let moved = false;
  for (const [key, data] of queries.getQueriesData<InfiniteData<ListPage>>({ queryKey: ['leads', 'all'] })) {
    if (!data) continue;
    const here = data.pages.some((page) => page.items.some((one) => one.id === lead.id));
    const wanted = fits(lead, (key[2] ?? {}) as Filter);
    if (here !== wanted) moved = true;
    if (!here || !wanted) continue;
    queries.setQueryData<InfiniteData<ListPage>>(key, { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((one) => (one.id === lead.id ? lead : one)) })) });
  }
  if (moved) leadsAgain();
}

/// The seller has it no more: it goes from the lists at once.
export function dropLead(id: string): void {
  queries.setQueriesData<InfiniteData<ListPage>>({ queryKey: ['leads', 'all'] }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== id), total: page.total - Number(page.items.some((one) => one.id === id)) })) });
  leadsAgain();
}
