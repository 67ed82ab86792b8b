import { lazy, Suspense, useState } from 'react';
import type { Schema, Slot, Trunk } from '@/api/types';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input, Select } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useTrunks } from '@/features/trunks/public';
import { useCommonText } from '@/i18n/text';
import { useSlots, useSlotWrites } from './queries';
import { useSlotsText } from './text';

const Credentials = lazy(() => import('./Credentials'));
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
  const [picked, setPicked] = useState<number | null>(trunkId);
  const [device, setDevice] = useState<string | null>(null); // null: as proposed
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<{ slot: Slot; sip: Schema<'SipCredentials'> } | null>(null);
  const free = trunks?.items.filter((one) => one.free > 0) ?? [];
  const trunk = trunks?.items.find((one) => one.id === picked) ?? free[0];
  const proposed = trunk ? `${PREFIX[trunk.type]}-${1 + (slots?.items.filter((slot) => slot.type === trunk.type).length ?? 0)}` : '';
  const deviceId = device ?? proposed;
  const wrong = DEVICE.test(deviceId) ? undefined : t('deviceWants');
  const send = useSubmit(async () => {
    if (!trunk) return;
    const created = await writes.create({ trunk_id: trunk.id, device_id: deviceId, type: trunk.type });
    toast(t('createdToast', { number: created.slot.number }));
    setMade(created);
  });
  if (made) return <Suspense><Credentials number={made.slot.number} type={made.slot.type} sip={made.sip} onClose={() => { onClose(); onDone(made.slot); }} /></Suspense>;
  return (
    <Drawer open onClose={onClose} title={t('new')} about={t('createAbout')}
      onSend={() => { setTried(true); if (!wrong && trunk) void send.submit(); }}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy} blocked={!trunk && t('createTrunkFirst')}>{t('create')}</Button></>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('trunk')} need="required" error={send.field('trunk_id')}>
        <Select value={trunk ? String(trunk.id) : ''} onPick={(value) => setPicked(Number(value))} {...(!trunk && { empty: t('pickTrunk') })}
          choices={(trunks?.items ?? []).map((one) => ({ value: String(one.id), label: `${one.name} · ${one.type.toUpperCase()} · ${one.free > 0 ? t('trunkFree', { count: one.free }) : t('trunkFull')}`, disabled: one.free === 0 }))} />
      </Field>
      <Field label={t('device')} need="required" hint={t('deviceHint')} error={(tried && wrong) || send.field('device_id')}>
        <Input value={deviceId} maxLength={64} onChange={(event) => setDevice(event.target.value)} />
      </Field>
    </Drawer>
  );
}
