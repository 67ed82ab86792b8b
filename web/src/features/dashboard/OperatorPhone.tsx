import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Slot, Trunk } from '@/api/types';
import { Button } from '@/design/Button';
import { Combobox } from '@/design/Combobox';
import { Field, Select } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { useSubmit } from '@/design/use_submit';
import { loadPhoneSetup, useSlotWrites } from '@/features/slots/public';
import { useTrunks, useTrunkWrites } from '@/features/trunks/public';
import { useUsers } from '@/features/users/public';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const PhoneSetup = lazy(loadPhoneSetup);
type PhoneType = Exclude<Trunk['type'], 'auto'>;
const CAPACITY = 20;

/// An operator with a telephone: a slot of their own, and the code that sets up the phone. The trunk comes by itself.
export function OperatorPhone({ slots }: { slots: Slot[] }) {
  const t = useDashboardText();
  const operators = (useUsers().data?.items ?? []).filter((user) => user.active && user.role === 'operator');
  const { data: trunks } = useTrunks();
  const { create: createTrunk } = useTrunkWrites();
  const { create: createSlot, assign } = useSlotWrites();
  const [operator, setOperator] = useState<string | null>(null);
  const [type, setType] = useState<PhoneType>('mf');
  const [made, setMade] = useState<Slot | null>(null);
  const chosen = operators.find((user) => user.id === operator) ?? (operators.length === 1 ? operators[0] : undefined);
  const setUp = useSubmit(async () => {
    if (!chosen) return;
    const own = slots.find((slot) => slot.type !== 'auto' && slot.assigned_user === chosen.id);
    if (own) return setMade(own);
    const trunk = trunks?.items.find((one) => one.type === type && one.free > 0) ?? (await createTrunk({ name: t('phonesTrunk', { type: type.toUpperCase() }), type, capacity: CAPACITY }));
    const { slot } = await createSlot({ trunk_id: trunk.id, device_id: `${chosen.username}-${type}`.slice(0, 64), type });
    setMade(await assign(slot.id, { user_id: chosen.id }));
  });
  if (operators.length === 0) return <div className="row"><Link to="/users?new" className={styles.go}>{t('newOperator')}</Link></div>;
  return (
    <form className="column" noValidate onSubmit={(event) => { event.preventDefault(); void setUp.submit(); }}>
      {setUp.message && <Notice tone="fault">{setUp.message}</Notice>}
      <Field label={t('operator')}><Combobox value={chosen?.id ?? null} onPick={setOperator} options={operators.map((user) => ({ value: user.id, text: user.username }))} /></Field>
      <Field label={t('phoneKind')}><Select value={type} onPick={setType} choices={[{ value: 'mf', label: t('phoneMf') }, { value: 'ls', label: t('phoneLs') }]} /></Field>
      <div className="row"><Button kind="primary" type="submit" busy={setUp.busy} blocked={!chosen && t('operatorFirst')}>{t('setUpPhone')}</Button></div>
      {made && <Suspense><PhoneSetup slotId={made.id} number={made.number} onClose={() => setMade(null)} /></Suspense>}
    </form>
  );
}
