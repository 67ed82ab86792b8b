import { useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Badge, type Tone } from '@/design/Badge';
import { Button } from '@/design/Button';
import { Select } from '@/design/Field';
import { formatTimeOfDay } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import type { Column } from '@/design/table/columns';
import { DataTable } from '@/design/table/DataTable';
import { PagedTable } from '@/design/table/PagedTable';
import { Line } from './Line';
import { keyOfLine, useFoundLines, useLiveLines, useLogs } from './queries';
import { above, joined, MOST_LIVE, SEVERITIES, type LogFilter, type LogLine, type Severity } from './tail';
import { useLogsText } from './text';
import styles from './logs.module.css';

const TONES: Record<Severity, Tone> = { debug: 'plain', info: 'plain', warning: 'warning', error: 'fault' };
const fieldsOf = (line: LogLine) => Object.entries(line.fields).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' ');

function useColumns(): Column<LogLine>[] {
  const t = useLogsText();
  return useMemo(() => [
    {
      id: 'at', phone: 'corner', title: t('at'), width: '72px',
      cell: (line) => <time dateTime={line.at} className="mono">{formatTimeOfDay(line.at)}</time>,
    },
    {
      id: 'severity', phone: 'title', title: t('severity'), width: '118px',
      cell: (line) => <Badge tone={TONES[line.severity]}>{t(`severity.${line.severity}`)}</Badge>,
    },
    {
      id: 'module', phone: 'title', title: t('module'), width: '88px',
      cell: (line) => <span className="mono quiet clip">{line.module}</span>,
    },
    {
      id: 'message', phone: 'under', title: t('message'), width: 'minmax(160px, 1fr)',
      cell: (line) => <span className={`mono clip ${line.severity === 'error' ? styles.loud : ''}`}>{line.message} <span className="quiet">{fieldsOf(line)}</span></span>,
    },
    { id: 'flow', title: t('flow'), width: '64px', cell: (line) => <span className="mono quiet">{line.f_flow}</span> },
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
  const [following, setFollowing] = useState(true);
  const [shown, setShown] = useState<LogLine | null>(null);
  const live = useLiveLines(filter);
  // Paused: what has been shown stays, what comes is announced.
  const [held, setHeld] = useState<LogLine[]>(live);
  if (following && held !== live) setHeld(live);
  useKeys(t('title'), [{ keys: 'p', label: following ? t('pause') : t('follow'), run: () => setFollowing(!following) }]);
  const open = useCallback((line: LogLine) => setShown(line), []);
  const [modules, setModules] = useState<string[]>([]);
  const noteModules = useCallback((lines: readonly LogLine[]) => setModules((before) => {
    const all = [...new Set([...before, ...lines.slice(0, 1000).map((line) => line.module)])].sort();
    return all.length === before.length ? before : all;
  }), []);
  const filtered = Boolean(filter.min_severity || filter.module || filter.q);
  const empty = <Empty title={filtered ? t('nothing') : t('emptyTitle')}>{filtered ? t('nothingText') : t('emptyText')}</Empty>;
  return (
    <Page title={t('title')} layout="list"
      actions={<>
        <Button icon={following ? <Pause /> : <Play />} aria-pressed={!following} onClick={() => setFollowing(!following)}>{following ? t('pause') : t('follow')}</Button>
        <span className={styles.choice}>
          <Select aria-label={t('severity')} value={filter.min_severity} empty={t('anySeverity')} onPick={(next) => set({ severity: next })}
            choices={SEVERITIES.map((value) => ({ value, label: t('andWorse', { severity: t(`severity.${value}`) }) }))} />
        </span>
        <span className={styles.choice}>
          <Select aria-label={t('module')} value={filter.module} empty={t('anyModule')} onPick={(module) => set({ module })}
            choices={[...new Set([...modules, ...(filter.module ? [filter.module] : [])])].map((value) => ({ value, label: value }))} />
        </span>
        <SearchBox label={t('search')} value={filter.q} onChange={(q) => set({ q })} />
      </>}>
      {filter.q
        ? <Found key={JSON.stringify(filter)} filter={filter} live={held} onOpen={open} empty={empty} />
        : <All key={JSON.stringify(filter)} filter={filter} live={held} waiting={live.length - held.length} onFollow={() => setHeld(live)} onOpen={open} onLines={noteModules} empty={empty} />}
      {shown && <Line line={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}

interface ListProps {
  filter: LogFilter;
  live: LogLine[];
  onOpen: (line: LogLine) => void;
  empty: ReactNode;
}

function All({ filter, live, waiting, onFollow, onOpen, onLines, empty }: ListProps & { waiting: number; onFollow: () => void; onLines: (lines: readonly LogLine[]) => void }) {
  const t = useLogsText();
  const cache = useQueryClient();
  const pages = useLogs(filter);
  const list = above(live, pages);
  const { first, id } = pages;
  useEffect(() => onLines([...live, ...first]), [onLines, live, first]);
  // The tail is bounded: before its oldest lines go, the pages begin anew at the newest.
  const full = (list.count ?? 0) - (pages.count ?? 0) >= MOST_LIVE;
  useEffect(() => { if (full) void cache.invalidateQueries({ queryKey: [...(JSON.parse(id) as unknown[]), 'head'] }); }, [cache, full, id]);
  return <PagedTable label={t('title')} list={{ ...list, fresh: Math.max(0, waiting), refresh: onFollow }} keyOf={keyOfLine} columns={useColumns()} onOpen={onOpen} dense empty={empty} />;
}

function Found({ filter, live, onOpen, empty }: ListProps) {
  const t = useLogsText();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useFoundLines(filter);
  const pages = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const rows = useMemo(() => pages && joined(live, pages), [live, pages]);
  return (
    <DataTable label={t('title')} rows={rows} error={error} onRetry={() => void refetch()} keyOf={keyOfLine} columns={useColumns()} onOpen={onOpen} dense empty={empty}
      more={{ hasMore: hasNextPage, loading: isFetchingNextPage, load: () => void fetchNextPage() }} />
  );
}
