import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { Trunk } from '@/api/types';
import { useCommands } from '@/app/palette/commands';
import { useMay } from '@/app/session/use_session';
import { TypeBadge } from '@/design/TypeBadge';
import { Button } from '@/design/Button';
import { useKeys } from '@/design/keys';
import { Meter } from '@/design/Meter';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { DataTable, type Column } from '@/design/table/DataTable';
import { useCommonText } from '@/i18n/text';
import { TrunkForm } from './Form';
import { Provider } from './Provider';
import { useTrunks } from './queries';
import { useTrunksText } from './text';

const keyOf = (trunk: Trunk) => trunk.id;
const TYPES: Trunk['type'][] = ['auto', 'mf', 'ls'];

function useColumns(): Column<Trunk>[] {
  const t = useTrunksText();
  return useMemo(() => [
    {
      id: 'name', phone: 'title', title: t('name'), width: 'minmax(140px, 1.4fr)', sort: (trunk) => trunk.name,
      cell: (trunk) => <Link to={`/trunks/${trunk.id}`}>{trunk.name}</Link>,
    },
    {
      id: 'type', phone: 'title', title: t('type'), width: '64px', sort: (trunk) => trunk.type,
      cell: (trunk) => <TypeBadge type={trunk.type} />,
    },
    {
      id: 'slots', phone: 'corner', title: t('slots'), width: '132px', sort: (trunk) => trunk.slots_used,
      cell: (trunk) => <Meter value={trunk.slots_used} of={trunk.capacity} label={t('slotsOf', { used: trunk.slots_used, capacity: trunk.capacity })} />,
    },
    {
      id: 'callerIds', title: t('callerIds'), width: '124px', sort: (trunk) => trunk.caller_ids.length,
      cell: (trunk) => trunk.caller_ids.length || <span className="quiet">{t('callerIdsNone')}</span>,
    },
    { id: 'provider', phone: 'under', title: t('provider'), width: '176px', cell: (trunk) => <Provider id={trunk.provider_id} /> },
    { id: 'region', phone: 'end', title: t('region'), width: '120px', sort: (trunk) => trunk.region, cell: (trunk) => trunk.region ?? '' },
    {
      id: 'description', title: t('description'), width: 'minmax(120px, 2fr)',
      cell: (trunk) => <span className="quiet">{trunk.description}</span>,
    },
  ], [t]);
}

export default function TrunkList() {
  const t = useTrunksText();
  const common = useCommonText();
  const navigate = useNavigate();
  const mayCreate = useMay('trunks.create');
  const { data, error, refetch } = useTrunks();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const type = params.get('type') ?? '';
  const creating = mayCreate && params.has('new');
  const go = useCallback((next: Record<string, string>) => setParams(next, { replace: true }), [setParams]);
  const startNew = () => go({ ...(type && { type }), new: '' });

  useKeys(t('title'), mayCreate ? [{ keys: 'n', label: t('new'), run: startNew }] : []);
  useCommands(mayCreate ? [{ id: 'trunk new', title: t('new'), group: t('title'), icon: <Plus />, run: startNew }] : []);

  const fits = useCallback((trunk: Trunk) => (!type || trunk.type === type)
    && (!text || `${trunk.name} ${trunk.region ?? ''} ${trunk.description ?? ''}`.toLowerCase().includes(text.toLowerCase())), [type, text]);
  const chips = [
    { id: '', label: common('all'), count: data?.items.length },
    ...TYPES.map((one) => ({ id: one, label: one.toUpperCase(), count: data?.items.filter((trunk) => trunk.type === one).length })),
  ];
  const columns = useColumns();
  const open = useCallback((trunk: Trunk) => navigate(`/trunks/${trunk.id}`), [navigate]);
  const button = mayCreate && <Button kind="primary" icon={<Plus />} onClick={startNew}>{t('new')}</Button>;
  return (
    <Page title={t('title')} layout="list" filters={<FilterChips label={t('byType')} chips={chips} value={type} onChange={(id) => go(id ? { type: id } : {})} />}
      actions={<><SearchBox label={t('search')} value={text} onChange={setText} />{button}</>}>
      <DataTable label={t('title')} rows={data?.items} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} fits={fits} fitsKey={`${type}|${text}`}
        sorting={{ column: 'name', descending: false }} onOpen={open} empty={<Empty title={t('emptyTitle')} action={button}>{t(mayCreate ? 'emptyText' : 'emptyReads')}</Empty>} />
      {creating && <TrunkForm trunk={null} onClose={() => go(type ? { type } : {})} onDone={(trunk) => navigate(`/trunks/${trunk.id}`)} />}
    </Page>
  );
}
