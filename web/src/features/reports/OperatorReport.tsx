import { useMemo } from 'react';
import type { Schema } from '@/api/types';
import { useSession } from '@/app/session/use_session';
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
  const first = useMemo<Column<Row>>(() => ({
    id: 'who', phone: 'title', title: t('who'), width: 'minmax(140px, 2fr)', sort: (row) => row.username.toLowerCase(),
    cell: (row) => <span title={row.username}>{row.username}</span>,
  }), [t]);
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
