import { lazy, Suspense, useState } from 'react';
import type { Schema, Slot, Trunk } from '@/api/types';
import { DraftNotice } from '@/app/drafts/DraftNotice';
import { useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input, Select } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useTrunks } from '@/features/trunks/public';
import { useCommonText } from '@/i18n/text';
import { devicesFrom } from './devices';
import { useSlots, useSlotWrites } from './queries';
import { useSlotsText } from './text';

const Credentials = lazy(() => import('./Credentials'));
const ManyCredentials = lazy(() => import('./ManyCredentials'));
const MOST_AT_ONCE = 200; // as the server has it
const DEVICE = /^[A-Za-z0-9_.:][A-Za-z0-9_.:-]{0,63}$/;
const PREFIX: Record<Trunk['type'], string> = { auto: 'softphone', mf: 'phone', ls: 'pc' };

interface Props {
  trunkId: number | null;
  onClose: () => void;
  onDone: (slot: Slot) => void;
}

/// A trunk and a name for the device; then the credentials, once.
export function CreateSlot({ trunkId, onClose, onDone }: Props) {
  const t = useSlotsText();
  const common = useCommonText();
  const { data: trunks } = useTrunks();
  const { data: slots } = useSlots();
  const writes = useSlotWrites();
  const kept = useDraft<{ picked: number | null; device: string | null }>('new-slot', { picked: trunkId, device: null }); // null: as proposed
  const { picked, device } = kept.values;
  const [tried, setTried] = useState(false);
  const [count, setCount] = useState(1);
  const [made, setMade] = useState<{ slot: Slot; sip: Schema<'SipCredentials'> } | null>(null);
  const [many, setMany] = useState<Schema<'CreatedSlot'>[] | null>(null);
  const free = trunks?.items.filter((one) => one.free > 0) ?? [];
  const trunk = trunks?.items.find((one) => one.id === picked) ?? free[0];
  const proposed = trunk ? `${PREFIX[trunk.type]}-${1 + (slots?.items.filter((slot) => slot.type === trunk.type).length ?? 0)}` : '';
  const deviceId = device ?? proposed;
  const wrong = DEVICE.test(deviceId) ? undefined : t('deviceWants');
  const most = Math.max(1, Math.min(MOST_AT_ONCE, trunk?.free ?? 1));
  const tooMany = Number.isInteger(count) && count >= 1 && count <= most ? undefined : t('countWants', { most });
  const devices = trunk && !wrong && !tooMany ? devicesFrom(deviceId, count, slots?.items ?? [], trunk.id) : [];
  const send = useSubmit(async () => {
    if (!trunk) return;
    if (count > 1) {
      const created = await writes.createMany({ trunk_id: trunk.id, device_ids: devices, type: trunk.type });
      kept.drop();
      toast(t('createdManyToast', { count: created.length }));
      return setMany(created);
    }
    const created = await writes.create({ trunk_id: trunk.id, device_id: deviceId, type: trunk.type });
    kept.drop();
    toast(t('createdToast', { number: created.slot.number }));
    setMade(created);
  });
  if (made) return <Suspense><Credentials slotId={made.slot.id} number={made.slot.number} type={made.slot.type} sip={made.sip} onClose={() => { onClose(); onDone(made.slot); }} /></Suspense>;
  if (many) return <Suspense><ManyCredentials slots={many} onClose={onClose} /></Suspense>;
  return (
    <Drawer open onClose={onClose} title={t('new')} about={t('createAbout')}
      onSend={() => { setTried(true); if (!wrong && !tooMany && trunk) void send.submit(); }}
      actions={<><Button onClick={() => { kept.drop(); onClose(); }}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy} blocked={!trunk && t('createTrunkFirst')}>{t('create')}</Button></>}>
      <DraftNotice draft={kept} />
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('trunk')} need="required" error={send.field('trunk_id')}>
        <Select value={trunk ? String(trunk.id) : ''} onPick={(value) => kept.set({ picked: Number(value) })} {...(!trunk && { empty: t('pickTrunk') })}
          choices={(trunks?.items ?? []).map((one) => ({ value: String(one.id), label: `${one.name} · ${one.type.toUpperCase()} · ${one.free > 0 ? t('trunkFree', { count: one.free }) : t('trunkFull')}`, disabled: one.free === 0 }))} />
      </Field>
      <Field label={t('device')} need="required" hint={t('deviceHint')} error={(tried && wrong) || send.field('device_id')}>
        <Input value={deviceId} maxLength={64} onChange={(event) => kept.set({ device: event.target.value })} />
      </Field>
      <Field label={t('howMany')} hint={devices.length > 1 ? `${devices[0]} … ${devices.at(-1)}` : t('howManyHint', { most })} error={(tried && tooMany) || send.field('device_ids')}>
        <Input type="number" inputMode="numeric" min={1} max={most} value={Number.isNaN(count) ? '' : count} onChange={(event) => setCount(event.target.valueAsNumber)} />
      </Field>
    </Drawer>
  );
}
