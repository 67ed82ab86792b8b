import { lazy, Suspense, useMemo } from 'react';
import { Link } from 'react-router-dom';
import type { Schema } from '@/api/types';
import { Section, Skeleton } from '@/design/Parts';
import { DataTable, type Column } from '@/design/table/DataTable';
import { useNumberColumns } from './columns';
import { useReportsText } from './text';
import { Totals } from './Totals';
import styles from './reports.module.css';

const Course = lazy(() => import('./Course'));

type Report = Schema<'DailyReport'>;
type Row = Report['rows'][number];

const keyOf = (row: Row) => row.day;
const NO_COLUMNS: Column<Row>[] = [];

export function DailyReport({ report }: { report: Report | undefined }) {
  const t = useReportsText();
  const first = useMemo<Column<Row>>(() => ({
    id: 'day', phone: 'title', title: t('day'), width: 'minmax(104px, 1fr)', sort: (row) => row.day,
    cell: (row) => <Link className="num" to={`/calls?history&date=${row.day}`}>{row.day}</Link>,
  }), [t]);
  const columns = useNumberColumns(first, NO_COLUMNS);
  return (
    <>
      {report && <Totals total={report.total} />}
      {report && report.from !== report.to && <div className={styles.chart}><Section title={t('callsByDay')}><Suspense fallback={<Skeleton height={168} />}><Course report={report} /></Suspense></Section></div>}
      <DataTable label={t('daily')} rows={report?.rows} keyOf={keyOf} columns={columns}
        sorting={{ column: 'day', descending: true }} empty={null} dense inPage />
    </>
  );
}
