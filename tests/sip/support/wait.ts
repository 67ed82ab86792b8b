import { setTimeout as sleep } from 'node:timers/promises';

/// Asks until there is an answer; the deadline names what was waited for.
export async function until<T>(what: string, ask: () => T | undefined | false | Promise<T | undefined | false>, ms = 10_000): Promise<T> {
  for (const late = Date.now() + ms; ; ) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > late) throw new Error(`${what}: not within ${ms} ms`);
    await sleep(10);
  }
}

export { sleep };
