import { Phone } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { Call } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { ExportButton } from '@/design/ExportButton';
import { useKeys } from '@/design/keys';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { DataTable, type Column } from '@/design/table/DataTable';
import { PagedTable } from '@/design/table/PagedTable';
import { Duration, Moment } from '@/design/Time';
import { LeadName } from '@/features/leads/public';
import { useCommonText } from '@/i18n/text';
import { CallGlyph, CallState } from './CallState';
import { Filters } from './Filters';
import { reasonOf } from './outcome';
import { isOver, keyOfCall, OUTCOMES, useCallHistory, useRunningCalls, type HistoryFilter, type HistoryOrder } from './queries';
import { useCallsText } from './text';

const digits = (text: string) => text.replace(/\D/g, '');

function useColumns(past: boolean): Column<Call>[] {
  const t = useCallsText();
  const seesLeads = useMay('crm.read');
  return useMemo(() => [
    {
      id: 'number', phone: 'title', title: t('number'), width: 'minmax(150px, 1fr)',
      cell: (call) => <Link to={`/calls/${call.call_id}`}><PhoneNumber number={call.phone_number} /></Link>,
    },
    ...(seesLeads ? [{ id: 'lead', phone: 'end' as const, title: t('lead'), width: 'minmax(110px, 1fr)', cell: (call: Call) => <LeadName id={call.lead_id} /> }] : []),
    past
      ? { id: 'outcome', phone: 'under', title: t('outcome'), width: 'minmax(160px, 1.6fr)', cell: (call) => <Outcome call={call} /> }
      : { id: 'state', phone: 'under', title: t('state'), width: '168px', cell: (call) => <CallState call={call} /> },
    {
      id: 'slot', title: t('slot'), width: '64px', ...(!past && { sort: (call: Call) => call.number }),
      cell: (call) => <Link to={`/slots/${call.slot_id}`}>{call.number}</Link>,
    },
    {
      id: 'duration', phone: 'under', title: t('duration'), width: '88px', align: 'right',
      cell: (call) => (isOver(call) ? <Duration seconds={call.duration_s} /> : <Duration since={call.answered_at ?? call.started_at} />),
    },
    { id: 'who', title: t('who'), width: 'minmax(110px, 1.2fr)', cell: (call) => <span title={call.username ?? undefined}>{call.username}</span> },
    {
      id: 'started_at', phone: 'corner', title: t('started'), width: '132px', align: 'right',
      sort: past ? 'server' : (call) => call.started_at, cell: (call) => <Moment at={call.started_at} />,
    },
  ], [t, seesLeads, past]);
}

/// What came of it, and of what went wrong also what the other side said; of a call that is not over, where it is.
export function Outcome({ call }: { call: Call }) {
  const common = useCommonText();
  const reason = isOver(call) && reasonOf(call, common);
  if (!reason) return <CallState call={call} />;
  const words = [reason, call.disposition === 'failed' && (call.sip_status ?? 0) > 0 && `SIP ${call.sip_status}`].filter(Boolean).join(' · ');
  return <span className="row" title={words}><CallGlyph call={call} /> <span className="clip">{words}</span></span>;
}

export default function CallList() {
  const t = useCallsText();
  const [params, setParams] = useSearchParams();
  const past = params.has('history');
  const running = useRunningCalls();
  const pick = (id: string) => setParams(id === 'past' ? { history: '' } : {}, { replace: true });
  useKeys(t('title'), [{ keys: 'v', label: t('views'), run: () => pick(past ? 'now' : 'past') }]);
  const views = (count?: number) => {
    const chips = [{ id: 'now', label: t('now'), count: running.data?.items.length }, { id: 'past', label: t('history'), count }];
    return <FilterChips label={t('views')} chips={chips} value={past ? 'past' : 'now'} onChange={pick} />;
  };
  return past ? <Past views={views} /> : <Now views={views} />;
}

function useNewCall() {
  const t = useCallsText();
  const navigate = useNavigate();
  const mayCall = useMay('calls.create');
  useKeys(t('title'), mayCall ? [{ keys: 'n', label: t('newCall'), run: () => navigate('/call') }] : []);
  return { open: useCallback((call: Call) => navigate(`/calls/${call.call_id}`), [navigate]), button: mayCall && <Button kind="primary" icon={<Phone />} onClick={() => navigate('/call')}>{t('newCall')}</Button> };
}

/// Calls that are up: they come and go at once.
function Now({ views }: { views: () => ReactNode }) {
  const t = useCallsText();
  const { open, button } = useNewCall();
  const running = useRunningCalls();
  const columns = useColumns(false);
  const [text, setText] = useState('');
  const wanted = digits(text);
  const fits = useCallback((call: Call) => !wanted || (call.phone_number ?? '').includes(wanted) || String(call.number).includes(wanted), [wanted]);
  return (
    <Page title={t('title')} layout="list" filters={views()} actions={<><SearchBox label={t('search')} value={text} onChange={setText} />{button}</>}>
      <DataTable label={t('title')} rows={running.data?.items} error={running.error} onRetry={() => void running.refetch()} keyOf={keyOfCall} columns={columns} fits={fits} fitsKey={wanted}
        sorting={{ column: 'started_at', descending: true }} onOpen={open} empty={<Empty title={t('emptyNow')} action={button}>{t('emptyNowText')}</Empty>} />
    </Page>
  );
}

const NAMES = ['user', 'outcome', 'from', 'to', 'number'] as const;

function Past({ views }: { views: (count?: number) => ReactNode }) {
  const t = useCallsText();
  const { open, button } = useNewCall();
  const columns = useColumns(true);
  const [params, setParams] = useSearchParams();
  const at = (name: string) => params.get(name) ?? '';
  const date = at('date'); // one day, as reports link to it
  const filter: HistoryFilter = { user: at('user'), outcome: OUTCOMES.find((one) => one === at('outcome')) ?? '', from: at('from') || date, to: at('to') || date, number: at('number') };
  const order: HistoryOrder = at('sort') === 'started_at' ? 'started_at' : '-started_at';
  const set = (part: Partial<HistoryFilter & { sort: string }>) => {
    const next: Record<string, string> = { ...filter, sort: at('sort'), ...part };
    setParams({ history: '', ...Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')) }, { replace: true });
  };
  const [unfinished, setUnfinished] = useState(false);
  const list = useCallHistory(filter, order, !unfinished);
  const filtered = NAMES.some((name) => filter[name] !== '');
  const csv = useMay('cdr.read') && (
    <ExportButton label={t('csv')} stop={(rows) => t('exporting', { rows })} cut={(rows) => t('exportCut', { rows })}
      blocked={unfinished ? t('wholeNumberWanted') : list.count === 0 && t('nothingFound')} save={async (run) => (await import('./export')).exportCalls(filter, order, run)} />
  );
  return (
    <Page title={t('title')} layout="list" filters={views(unfinished ? undefined : list.count)} actions={<><Filters filter={filter} onChange={set} onUnfinished={setUnfinished} />{csv}{button}</>}>
      {unfinished ? <Empty title={t('wholeNumberWanted')}>{t('wholeNumberText')}</Empty> : <PagedTable label={t('title')} list={list} keyOf={keyOfCall} columns={columns} onOpen={open} sorting={{ column: 'started_at', descending: order === '-started_at' }} onSort={({ descending }) => set({ sort: descending ? '' : 'started_at' })}
        empty={filtered ? <Empty title={t('nothingFound')} /> : <Empty title={t('emptyHistory')} action={button}>{t('emptyHistoryText')}</Empty>} />}
    </Page>
  );
}
