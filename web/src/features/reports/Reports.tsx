import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { DateRange } from '@/design/DateRange';
import { ErrorState } from '@/design/ErrorState';
import { zone } from '@/design/format';
import { FilterChips, Page } from '@/design/Page';
import { Empty, Notice } from '@/design/Parts';
import { useStore } from '@/design/store';
import { toastError } from '@/design/toasts';
import { DailyReport } from './Daily';
import { LineReport } from './LineReport';
import { OperatorReport } from './OperatorReport';
import { dayIn, lastDays, type Period } from './period';
import { downloadCsv, useDaily, useLines, useOperators, type Kind } from './queries';
import { useReportsText } from './text';
import styles from './reports.module.css';

const KINDS: Kind[] = ['daily', 'operator', 'slots'];
const SPANS = [1, 7, 30, 90, 365];

export default function Reports() {
  const t = useReportsText();
  const mayDownload = useMay('reports.generate');
  const [params, setParams] = useSearchParams();
  const today = dayIn(Date.now(), useStore(zone));
  const kind = KINDS.find((one) => one === params.get('kind')) ?? 'daily';
  const period: Period = { ...lastDays(30, today), ...(params.get('from') && { from: params.get('from')! }), ...(params.get('to') && { to: params.get('to')! }) };
  const go = useCallback((next: { kind: Kind } & Period) => setParams({ ...next }, { replace: true }), [setParams]);
  const daily = useDaily(period, kind === 'daily'), operators = useOperators(period, kind === 'operator'), lines = useLines(period, kind === 'slots');
  const source = kind === 'daily' ? daily : kind === 'operator' ? operators : lines;
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    await downloadCsv(kind, period).catch(toastError);
    setBusy(false);
  };
  const span = SPANS.find((days) => lastDays(days, today).from === period.from && period.to === today);
  return (
    <Page title={t('title')} layout="list"
      filters={<FilterChips label={t('kinds')} chips={KINDS.map((one) => ({ id: one, label: t(one) }))} value={kind} onChange={(next) => go({ kind: next as Kind, ...period })} />}
      actions={<>
        <FilterChips label={t('period')} chips={SPANS.map((days) => ({ id: String(days), label: t('days', { count: days }) }))} value={String(span ?? '')}
          onChange={(days) => go({ kind, ...lastDays(Number(days), today) })} />
        <DateRange from={period.from} to={period.to} fromLabel={t('from')} toLabel={t('to')}
          onChange={(part) => Object.values(part).every(Boolean) && go({ kind, ...period, ...part })} />
        {mayDownload && <Button icon={<Download />} busy={busy} onClick={() => void download()}>{t('csv')}</Button>}
      </>}>
      <div key={kind} className={styles.body} data-page-scroll>
        {source.error ? <ErrorState error={source.error} onRetry={() => void source.refetch()} />
          : source.data && source.data.total.attempts === 0 ? <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
          : <>
            {source.data?.complete === false && <Notice>{t('counting')}</Notice>}
            {kind === 'daily' && <DailyReport report={daily.data} />}
            {kind === 'operator' && <OperatorReport report={operators.data} />}
            {kind === 'slots' && <LineReport report={lines.data} />}
          </>}
      </div>
    </Page>
  );
}
