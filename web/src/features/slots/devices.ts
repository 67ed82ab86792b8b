import type { Slot } from '@/api/types';

/// So many names from `first`, whose number counts up: desk-7 → desk-7, desk-8 …, without those that the trunk has.
export function devicesFrom(first: string, count: number, slots: readonly Pick<Slot, 'trunk_id' | 'device_id'>[], trunkId: number): string[] {
  if (count === 1) return [first];
  const [, stem, number] = /^(.*?)(\d*)$/.exec(first)!;
  const before = number ? stem! : `${stem}-`;
  const taken = new Set(slots.filter((slot) => slot.trunk_id === trunkId).map((slot) => slot.device_id));
  const devices: string[] = [];
  for (let at = Number(number || 1); devices.length < count; ++at) {
    const device = `${before}${String(at).padStart(number!.length, '0')}`;
    if (!taken.has(device)) devices.push(device);
  }
  return devices;
}
