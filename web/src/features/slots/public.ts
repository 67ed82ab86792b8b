// What other features may use of slots.
export { SlotTable } from './SlotTable';
export { useSlots } from './queries';
export { useReasonInWords } from './reason';
