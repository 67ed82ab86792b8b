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
import type { Column, Sorting } from '@/design/table/columns';
import { PagedTable } from '@/design/table/PagedTable';
import { Moment } from '@/design/Time';
import { toastError } from '@/design/toasts';
import { useCommonText } from '@/i18n/text';
import { Board } from './Board';
import { Bulk } from './Bulk';
import { Export } from './Export';
import { LeadForm } from './Form';
import { StatusBadge } from './LeadStatus';
import { fetchLeads, keyOfLead, STATUSES, useLeads, useSellers, type Lead, type LeadOrder } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

const MOST_CHOSEN = 1000; // as many as the server assigns at once

const ORDERS: LeadOrder[] = ['-created_at', 'created_at', 'client_name', '-client_name'];

type Chosen = ReadonlyMap<string, Lead>;

function useColumns(sellers: Map<string, string> | undefined, sorts: boolean, chosen: Chosen | null, onChoose: (lead: Lead, on: boolean) => void): Column<Lead>[] {
  const t = useLeadsText();
  return useMemo(() => [
    ...(chosen ? [{
      id: 'choose', phone: 'before' as const, title: <span className="sr-only">{t('choose')}</span>, width: '28px',
      cell: (lead: Lead) => (
        <input type="checkbox" className={styles.choose} aria-label={t('chooseOne', { name: lead.client_name })}
          checked={chosen.has(lead.id)} onChange={(event) => onChoose(lead, event.target.checked)} />
      ),
    }] : []),
    {
      id: 'client_name', phone: 'title', title: t('name'), ...(sorts && { sort: 'server' as const }), width: 'minmax(120px, 1.4fr)',
      cell: (lead) => <Link to={`/leads/${lead.id}`} title={lead.client_name}>{lead.client_name}</Link>,
    },
    { id: 'status', phone: 'corner', title: t('status'), width: '104px', cell: (lead) => <StatusBadge status={lead.status} /> },
    { id: 'phone', phone: 'under', title: t('phone'), width: '136px', cell: (lead) => <PhoneNumber number={lead.phone} /> },
    { id: 'email', title: t('email'), width: 'minmax(96px, 2fr)', cell: (lead) => <span className="quiet" title={lead.email ?? undefined}>{lead.email}</span> },
    ...(sellers ? [{
      id: 'seller', phone: 'end' as const, title: t('seller'), width: 'minmax(80px, 0.8fr)',
      cell: (lead: Lead) => {
        const name = lead.assigned_seller && sellers.get(lead.assigned_seller);
        return lead.assigned_seller ? <span title={name || undefined}>{name || '—'}</span> : <span className="quiet">{t('nobody')}</span>;
      },
    }] : []),
    { id: 'source', title: t('source'), width: 'minmax(64px, 0.6fr)', cell: (lead) => <span className="quiet" title={lead.source ?? undefined}>{lead.source}</span> },
    {
      id: 'lastCall', title: t('lastCall'), width: '120px', align: 'right',
      cell: (lead) => <Moment at={lead.last_call_at} empty={t('never')} />,
    },
    {
      id: 'created_at', title: t('created'), ...(sorts && { sort: 'server' as const }), width: '120px', align: 'right',
      cell: (lead) => <Moment at={lead.created_at} />,
    },
  ], [t, sellers, sorts, chosen, onChoose]);
}

export default function LeadList() {
  const t = useLeadsText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const [params, setParams] = useSearchParams();
  const [status, q, seller] = [params.get('status') ?? '', params.get('q') ?? '', params.get('seller') ?? ''];
  const board = params.get('view') === 'board';
  const order = ORDERS.find((one) => one === params.get('sort') && !q) ?? ORDERS[0]!; // what words find comes in order of creation
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
    <Page title={t('title')} layout="list" filters={board ? null : <Statuses status={status} q={q} seller={seller} order={order} onPick={(next) => set({ status: next })} />}
      actions={<>
        {sellers && sellers.length > 0 && <span className={styles.sellers}><Combobox aria-label={t('seller')} placeholder={t('seller')} value={seller || null} onPick={(id) => set({ seller: id ?? '' })} options={[{ value: 'none', text: t('nobody') }, ...sellers.map((one) => ({ value: one.id, text: one.username }))]} /></span>}
        <SearchBox label={t('search')} value={q} onChange={(text) => set({ q: text })} />
        {!board && <Export filter={{ status, q, seller }} order={order} />}
        <Button icon={board ? <ListIcon /> : <KanbanSquare />} onClick={() => set({ view: board ? null : 'board' })}>{board ? t('asTable') : t('asBoard')}</Button>
        {button}
      </>}>
      {board ? <Board filter={{ q, seller }} /> : <Table key={`${status}|${q}|${seller}`} status={status} q={q} seller={seller} order={order} onOrder={(next) => set({ sort: next === ORDERS[0] ? null : next })} sellers={sellers} button={button} />}
      {creating && <LeadForm lead={null} onClose={() => set({ new: null })} onDone={(lead) => navigate(`/leads/${lead.id}`)} />}
    </Page>
  );
}

function Statuses({ onPick, order, ...filter }: { status: string; q: string; seller: string; order: LeadOrder; onPick: (status: string) => void }) {
  const t = useLeadsText();
  const common = useCommonText();
  const list = useLeads(filter, { order });
  const count = list.count !== undefined && { count: list.count };
  const chips = [{ id: '', label: common('all'), ...(!filter.status && count) }, ...STATUSES.map((one) => ({ id: one, label: t(`status.${one}`), ...(one === filter.status && count) }))];
  return <FilterChips label={t('byStatus')} chips={chips} value={filter.status} onChange={onPick} />;
}

interface TableProps {
  status: string;
  q: string;
  seller: string;
  order: LeadOrder;
  onOrder: (order: LeadOrder) => void;
  sellers: User[] | undefined;
  button: ReactNode;
}

function Table({ status, q, seller, order, onOrder, sellers, button }: TableProps) {
  const t = useLeadsText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const list = useLeads({ status, q, seller }, { order });
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const choose = useCallback((lead: Lead, on: boolean) => setChosen((before) => {
    const next = new Map(before);
    if (!on) next.delete(lead.id);
    else if (next.size < MOST_CHOSEN) next.set(lead.id, lead);
    return next;
  }), []);
  const names = useMemo(() => sellers && new Map(sellers.map((one) => [one.id, one.username])), [sellers]);
  const columns = useColumns(names, q === '', mayWrite ? chosen : null, choose);
  const open = useCallback((lead: Lead) => navigate(`/leads/${lead.id}`), [navigate]);
  const chooseAll = async () => {
    if (chosen.size > 0) return setChosen(new Map());
    const all = list.count !== undefined && list.count <= list.first.length ? list.first : await fetchLeads({ status, q, seller }, order, MOST_CHOSEN);
    return setChosen(new Map(all.map((lead) => [lead.id, lead])));
  };
  useKeys(t('title'), mayWrite ? [{ keys: 'a', label: t('chooseAll', { count: MOST_CHOSEN }), run: () => void chooseAll().catch(toastError) }] : []);
  const sorting: Sorting = { column: order.replace('-', ''), descending: order.startsWith('-') };
  return (
    <div className={styles.table}>
      <PagedTable label={t('title')} list={list} keyOf={keyOfLead} columns={columns} onOpen={open} sorting={sorting} onSort={({ column, descending }) => onOrder(`${descending ? '-' : ''}${column}` as LeadOrder)}
        empty={status || q || seller ? <Empty title={t('nothingFits')} /> : <Empty title={t('emptyTitle')} action={button}>{t(mayWrite ? 'emptyText' : 'emptyReads')}</Empty>} />
      {chosen.size > 0 && <Bulk leads={[...chosen.values()]} onClear={() => setChosen(new Map())} />}
    </div>
  );
}
