// What other features may use of slots.
export { SlotTable } from './SlotTable';
export { useSlots, useSlotWrites } from './queries';
export { default as PhoneSetup } from './PhoneSetup';
export { useReasonInWords } from './reason';
