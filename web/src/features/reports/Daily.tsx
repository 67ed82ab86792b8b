import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import type { Schema } from '@/api/types';
import { LineChart, type Line } from '@/design/charts/LineChart';
import { Section } from '@/design/Parts';
import { DataTable, type Column } from '@/design/table/DataTable';
import { addDays } from './period';
import { useNumberColumns } from './columns';
import { useReportsText } from './text';
import { Totals } from './Totals';
import styles from './reports.module.css';

type Report = Schema<'DailyReport'>;
type Row = Report['rows'][number];

const keyOf = (row: Row) => row.day;
const asCount = (value: number) => (Number.isInteger(value) ? String(value) : '');
const NO_COLUMNS: Column<Row>[] = [];

/// Each day of the period: one without a call is a 0, for then nobody called.
function courseOf({ from, to, rows }: Report) {
  const known = new Map(rows.map((row) => [row.day, row]));
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return { times: days.map((day) => Date.parse(`${day}T12:00:00Z`) / 1000), attempts: days.map((day) => known.get(day)?.attempts ?? 0), answered: days.map((day) => known.get(day)?.answered ?? 0) };
}

export function DailyReport({ report }: { report: Report | undefined }) {
  const t = useReportsText();
  const course = useMemo(() => report && courseOf(report), [report]);
  const lines = useMemo<Line[]>(() => (course ? [
    { name: t('attempts'), values: course.attempts, tone: 'accent' },
    { name: t('answered'), values: course.answered, tone: 'ready' },
  ] : []), [course, t]);
  const first = useMemo<Column<Row>>(() => ({ id: 'day', title: t('day'), width: 'minmax(104px, 1fr)', sort: (row) => row.day, cell: (row) => <Link className="num" to={`/calls?history&date=${row.day}`}>{row.day}</Link> }), [t]);
  const columns = useNumberColumns(first, NO_COLUMNS);
  return (
    <>
      {report && <Totals total={report.total} />}
      {course && course.times.length > 1 && <div className={styles.chart}><Section title={t('callsByDay')}><LineChart label={t('callsByDay')} times={course.times} lines={lines} unit={asCount} height={168} /></Section></div>}
      <div className={styles.table}><DataTable label={t('daily')} rows={report?.rows} keyOf={keyOf} columns={columns} sorting={{ column: 'day', descending: true }} empty={null} dense /></div>
    </>
  );
}
