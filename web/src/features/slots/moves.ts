// What can be done with a slot in its state, as src/ottb/slots/slot_state.cpp has it: so that a button says why it cannot
// work before it is pressed. The server decides all the same.
import type { Slot, SlotState } from '@/api/types';

export type Action = 'assignMe' | 'assignUser' | 'assignPool' | 'release' | 'restart' | 'reset' | 'delete' | 'setUp';
export type Obstacle = 'call' | 'state' | 'other' | 'mine' | 'pool';

const IN_CALL: SlotState[] = ['CALLING', 'ACTIVE_CALL', 'POSTCALL'];
const RELEASABLE: SlotState[] = ['ASSIGNED', 'REGISTERING', 'READY'];
const RESTARTABLE: SlotState[] = ['READY', 'FAULT', 'DEGRADED'];

export const isInCall = (slot: Slot): boolean => IN_CALL.includes(slot.state);

export interface Who {
  userId: string;
  admin: boolean;
}

/// null: it can be done.
export function obstacle(action: Action, slot: Slot, { userId, admin }: Who): Obstacle | null {
  if (IN_CALL.includes(slot.state)) return action === 'reset' && slot.state === 'POSTCALL' ? null : 'call';
  const mine = slot.assigned_user === userId;
  if (action === 'release') return !RELEASABLE.includes(slot.state) ? 'state' : slot.assignment !== 'pool' && !mine && !admin ? 'other' : null;
  if (action === 'restart') return RESTARTABLE.includes(slot.state) ? null : 'state';
  if (action === 'reset') return slot.state === 'IDLE' ? 'state' : null;
  if (action === 'delete' || action === 'setUp') return null;
  if (action === 'assignMe' && mine) return 'mine';
  if (action === 'assignPool' && slot.assignment === 'pool') return 'pool';
  if (slot.assignment === 'user' || slot.assignment === 'campaign') return 'other';
  return slot.state === 'IDLE' || RELEASABLE.includes(slot.state) ? null : 'state';
}
