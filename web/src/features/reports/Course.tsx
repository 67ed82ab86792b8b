import { useMemo } from 'react';
import type { Schema } from '@/api/types';
import { LineChart, type Line } from '@/design/charts/LineChart';
import { formatNumber } from '@/design/format';
import { addDays } from './period';
import { useReportsText } from './text';

const asCount = (value: number) => (Number.isInteger(value) ? formatNumber(value) : '');

/// Each day of the period: one without a call is a 0, for then nobody called.
function courseOf({ from, to, rows }: Schema<'DailyReport'>) {
  const known = new Map(rows.map((row) => [row.day, row]));
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return { times: days.map((day) => Date.parse(`${day}T12:00:00Z`) / 1000), attempts: days.map((day) => known.get(day)?.attempts ?? 0), answered: days.map((day) => known.get(day)?.answered ?? 0) };
}

/// Calls and answered calls of each day.
export default function Course({ report }: { report: Schema<'DailyReport'> }) {
  const t = useReportsText();
  const course = useMemo(() => courseOf(report), [report]);
  const lines = useMemo<Line[]>(() => [
    { name: t('attempts'), values: course.attempts, tone: 'accent' },
    { name: t('answered'), values: course.answered, tone: 'ready' },
  ], [course, t]);
  return <LineChart label={t('callsByDay')} times={course.times} lines={lines} unit={asCount} height={168} />;
}
