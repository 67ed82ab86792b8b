import { Phone } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { Call } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { Input } from '@/design/Field';
import { useKeys } from '@/design/keys';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { DataTable, type Column } from '@/design/table/DataTable';
import { Duration, RelativeTime } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { CallState } from './CallState';
import { outcomeOf } from './outcome';
import { isOver, useCallHistory, useRunningCalls } from './queries';
import { useCallsText } from './text';

const keyOf = (call: Call) => call.call_id;
const digits = (text: string) => text.replace(/\D/g, '');

function useColumns(): Column<Call>[] {
  const t = useCallsText();
  const common = useCommonText();
  return useMemo(() => [
    { id: 'number', title: t('number'), width: 'minmax(150px, 1fr)', cell: (call) => <Link to={`/calls/${call.call_id}`}><PhoneNumber number={call.phone_number} /></Link> },
    { id: 'state', title: t('state'), width: '132px', cell: (call) => <CallState call={call} /> },
    { id: 'slot', title: t('slot'), width: '64px', sort: (call) => call.number, cell: (call) => <Link to={`/slots/${call.slot_id}`}>{call.number}</Link> },
    { id: 'outcome', title: t('outcome'), width: 'minmax(110px, 0.8fr)', room: 'wide', cell: (call) => <span className="quiet">{outcomeOf(call, common)}</span> },
    { id: 'duration', title: t('duration'), width: '88px', align: 'right', cell: (call) => (isOver(call) ? <Duration seconds={call.duration_s} /> : <Duration since={call.answered_at ?? call.started_at} />) },
    { id: 'who', title: t('who'), width: 'minmax(90px, 0.7fr)', room: 'wide', cell: (call) => call.username },
    { id: 'started', title: t('started'), width: '112px', align: 'right', sort: (call) => call.started_at, cell: (call) => <RelativeTime at={call.started_at} /> },
  ], [t, common]);
}

export default function CallList() {
  const t = useCallsText();
  const navigate = useNavigate();
  const mayCall = useMay('calls.create');
  const [params, setParams] = useSearchParams();
  const past = params.has('history');
  const date = params.get('date') ?? '';
  const [text, setText] = useState('');
  const running = useRunningCalls();
  const history = useCallHistory(date);
  useKeys(t('title'), [{ keys: 'v', label: t('views'), run: () => setParams(past ? {} : { history: '' }, { replace: true }) }]);

  const rows = past ? history.data?.pages.flatMap((page) => page.items) : running.data?.items;
  const wanted = digits(text);
  const fits = useCallback((call: Call) => !wanted || (call.phone_number ?? '').includes(wanted) || String(call.number).includes(wanted), [wanted]);
  const columns = useColumns();
  const open = useCallback((call: Call) => navigate(`/calls/${call.call_id}`), [navigate]);
  const button = mayCall && <Button kind="primary" icon={<Phone />} onClick={() => navigate('/call')}>{t('newCall')}</Button>;
  const chips = [{ id: 'now', label: t('now'), count: running.data?.items.length }, { id: 'past', label: t('history') }];
  const empty = past
    ? <Empty title={date ? t('nothingThatDay') : t('emptyHistory')} action={button}>{date ? null : t('emptyHistoryText')}</Empty>
    : <Empty title={t('emptyNow')} action={button}>{t('emptyNowText')}</Empty>;
  const source = past ? history : running;
  return (
    <Page title={t('title')} layout="list" filters={<FilterChips label={t('views')} chips={chips} value={past ? 'past' : 'now'} onChange={(id) => setParams(id === 'past' ? { history: '' } : {}, { replace: true })} />}
      actions={<>
        {past && <Input type="date" aria-label={t('date')} value={date} onChange={(event) => setParams({ history: '', ...(event.target.value && { date: event.target.value }) }, { replace: true })} />}
        <SearchBox label={t('search')} value={text} onChange={setText} />{button}
      </>}>
      <DataTable key={past ? 'past' : 'now'} label={t('title')} rows={rows} error={source.error} onRetry={() => void source.refetch()} keyOf={keyOf} columns={columns} fits={fits} fitsKey={wanted}
        sorting={{ column: 'started', descending: true }} onOpen={open} empty={empty}
        {...(past && { more: { hasMore: history.hasNextPage, loading: history.isFetchingNextPage, load: () => void history.fetchNextPage() } })} />
    </Page>
  );
}
