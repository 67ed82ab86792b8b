import { errorInWords } from '@/design/error_words';

export interface Progress {
  done: number;
  of: number;
  failed: { name: string; why: string }[];
}

const AT_ONCE = 4;

/// Does `work` for each, a few at a time, telling how far it is. What fails is told and does not stop the rest; `signal` does.
export async function runEach<Item>(items: readonly Item[], nameOf: (item: Item) => string, work: (item: Item) => Promise<unknown>, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Progress> {
  const progress: Progress = { done: 0, of: items.length, failed: [] };
  let next = 0;
  const one = async () => {
    while (next < items.length && !signal.aborted) {
      const item = items[next++]!;
      try {
        await work(item);
      } catch (failure) {
        progress.failed.push({ name: nameOf(item), why: errorInWords(failure) });
      }
      progress.done += 1;
      tell({ ...progress, failed: [...progress.failed] });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return progress;
}
