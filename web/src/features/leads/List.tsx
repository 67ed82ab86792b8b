import { FileUp, KanbanSquare, List as ListIcon, Plus } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { User } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { Combobox } from '@/design/Combobox';
import { useKeys } from '@/design/keys';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { DataTable, type Column } from '@/design/table/DataTable';
import { RelativeTime } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { Board } from './Board';
import { Bulk } from './Bulk';
import { LeadForm } from './Form';
import { StatusBadge } from './LeadStatus';
import { STATUSES, useLeads, useSellers, type Lead } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

const keyOf = (lead: Lead) => lead.id;
const MOST_CHOSEN = 1000; // as many as the server assigns at once

type Chosen = ReadonlyMap<string, Lead>;

function useColumns(sellers: Map<string, string> | undefined, chosen: Chosen | null, onChoose: (lead: Lead, on: boolean) => void): Column<Lead>[] {
  const t = useLeadsText();
  return useMemo(() => [
    ...(chosen ? [{ id: 'choose', title: <span className="sr-only">{t('choose')}</span>, width: '28px', cell: (lead: Lead) => <input type="checkbox" className={styles.choose} aria-label={t('chooseOne', { name: lead.client_name })} checked={chosen.has(lead.id)} onChange={(event) => onChoose(lead, event.target.checked)} /> }] : []),
    { id: 'name', title: t('name'), width: 'minmax(140px, 1.4fr)', cell: (lead) => <Link to={`/leads/${lead.id}`}>{lead.client_name}</Link> },
    { id: 'status', title: t('status'), width: '116px', cell: (lead) => <StatusBadge status={lead.status} /> },
    { id: 'phone', title: t('phone'), width: '150px', cell: (lead) => <PhoneNumber number={lead.phone} /> },
    { id: 'email', title: t('email'), width: 'minmax(120px, 1fr)', room: 'wide', cell: (lead) => <span className="quiet">{lead.email}</span> },
    ...(sellers ? [{ id: 'seller', title: t('seller'), width: '124px', room: 'wide' as const, cell: (lead: Lead) => (lead.assigned_seller ? sellers.get(lead.assigned_seller) ?? '—' : <span className="quiet">{t('nobody')}</span>) }] : []),
    { id: 'source', title: t('source'), width: '110px', room: 'wide', cell: (lead) => <span className="quiet">{lead.source}</span> },
    { id: 'lastCall', title: t('lastCall'), width: '120px', room: 'wide', align: 'right', cell: (lead) => <RelativeTime at={lead.last_call_at} empty={t('never')} /> },
    { id: 'created', title: t('created'), width: '108px', room: 'wide', align: 'right', cell: (lead) => <RelativeTime at={lead.created_at} /> },
  ], [t, sellers, chosen, onChoose]);
}

export default function LeadList() {
  const t = useLeadsText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const [params, setParams] = useSearchParams();
  const [status, q, seller] = [params.get('status') ?? '', params.get('q') ?? '', params.get('seller') ?? ''];
  const board = params.get('view') === 'board';
  const creating = mayWrite && params.has('new');
  const set = useCallback((part: Record<string, string | null>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(part)) if (value === null || (value === '' && name !== 'new')) next.delete(name); else next.set(name, value);
    return next;
  }, { replace: true }), [setParams]);
  const startNew = () => set({ new: '' });
  useKeys(t('title'), [
    ...(mayWrite ? [{ keys: 'n', label: t('new'), run: startNew }] : []),
    { keys: 'v', label: board ? t('asTable') : t('asBoard'), run: () => set({ view: board ? null : 'board' }) },
  ]);
  const sellers = useSellers();
  const button = mayWrite && <>
    <Button icon={<FileUp />} onClick={() => navigate('/leads/import')}>{t('import')}</Button>
    <Button kind="primary" icon={<Plus />} onClick={startNew}>{t('new')}</Button>
  </>;
  return (
    <Page title={t('title')} layout="list" filters={board ? null : <Statuses status={status} q={q} seller={seller} onPick={(next) => set({ status: next })} />}
      actions={<>
        {sellers && sellers.length > 0 && <span className={styles.sellers}><Combobox aria-label={t('seller')} placeholder={t('seller')} value={seller || null} onPick={(id) => set({ seller: id ?? '' })} options={[{ value: 'none', text: t('nobody') }, ...sellers.map((one) => ({ value: one.id, text: one.username }))]} /></span>}
        <SearchBox label={t('search')} value={q} onChange={(text) => set({ q: text })} />
        <Button icon={board ? <ListIcon /> : <KanbanSquare />} onClick={() => set({ view: board ? null : 'board' })}>{board ? t('asTable') : t('asBoard')}</Button>
        {button}
      </>}>
      {board ? <Board filter={{ q, seller }} /> : <Table key={`${status}|${q}|${seller}`} status={status} q={q} seller={seller} sellers={sellers} button={button} />}
      {creating && <LeadForm lead={null} onClose={() => set({ new: null })} onDone={(lead) => navigate(`/leads/${lead.id}`)} />}
    </Page>
  );
}

function Statuses({ onPick, ...filter }: { status: string; q: string; seller: string; onPick: (status: string) => void }) {
  const t = useLeadsText();
  const common = useCommonText();
  const { data } = useLeads(filter);
  const count = data && { count: data.pages[0]!.total };
  const chips = [{ id: '', label: common('all'), ...(!filter.status && count) }, ...STATUSES.map((one) => ({ id: one, label: t(`status.${one}`), ...(one === filter.status && count) }))];
  return <FilterChips label={t('byStatus')} chips={chips} value={filter.status} onChange={onPick} />;
}

function Table({ status, q, seller, sellers, button }: { status: string; q: string; seller: string; sellers: User[] | undefined; button: ReactNode }) {
  const t = useLeadsText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLeads({ status, q, seller });
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const choose = useCallback((lead: Lead, on: boolean) => setChosen((before) => {
    const next = new Map(before);
    if (!on) next.delete(lead.id);
    else if (next.size < MOST_CHOSEN) next.set(lead.id, lead);
    return next;
  }), []);
  const names = useMemo(() => sellers && new Map(sellers.map((one) => [one.id, one.username])), [sellers]);
  const columns = useColumns(names, mayWrite ? chosen : null, choose);
  const open = useCallback((lead: Lead) => navigate(`/leads/${lead.id}`), [navigate]);
  const rows = data?.pages.flatMap((page) => page.items);
  const allShown = rows !== undefined && rows.length > 0 && rows.slice(0, MOST_CHOSEN).every((lead) => chosen.has(lead.id));
  const chooseAll = () => setChosen(allShown ? new Map() : new Map((rows ?? []).slice(0, MOST_CHOSEN).map((lead) => [lead.id, lead])));
  useKeys(t('title'), mayWrite ? [{ keys: 'a', label: t('chooseAll'), run: chooseAll }] : []);
  return (
    <div className={styles.table}>
      <div className="grow">
        <DataTable label={t('title')} rows={rows} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} onOpen={open}
          empty={status || q || seller ? <Empty title={t('nothingFits')} /> : <Empty title={t('emptyTitle')} action={button}>{t('emptyText')}</Empty>}
          more={{ hasMore: hasNextPage, loading: isFetchingNextPage, load: () => void fetchNextPage() }} />
      </div>
      {chosen.size > 0 && <Bulk leads={[...chosen.values()]} onClear={() => setChosen(new Map())} />}
    </div>
  );
}
