// A list that the server keeps in order and that may have millions of rows. Its first page says how many there are; the others are
// fetched where somebody looks, counted from the end of the first: what comes new at the top moves nothing below.
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ListPage } from './client';
import { countOf, freshOf, PAGE, pagesOf, type Known } from './paging';

const KEPT_MS = 120_000; // pages out of sight
const LOOK_MS = 80; // while somebody scrolls, what flies past is not fetched

export interface Place {
  limit: number;
  cursor?: string;
  offset?: number;
}

export interface PagedList<Row> {
  id: string; // another one is another list
  count: number | undefined; // undefined: the first page is being fetched
  rowAt: (index: number) => Row | undefined; // undefined: not fetched (yet)
  show: (first: number, last: number) => void; // what is in sight
  fresh: number; // rows that came at the top since; `refresh` shows them
  refresh: () => void;
  first: readonly Row[]; // the first page
  error: unknown;
  again: () => void;
}

interface Top<Row> extends ListPage<Row> {
  at: number; // when it was fetched, ms since 1970
}

interface Wanted<Row> {
  /// Query keys: [...name, 'head'], [...name, 'page', …] hold ListPages, patched by events; [...name, 'newest'] is asked for
  /// anew when something may have come.
  name: readonly unknown[];
  fetch: (place: Place, signal: AbortSignal) => Promise<ListPage<Row>>;
  keyOf: (row: Row) => string | number;
  enabled?: boolean;
  /// What comes new is shown at once.
  follow?: boolean;
}

export function usePagedList<Row>({ name, fetch, keyOf, enabled = true, follow = false }: Wanted<Row>): PagedList<Row> {
  const cache = useQueryClient();
  const id = JSON.stringify(name);
  const kept = { staleTime: Infinity, gcTime: KEPT_MS };
  const top = async ({ signal }: { signal: AbortSignal }): Promise<Top<Row>> => ({ ...(await fetch({ limit: PAGE }, signal)), at: Date.now() });
  const head = useQuery({ queryKey: [...name, 'head'], queryFn: top, enabled, ...kept });
  const anchor = head.data?.next ?? null;
  const newest = useQuery({ queryKey: [...name, 'newest'], queryFn: top, enabled: enabled && head.data !== undefined, initialData: head.data, ...kept });
  const fresh = head.data && newest.data && newest.data.at > head.data.at ? freshOf(head.data, newest.data, keyOf) : 0;

  const [wanted, show] = useLook(id);
  const pages = anchor === null ? [] : wanted;
  const keyOfPage = useCallback((from: string, page: number) => [...(JSON.parse(id) as unknown[]), 'page', from, page], [id]);
  const found = useQueries({
    queries: pages.map((page) => ({ queryKey: keyOfPage(anchor!, page), queryFn: ({ signal }: { signal: AbortSignal }) => fetch({ limit: PAGE, cursor: anchor!, offset: (page - 1) * PAGE }, signal), ...kept })),
  });

  // What the pages say of the list's length, for as long as they are counted from the same place.
  const known = useRef<{ anchor: string | null; id: string; before: string | null; pages: Map<number, Known> }>({ anchor: null, id: '', before: null, pages: new Map() });
  if (known.current.anchor !== anchor || known.current.id !== id) known.current = { anchor, id, before: known.current.id === id ? known.current.anchor : null, pages: new Map() };
  found.forEach(({ data }, index) => { if (data) known.current.pages.set(pages[index]!, { rows: data.items.length, more: data.next !== null }); });
  const count = head.data && countOf(head.data, known.current.pages);

  const arrived = found.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const rowAt = useMemo(() => {
    const held = new Map<number, readonly Row[]>();
    if (head.data) held.set(0, head.data.items);
    const look = (page: number): readonly Row[] | undefined => {
      const one = (from: string | null) => (from === null ? undefined : cache.getQueryData<ListPage<Row>>(keyOfPage(from, page))?.items);
      const items = one(anchor) ?? one(known.current.before); // better a moment old than nothing
      if (items) held.set(page, items);
      return items;
    };
    return (index: number): Row | undefined => {
      const page = Math.floor(index / PAGE);
      return (held.get(page) ?? look(page))?.[index - page * PAGE];
    };
    // `arrived` changes when a page came or was changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [cache, head.data, anchor, keyOfPage, arrived]);

  const latest = newest.data;
  const refresh = useCallback(() => {
    if (latest) cache.setQueryData([...(JSON.parse(id) as unknown[]), 'head'], latest);
  }, [cache, id, latest]);
  const none = head.data?.items.length === 0;
  useEffect(() => { if (fresh > 0 && (none || follow)) refresh(); }, [fresh, none, follow, refresh]); // an empty list has no places to keep

  const failed = head.error ?? found.find(({ error }) => error)?.error ?? null;
  return {
    id, count, rowAt, show, fresh, refresh, first: head.data?.items ?? [], error: failed,
    again: () => { void cache.invalidateQueries({ queryKey: JSON.parse(id) as unknown[], predicate: ({ state }) => state.status === 'error' }); },
  };
}

/// The pages in sight, but for the first; told at most every LOOK_MS.
function useLook(id: string): [number[], (first: number, last: number) => void] {
  const [look, setLook] = useState<{ id: string; pages: number[] }>({ id, pages: [] });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const next = useRef<[number, number]>([0, 0]);
  const show = useCallback((first: number, last: number) => {
    next.current = [first, last];
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const pages = pagesOf(...next.current);
      setLook((before) => (before.id === id && before.pages.join() === pages.join() ? before : { id, pages }));
    }, LOOK_MS);
  }, [id]);
  useEffect(() => () => { clearTimeout(timer.current); timer.current = undefined; }, [id]);
  return [look.id === id ? look.pages : [], show];
}
