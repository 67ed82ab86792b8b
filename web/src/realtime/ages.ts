// Ages of an answer or an event count to the moment when the server made it, which they do not say themselves.
import { serverNow } from '@/design/clock';

const seen = new WeakMap<object, number>();

/// The ages in these were counted at that moment of the server.
export function noteAges(items: readonly object[], atMs = serverNow()): void {
  for (const item of items) if (!seen.has(item)) seen.set(item, atMs);
}

/// When something began that is `ageS` old in `item`.
export function beganAt(item: object, ageS: number): string {
  noteAges([item]);
  return new Date(seen.get(item)! - ageS * 1000).toISOString();
}
