import { useCallback, useMemo, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { Slot, SlotState } from '@/api/types';
import { SLOT_STATES, StateGlyph } from '@/design/StateGlyph';
import { DataTable, type Column } from '@/design/table/DataTable';
import { Age, Moment } from '@/design/Time';
import { beganAt } from '@/realtime/ages';
import { useSlots } from './queries';
import { reasonInWords } from './reason';
import { useServes } from './serves';
import { useSlotsText } from './text';

const keyOf = (slot: Slot) => slot.id;
const PLACE = new Map(SLOT_STATES.map((state, index) => [state, index]));

function registeredAt(slot: Slot): string | null {
  const { registered, age_s } = slot.registration;
  return registered && age_s !== null ? beganAt(slot, age_s) : null;
}

function useColumns(trunkName: ((id: number) => string) | null): Column<Slot>[] {
  const t = useSlotsText();
  const serves = useServes();
  return useMemo(() => [
    {
      id: 'number', phone: 'title', title: t('number'), width: '56px', sort: (slot: Slot) => slot.number,
      cell: (slot: Slot) => <Link className="num" to={`/slots/${slot.id}`}>{slot.number}</Link>,
    },
    {
      id: 'state', phone: 'title', title: t('state'), width: '112px', sort: (slot: Slot) => PLACE.get(slot.state) ?? 0,
      cell: (slot: Slot) => <StateGlyph state={slot.state} />,
    },
    {
      id: 'since', phone: 'corner', title: t('since'), width: '72px', align: 'right' as const, sort: (slot: Slot) => slot.state_since,
      cell: (slot: Slot) => <Age since={slot.state_since} />,
    },
    { id: 'reason', phone: 'under', title: t('reason'), width: 'minmax(100px, 2fr)', cell: (slot: Slot) => <Reason slot={slot} /> },
    ...(trunkName ? [{ id: 'trunk', title: t('trunk'), width: 'minmax(80px, 140px)', sort: (slot: Slot) => trunkName(slot.trunk_id), cell: (slot: Slot) => trunkName(slot.trunk_id) }] : []),
    {
      id: 'serves', phone: 'end', title: t('serves'), width: 'minmax(88px, 1fr)', sort: serves,
      cell: (slot: Slot) => { const name = serves(slot); return <span title={name}>{name}</span>; },
    },
    {
      id: 'device', title: t('device'), width: 'minmax(110px, 1.4fr)', sort: (slot: Slot) => slot.device_id,
      cell: (slot: Slot) => <span className="quiet" title={slot.device_id}>{slot.device_id}</span>,
    },
    {
      id: 'registration', title: t('registration'), width: '120px', sort: registeredAt,
      cell: (slot: Slot) => <Moment at={registeredAt(slot)} empty={t('no')} />,
    },
  ], [t, trunkName, serves]);
}

function Reason({ slot }: { slot: Slot }) {
  const words = reasonInWords(slot.state_reason, useSlotsText());
  return <span className="quiet" title={words}>{words}</span>;
}

interface Props {
  trunkId?: number;
  state?: SlotState | '';
  text?: string;
  trunkName?: ((id: number) => string) | null;
  empty: ReactNode;
}

/// Slots that fit, live. Without a filter all of them.
export function SlotTable({ trunkId, state = '', text = '', trunkName = null, empty }: Props) {
  const t = useSlotsText();
  const navigate = useNavigate();
  const { data, error, refetch } = useSlots();
  const rows = useMemo(() => (trunkId === undefined ? data?.items : data?.items.filter((slot) => slot.trunk_id === trunkId)), [data, trunkId]);
  const words = text.toLowerCase();
  const fits = useCallback((slot: Slot) => (!state || slot.state === state)
    && (!words || `${slot.number} ${slot.device_id} ${slot.state_reason} ${slot.current_call ?? ''} ${trunkName?.(slot.trunk_id) ?? ''}`.toLowerCase().includes(words)), [state, words, trunkName]);
  const open = useCallback((slot: Slot) => navigate(`/slots/${slot.id}`), [navigate]);
  const columns = useColumns(trunkName);
  return (
    <DataTable label={t('title')} rows={rows} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} fits={fits} fitsKey={`${state}|${words}`}
      sorting={{ column: 'number', descending: false }} onOpen={open} empty={empty} />
  );
}
