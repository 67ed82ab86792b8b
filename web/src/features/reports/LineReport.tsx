import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import type { Schema } from '@/api/types';
import { formatNumber } from '@/design/format';
import { DataTable, type Column } from '@/design/table/DataTable';
import { useNumberColumns } from './columns';
import { useReportsText } from './text';
import { share, Totals } from './Totals';

type Report = Schema<'SlotsReport'>;
type Row = Report['rows'][number];

const keyOf = (row: Row) => row.slot_id;

export function LineReport({ report }: { report: Report | undefined }) {
  const t = useReportsText();
  const first = useMemo<Column<Row>>(() => ({
    id: 'number', phone: 'title', named: true, title: t('slot'), width: 'minmax(56px, 1fr)', sort: (row) => row.number,
    cell: (row) => <Link to={`/slots/${row.slot_id}`}>{row.number}</Link>,
  }), [t]);
  const last = useMemo<Column<Row>[]>(() => [
    {
      id: 'utilisation', title: t('utilisation'), width: 'minmax(84px, 104px)', align: 'right', sort: (row) => row.utilisation_pct,
      cell: (row) => <span className="num">{share(row.utilisation_pct)}</span>,
    },
    {
      id: 'faults', title: t('faults'), width: 'minmax(60px, 76px)', align: 'right', sort: (row) => row.faults,
      cell: (row) => <span className={row.faults > 0 ? 'num' : 'num quiet'}>{formatNumber(row.faults)}</span>,
    },
  ], [t]);
  const columns = useNumberColumns(first, last);
  return (
    <>
      {report && <Totals total={report.total} />}
      <DataTable label={t('slots')} rows={report?.rows} keyOf={keyOf} columns={columns}
        sorting={{ column: 'number', descending: false }} empty={null} dense inPage />
    </>
  );
}
