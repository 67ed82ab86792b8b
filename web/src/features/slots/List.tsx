import { useCallback, useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { Slot, SlotState } from '@/api/types';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { SLOT_STATES, StateGlyph } from '@/design/StateGlyph';
import { DataTable, type Column } from '@/design/table/DataTable';
import { Age, RelativeTime } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { useSlots } from './queries';
import { useSlotsText } from './text';

const keyOf = (slot: Slot) => slot.id;
const ORDER = new Map(SLOT_STATES.map((state, index) => [state, index]));

function useColumns(): Column<Slot>[] {
  const t = useSlotsText();
  return useMemo(() => [
    { id: 'number', title: t('number'), width: '72px', sort: (slot) => slot.number, cell: (slot) => <Link to={`/slots/${slot.id}`}>{slot.number}</Link> },
    { id: 'state', title: t('state'), width: '124px', sort: (slot) => ORDER.get(slot.state) ?? 0, cell: (slot) => <StateGlyph state={slot.state} /> },
    { id: 'since', title: t('since'), width: '92px', sort: (slot) => slot.state_since, cell: (slot) => <Age since={slot.state_since} /> },
    { id: 'reason', title: t('reason'), width: 'minmax(120px, 2fr)', cell: (slot) => <span className="quiet" title={slot.state_reason}>{slot.state_reason}</span> },
    { id: 'call', title: t('call'), width: '88px', room: 'wide', cell: (slot) => slot.current_call ?? '' },
    { id: 'serves', title: t('serves'), width: '120px', room: 'wide', sort: (slot) => slot.assignment, cell: (slot) => t(`assignment.${slot.assignment}`) },
    { id: 'device', title: t('device'), width: 'minmax(100px, 1fr)', room: 'wide', sort: (slot) => slot.device_id, cell: (slot) => slot.device_id },
    { id: 'registration', title: t('registration'), width: '120px', room: 'wide', cell: (slot) => registeredFor(slot) },
  ], [t]);
}

function registeredFor(slot: Slot) {
  const { registered, age_s } = slot.registration;
  if (!registered || age_s === null) return <span className="quiet">—</span>;
  return <RelativeTime at={new Date(Date.parse(slot.updated_at) - age_s * 1000).toISOString()} />;
}

export default function SlotList() {
  const t = useSlotsText();
  const common = useCommonText();
  const navigate = useNavigate();
  const { data, error, refetch } = useSlots();
  const [params, setParams] = useSearchParams();
  const state = params.get('state') ?? '';
  const text = params.get('q') ?? '';
  const set = (name: string, value: string) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });

  const counts = useMemo(() => {
    const found = new Map<SlotState, number>();
    for (const slot of data?.items ?? []) found.set(slot.state, (found.get(slot.state) ?? 0) + 1);
    return found;
  }, [data]);
  const chips = [
    { id: '', label: common('all'), count: data?.items.length },
    ...SLOT_STATES.filter((one) => counts.has(one) || one === state).map((one) => ({ id: one, label: <StateGlyph state={one} />, count: counts.get(one) ?? 0 })),
  ];
  const fits = useCallback((slot: Slot) => {
    if (state && slot.state !== state) return false;
    return !text || `${slot.number} ${slot.device_id} ${slot.state_reason} ${slot.current_call ?? ''}`.toLowerCase().includes(text.toLowerCase());
  }, [state, text]);
  const columns = useColumns();
  const open = useCallback((slot: Slot) => navigate(`/slots/${slot.id}`), [navigate]);
  return (
    <Page title={t('title')} layout="list"
      filters={<FilterChips label={t('byState')} chips={chips} value={state} onChange={(id) => set('state', id)} />}
      actions={<SearchBox label={t('search')} value={text} onChange={(value) => set('q', value)} />}>
      <DataTable label={t('title')} rows={data?.items} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} fits={fits} fitsKey={`${state}|${text}`}
        sorting={{ column: 'number', descending: false }} onOpen={open} empty={<Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>} />
    </Page>
  );
}
