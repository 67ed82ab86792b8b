// Changes of a whole list, gathered and applied to the query cache a few times a second: fifty events are then one
// rendering, and the rows that did not change keep their identity.
import { queries } from '@/app/query_client';

const FLUSH_MS = 100;

export interface LiveItems<Item> {
  items: Item[];
  total: number;
}

type Change<Item> = { put: Item } | { remove: true };

export class LiveList<Item> {
  private changes = new Map<string | number, Change<Item>>();
  private snapshot: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /// `key` is the query of the list, `one` that of a single item, when pages fetch those apart.
  constructor(private readonly key: readonly unknown[], private readonly idOf: (item: Item) => string | number, private readonly one?: (id: string | number) => readonly unknown[]) {}

  put(item: Item): void {
    this.change(this.idOf(item), { put: item });
  }

  remove(id: string | number): void {
    this.change(id, { remove: true });
  }

  /// A snapshot comes in parts and replaces the list with the last one.
  part(items: Item[], part: number, parts: number): void {
    this.snapshot = part === 1 ? items : [...this.snapshot, ...items];
    if (part !== parts) return;
    const known = new Map((queries.getQueryData<LiveItems<Item>>(this.key)?.items ?? []).map((item) => [this.idOf(item), item]));
    // What is the same as before stays the same object.
    const next = this.snapshot.map((item) => { const before = known.get(this.idOf(item)); return before && JSON.stringify(before) === JSON.stringify(item) ? before : item; });
    this.changes.clear();
    this.snapshot = [];
    // An answer that is under way was read before: it must not take the place of the snapshot.
    void queries.cancelQueries({ queryKey: this.key, exact: true });
    queries.setQueryData<LiveItems<Item>>(this.key, { items: next, total: next.length });
  }

  private change(id: string | number, change: Change<Item>): void {
    this.changes.set(id, change);
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    this.timer = undefined;
    // Nor may it take the place of what has changed since: that waits for it.
    if (queries.getQueryState(this.key)?.fetchStatus === 'fetching') {
      this.timer = setTimeout(() => this.flush(), FLUSH_MS);
      return;
    }
    const changes = this.changes;
    this.changes = new Map();
    queries.setQueryData<LiveItems<Item>>(this.key, (before) => {
      if (!before) return before; // nobody looks at the list
      const rest = new Map(changes);
      const items: Item[] = [];
      for (const item of before.items) {
        const change = rest.get(this.idOf(item));
        rest.delete(this.idOf(item));
        if (!change) items.push(item);
        else if ('put' in change) items.push(change.put);
      }
      for (const change of rest.values()) if ('put' in change) items.push(change.put);
      return { items, total: before.total + items.length - before.items.length };
    });
    if (!this.one) return;
    for (const [id, change] of changes) {
      if ('put' in change) queries.setQueryData(this.one(id), (before: Item | undefined) => before && change.put);
    }
  }
}
