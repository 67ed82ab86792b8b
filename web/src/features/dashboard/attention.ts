// What is not as it should be, worst first. Everything is counted from what the pages show, so the verdict can be checked.
import type { Schema, Slot, Trunk } from '@/api/types';
import type { Translate } from '@/i18n';
import type common from '@/i18n/en';
import { formatBytes } from '@/design/format';
import type en from './en';
import type { ServiceHealth } from './queries';

export interface Trouble {
  id: string;
  tone: 'fault' | 'warning';
  title: string;
  why?: string;
  to?: string;
}

interface Seen {
  slots: Slot[] | undefined;
  trunks: Trunk[] | undefined;
  health: ServiceHealth[] | undefined;
  system: Schema<'SystemMetrics'> | undefined;
}

const MOST_SLOTS_NAMED = 5;
const DISK_ALARM_PERCENT = 90;

export function findTroubles({ slots, trunks, health, system }: Seen, t: Translate<typeof en>, c: Translate<typeof common>, reason: (text: string) => string): Trouble[] {
  const found: Trouble[] = [];
  for (const { service, status, bad } of health ?? []) {
    if (status === 'ok') continue;
    found.push({ id: `service ${service}`, tone: status === 'down' ? 'fault' : 'warning', title: t('serviceBad', { service: service.toUpperCase(), status: t(`status.${status}`) }), why: bad.map((one) => t('checkBad', { check: one.check, status: one.status })).join(', ') });
  }
  const faulty = slots?.filter((slot) => slot.state === 'FAULT' || slot.state === 'DEGRADED') ?? [];
  for (const slot of faulty.slice(0, MOST_SLOTS_NAMED)) {
    found.push({ id: `slot ${slot.id}`, tone: slot.state === 'FAULT' ? 'fault' : 'warning', title: t('faulty', { number: slot.number, state: c(`slot.${slot.state}`) }), why: reason(slot.state_reason), to: `/slots/${slot.id}` });
  }
  if (faulty.length > MOST_SLOTS_NAMED) found.push({ id: 'slots', tone: 'fault', title: t('faultyMore', { count: faulty.length - MOST_SLOTS_NAMED }), to: '/slots?state=FAULT' });
  const usable = slots?.some((slot) => slot.state === 'READY' || slot.state === 'CALLING' || slot.state === 'ACTIVE_CALL' || slot.state === 'POSTCALL');
  if (slots && slots.length > 0 && !usable) found.push({ id: 'ready', tone: 'fault', title: t('noneReady'), why: t('noneReadyWhy'), to: '/slots' });
  for (const trunk of trunks?.filter((one) => one.free === 0) ?? []) {
    found.push({ id: `trunk ${trunk.id}`, tone: 'warning', title: t('trunkFull', { name: trunk.name }), why: t('trunkFullWhy', { used: trunk.slots_used, capacity: trunk.capacity }), to: `/trunks/${trunk.id}` });
  }
  const disk = system?.disk;
  if (disk?.used_percent && disk.used_percent >= DISK_ALARM_PERCENT) {
    found.push({ id: 'disk', tone: 'fault', title: t('diskFull', { percent: Math.round(disk.used_percent) }), why: t('diskWhy', { free: formatBytes(disk.free_bytes) }) });
  }
  return found.sort((a, b) => Number(a.tone === 'warning') - Number(b.tone === 'warning'));
}
