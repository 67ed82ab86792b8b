import type { Call, Slot, SlotState } from '@/api/types';

const UP: SlotState[] = ['CALLING', 'ACTIVE_CALL'];

/// Why no line is ready for this person: `busy` their own call is up, `wrap` their line ends its last call and is ready in a moment,
/// `others` every line is in calls, `none` there is none that works.
export function whyNoneReady(lines: readonly Slot[], user: string, own: Call | undefined): 'busy' | 'wrap' | 'others' | 'none' {
  if (own) return 'busy';
  const usable = lines.filter((slot) => slot.assignment !== 'campaign' && (slot.assigned_user === null || slot.assigned_user === user));
  if (usable.some((slot) => slot.state === 'POSTCALL')) return 'wrap';
  // The call's end and its line's may come one after the other.
  if (usable.some((slot) => slot.assigned_user === user && UP.includes(slot.state))) return 'wrap';
  return usable.some((slot) => UP.includes(slot.state)) ? 'others' : 'none';
}
