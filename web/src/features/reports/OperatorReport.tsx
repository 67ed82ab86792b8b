import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import type { Schema } from '@/api/types';
import { useMay, useSession } from '@/app/session/use_session';
import { formatNumber } from '@/design/format';
import { DataTable, type Column } from '@/design/table/DataTable';
import { useNumberColumns } from './columns';
import { useReportsText } from './text';
import { Totals } from './Totals';
import styles from './reports.module.css';

type Report = Schema<'OperatorReport'>;
type Row = Report['rows'][number];

const keyOf = (row: Row) => row.user_id;
const NO_COLUMNS: Column<Row>[] = [];

/// Of a team (or of oneself) calls of others to its leads are counted too: their rows would else seem to be strangers'.
export const countsOthers = (reach: 'own' | 'team' | 'all' | undefined) => (reach === 'team' ? 'othersOfTeam' : reach === 'own' ? 'othersOfOwn' : null);

export function OperatorReport({ report }: { report: Report | undefined }) {
  const t = useReportsText();
  const readsCalls = useMay('calls.read');
  const from = report?.from, to = report?.to;
  const days = useMemo(() => (from && to ? { from, to } : null), [from, to]);
  const first = useMemo<Column<Row>>(() => ({
    id: 'who', phone: 'title', title: t('who'), width: 'minmax(140px, 1fr)', sort: (row) => row.username.toLowerCase(),
    cell: (row) => (readsCalls && days ? <Link className="clip" title={row.username} to={`/calls?${new URLSearchParams({ history: '', user: row.user_id, ...days })}`}>{row.username}</Link> : <span title={row.username}>{row.username}</span>),
  }), [t, readsCalls, days]);
  const columns = useNumberColumns(first, NO_COLUMNS);
  const state = useSession();
  const others = countsOthers('scope' in state ? state.scope.reports : undefined);
  return (
    <>
      {report && <Totals total={report.total} />}
      {report && report.not_in_rows > 0 && <p className={styles.rest}>{t('notByOperator', { count: report.not_in_rows, all: formatNumber(report.not_in_rows + report.total.attempts) })}</p>}
      {others && <p className={styles.rest}>{t(others)}</p>}
      <DataTable label={t('operator')} rows={report?.rows} keyOf={keyOf} columns={columns}
        sorting={{ column: 'attempts', descending: true }} empty={null} dense inPage />
    </>
  );
}
