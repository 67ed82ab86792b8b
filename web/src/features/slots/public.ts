// What other features may use of slots.
export { SlotTable } from './SlotTable';
export { useSlots, useSlotWrites } from './queries';
/// Its own piece of the application: it draws QR codes.
export const loadPhoneSetup = async () => import('./PhoneSetup');
export { useReasonInWords } from './reason';
