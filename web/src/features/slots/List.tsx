import { Plus } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { SlotState } from '@/api/types';
import { useCommands } from '@/app/palette/commands';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { useKeys } from '@/design/keys';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { SLOT_STATES, StateGlyph } from '@/design/StateGlyph';
import { useTrunks } from '@/features/trunks/public';
import { useCommonText } from '@/i18n/text';
import { CreateSlot } from './CreateSlot';
import { useSlots } from './queries';
import { SlotTable } from './SlotTable';
import { useSlotsText } from './text';

const isState = (text: string): text is SlotState => (SLOT_STATES as string[]).includes(text);

export default function SlotList() {
  const t = useSlotsText();
  const common = useCommonText();
  const navigate = useNavigate();
  const mayCreate = useMay('slots.create');
  const { data } = useSlots();
  const { data: trunks } = useTrunks();
  const [params, setParams] = useSearchParams();
  const asked = params.get('state') ?? '';
  const state = isState(asked) ? asked : '';
  const text = params.get('q') ?? '';
  const set = (name: string, value: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (value === null || (value === '' && name !== 'new')) next.delete(name);
    else next.set(name, value);
    return next;
  }, { replace: true });
  const startNew = () => set('new', '');

  const counts = useMemo(() => {
    const found = new Map<SlotState, number>();
    for (const slot of data?.items ?? []) found.set(slot.state, (found.get(slot.state) ?? 0) + 1);
    return found;
  }, [data]);
  const chips = [
    { id: '', label: common('all'), count: data?.items.length },
    ...SLOT_STATES.filter((one) => counts.has(one) || one === state).map((one) => ({ id: one, label: <StateGlyph state={one} />, count: counts.get(one) ?? 0 })),
  ];
  const names = useMemo(() => new Map(trunks?.items.map((trunk) => [trunk.id, trunk.name])), [trunks]);
  const trunkName = useCallback((id: number) => names.get(id) ?? String(id), [names]);

  useKeys(t('title'), mayCreate ? [{ keys: 'n', label: t('new'), run: startNew }] : []);
  useCommands(mayCreate ? [{ id: 'slot new', title: t('new'), group: t('title'), icon: <Plus />, run: startNew }] : []);

  const noTrunk = trunks?.items.length === 0;
  const button = mayCreate && <Button kind="primary" icon={<Plus />} blocked={noTrunk && t('createTrunkFirst')} onClick={startNew}>{t('new')}</Button>;
  const next = noTrunk ? <Link to="/trunks?new">{t('createTrunkFirst')}</Link> : button;
  return (
    <Page title={t('title')} layout="list"
      filters={<FilterChips label={t('byState')} chips={chips} value={state} onChange={(id) => set('state', id)} />}
      actions={<><SearchBox label={t('search')} value={text} onChange={(value) => set('q', value)} />{button}</>}>
      <SlotTable state={state} text={text} trunkName={trunks ? trunkName : null} empty={<Empty title={t('emptyTitle')} action={mayCreate && next}>{t(mayCreate && noTrunk ? 'emptyText' : 'emptyReads')}</Empty>} />
      {mayCreate && params.has('new') && <CreateSlot trunkId={Number(params.get('new')) || null} onClose={() => set('new', null)} onDone={(slot) => navigate(`/slots/${slot.id}`)} />}
    </Page>
  );
}
