import { FileUp, Plus } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { useKeys } from '@/design/keys';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { DataTable, type Column } from '@/design/table/DataTable';
import { RelativeTime } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { LeadForm } from './Form';
import { StatusBadge } from './LeadStatus';
import { STATUSES, useLeads, type Lead } from './queries';
import { useLeadsText } from './text';

const keyOf = (lead: Lead) => lead.id;

function useColumns(): Column<Lead>[] {
  const t = useLeadsText();
  return useMemo(() => [
    { id: 'name', title: t('name'), width: 'minmax(140px, 1.4fr)', cell: (lead) => <Link to={`/leads/${lead.id}`}>{lead.client_name}</Link> },
    { id: 'status', title: t('status'), width: '116px', cell: (lead) => <StatusBadge status={lead.status} /> },
    { id: 'phone', title: t('phone'), width: '150px', cell: (lead) => <PhoneNumber number={lead.phone} /> },
    { id: 'email', title: t('email'), width: 'minmax(120px, 1fr)', room: 'wide', cell: (lead) => <span className="quiet">{lead.email}</span> },
    { id: 'source', title: t('source'), width: '110px', room: 'wide', cell: (lead) => <span className="quiet">{lead.source}</span> },
    { id: 'lastCall', title: t('lastCall'), width: '130px', room: 'wide', cell: (lead) => <RelativeTime at={lead.last_call_at} empty={t('never')} /> },
    { id: 'created', title: t('created'), width: '112px', align: 'right', cell: (lead) => <RelativeTime at={lead.created_at} /> },
  ], [t]);
}

export default function LeadList() {
  const t = useLeadsText();
  const common = useCommonText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const [params, setParams] = useSearchParams();
  const [status, q] = [params.get('status') ?? '', params.get('q') ?? ''];
  const creating = mayWrite && params.has('new');
  const go = useCallback((next: Record<string, string>) => setParams(Object.fromEntries(Object.entries(next).filter(([name, value]) => value || name === 'new')), { replace: true }), [setParams]);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLeads({ status, q });
  useKeys(t('title'), mayWrite ? [{ keys: 'n', label: t('new'), run: () => go({ status, q, new: '' }) }] : []);

  const columns = useColumns();
  const open = useCallback((lead: Lead) => navigate(`/leads/${lead.id}`), [navigate]);
  const button = mayWrite && <>
    <Button icon={<FileUp />} onClick={() => navigate('/leads/import')}>{t('import')}</Button>
    <Button kind="primary" icon={<Plus />} onClick={() => go({ status, q, new: '' })}>{t('new')}</Button>
  </>;
  const chips = [{ id: '', label: common('all'), ...(!status && data && { count: data.pages[0]!.total }) }, ...STATUSES.map((one) => ({ id: one, label: t(`status.${one}`), ...(one === status && data && { count: data.pages[0]!.total }) }))];
  return (
    <Page title={t('title')} layout="list" filters={<FilterChips label={t('byStatus')} chips={chips} value={status} onChange={(next) => go({ status: next, q })} />}
      actions={<><SearchBox label={t('search')} value={q} onChange={(text) => go({ status, q: text })} />{button}</>}>
      <DataTable key={`${status}|${q}`} label={t('title')} rows={data?.pages.flatMap((page) => page.items)} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} onOpen={open}
        empty={status || q ? <Empty title={t('nothingFits')} /> : <Empty title={t('emptyTitle')} action={button}>{t('emptyText')}</Empty>}
        more={{ hasMore: hasNextPage, loading: isFetchingNextPage, load: () => void fetchNextPage() }} />
      {creating && <LeadForm lead={null} onClose={() => go({ status, q })} onDone={(lead) => navigate(`/leads/${lead.id}`)} />}
    </Page>
  );
}
