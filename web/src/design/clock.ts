import { useSyncExternalStore } from 'react';

// One timer for everything on screen that ages.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => { for (const each of [...listeners]) each(); }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

// The server's clock minus ours, from the times of events and answers; ages are counted on the server's.
let offsetMs = 0;
export function noteServerTime(iso: string): void {
  const offset = Date.parse(iso) - Date.now();
  if (Number.isFinite(offset) && Math.abs(offset - offsetMs) > 2000) offsetMs = offset;
}
export const serverNow = (): number => Date.now() + offsetMs;

/// Re-renders when `of(now)` becomes another value; looked at once a second.
export function useClock<Value extends string | number | boolean>(of: (nowMs: number) => Value): Value {
  return useSyncExternalStore(subscribe, () => of(serverNow()));
}
