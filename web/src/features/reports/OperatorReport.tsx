import { useMemo } from 'react';
import type { Schema } from '@/api/types';
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

export function OperatorReport({ report }: { report: Report | undefined }) {
  const t = useReportsText();
  const first = useMemo<Column<Row>>(() => ({ id: 'who', title: t('who'), width: 'minmax(120px, 1fr)', sort: (row) => row.username.toLowerCase(), cell: (row) => row.username }), [t]);
  const columns = useNumberColumns(first, NO_COLUMNS);
  return (
    <>
      {report && <Totals total={report.total} />}
      {report && report.not_in_rows > 0 && <p className={styles.rest}>{t('notByOperator', { count: report.not_in_rows, all: formatNumber(report.not_in_rows + report.total.attempts) })}</p>}
      <div className={styles.table}><DataTable label={t('operator')} rows={report?.rows} keyOf={keyOf} columns={columns} sorting={{ column: 'attempts', descending: true }} empty={null} dense /></div>
    </>
  );
}
