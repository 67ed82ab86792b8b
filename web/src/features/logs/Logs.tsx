import { Pause, Play } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Badge, type Tone } from '@/design/Badge';
import { Button } from '@/design/Button';
import { Select } from '@/design/Field';
import { formatTimeOfDay } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { DataTable, type Column } from '@/design/table/DataTable';
import { Line } from './Line';
import { useLiveLines, useLogs } from './queries';
import { joined, SEVERITIES, type LogFilter, type LogLine, type Severity } from './tail';
import { useLogsText } from './text';
import styles from './logs.module.css';

const keyOf = (line: LogLine) => line.id;
const TONES: Record<Severity, Tone> = { debug: 'plain', info: 'plain', warning: 'warning', error: 'fault' };
const fieldsOf = (line: LogLine) => Object.entries(line.fields).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' ');

function useColumns(): Column<LogLine>[] {
  const t = useLogsText();
  return useMemo(() => [
    { id: 'at', title: t('at'), width: '72px', cell: (line) => <time dateTime={line.at} className="mono">{formatTimeOfDay(line.at)}</time> },
    { id: 'severity', title: t('severity'), width: '118px', cell: (line) => <Badge tone={TONES[line.severity]}>{t(`severity.${line.severity}`)}</Badge> },
    { id: 'module', title: t('module'), width: '88px', room: 'wide', cell: (line) => <span className="mono quiet clip">{line.module}</span> },
    { id: 'message', title: t('message'), width: 'minmax(160px, 1fr)', cell: (line) => <span className={`mono clip ${line.severity === 'error' ? styles.loud : ''}`}>{line.message} <span className="quiet">{fieldsOf(line)}</span></span> },
    { id: 'flow', title: t('flow'), width: '64px', room: 'wide', cell: (line) => <span className="mono quiet">{line.f_flow}</span> },
  ], [t]);
}

export default function Logs() {
  const t = useLogsText();
  const [params, setParams] = useSearchParams();
  const severity = params.get('severity') ?? '';
  const filter: LogFilter = { min_severity: SEVERITIES.find((one) => one === severity) ?? '', module: params.get('module') ?? '', q: params.get('q') ?? '' };
  const set = useCallback((part: Record<string, string>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(part)) if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace: true }), [setParams]);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLogs(filter);
  const live = useLiveLines(filter);
  const pages = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const rows = useMemo(() => pages && joined(live, pages), [live, pages]);
  const [following, setFollowing] = useState(true);
  const [shown, setShown] = useState<LogLine | null>(null);
  useKeys(t('title'), [{ keys: 'p', label: following ? t('pause') : t('follow'), run: () => setFollowing(!following) }]);
  const columns = useColumns();
  const open = useCallback((line: LogLine) => setShown(line), []);
  const modules = useMemo(() => [...new Set([...(rows ?? []).slice(0, 1000).map((line) => line.module), ...(filter.module ? [filter.module] : [])])].sort(), [rows, filter.module]);
  const filtered = Boolean(filter.min_severity || filter.module || filter.q);
  return (
    <Page title={t('title')} layout="list"
      actions={<>
        <Button icon={following ? <Pause /> : <Play />} aria-pressed={!following} onClick={() => setFollowing(!following)}>{following ? t('pause') : t('follow')}</Button>
        <span className={styles.choice}><Select aria-label={t('severity')} value={filter.min_severity} empty={t('anySeverity')} choices={SEVERITIES.map((value) => ({ value, label: t('andWorse', { severity: t(`severity.${value}`) }) }))} onPick={(next) => set({ severity: next })} /></span>
        <span className={styles.choice}><Select aria-label={t('module')} value={filter.module} empty={t('anyModule')} choices={modules.map((value) => ({ value, label: value }))} onPick={(module) => set({ module })} /></span>
        <SearchBox label={t('search')} value={filter.q} onChange={(q) => set({ q })} />
      </>}>
      {/* While it follows, new lines take their place at once; paused they are announced. */}
      <DataTable key={JSON.stringify(filter)} label={t('title')} rows={rows} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} onOpen={open} dense
        fitsKey={following ? String(live[0]?.id ?? 0) : 'paused'}
        empty={<Empty title={filtered ? t('nothing') : t('emptyTitle')}>{filtered ? t('nothingText') : t('emptyText')}</Empty>}
        more={{ hasMore: hasNextPage, loading: isFetchingNextPage, load: () => void fetchNextPage() }} />
      {shown && <Line line={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}
