// Lists of api/paged_list.ts, as events change them: [...name, 'head' | 'page' | 'newest', …].
import { queries } from '@/app/query_client';
import type { ListPage } from '@/api/client';

const LOOK_MS = 1000;
const asked = new Set<string>();

/// Changes the item where it stands, in every page that has it.
export function putInPages<Item>(name: readonly unknown[], idOf: (item: Item) => string | number, item: Item): void {
  const id = idOf(item);
  for (const [key, page] of queries.getQueriesData<ListPage<Item>>({ queryKey: name })) {
    if (!page?.items.some((one) => idOf(one) === id)) continue;
    queries.setQueryData<ListPage<Item>>(key, { ...page, items: page.items.map((one) => (idOf(one) === id ? item : one)) });
  }
}

/// Something may have come: the newest page is asked for, at most once in LOOK_MS, and nothing else.
export function newestAgain(name: readonly unknown[]): void {
  const list = JSON.stringify(name);
  if (asked.has(list)) return;
  asked.add(list);
  setTimeout(() => {
    asked.delete(list);
    void queries.invalidateQueries({ queryKey: name, predicate: ({ queryKey }) => queryKey.includes('newest') });
  }, LOOK_MS);
}
