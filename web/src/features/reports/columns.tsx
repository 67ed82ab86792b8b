import { useMemo } from 'react';
import { formatNumber } from '@/design/format';
import type { Column, PhonePlace } from '@/design/table/columns';
import type { Numbers } from './queries';
import { useReportsText } from './text';
import { length, share } from './Totals';

// Its title and, sorted, an arrow; all of them fit in a window of 1280 px. What is left above that is the first column's: names are
// longer than numbers.
const LEAST_PX: Record<string, number> = { answered: 76, noAnswer: 76, failed: 88, cancelled: 72 };

/// The columns of every report, after its first.
export function useNumberColumns<Row extends Numbers>(first: Column<Row>, last: Column<Row>[] = []): Column<Row>[] {
  const t = useReportsText();
  return useMemo(() => {
    const count = (id: string, title: string, of: (row: Row) => number, phone?: PhonePlace): Column<Row> => ({
      id, title, width: `minmax(${LEAST_PX[id] ?? 68}px, 76px)`, align: 'right', sort: of, ...(phone && { phone, named: true }),
      cell: (row) => <span className={of(row) === 0 ? 'num quiet' : 'num'}>{formatNumber(of(row))}</span>,
    });
    return [
      first,
      count('attempts', t('attempts'), (row) => row.attempts, 'corner'),
      count('answered', t('answered'), (row) => row.answered, 'under'),
      {
        id: 'asr', phone: 'under', named: true, title: t('share'), width: 'minmax(80px, 88px)', align: 'right',
        sort: (row) => row.asr_pct, cell: (row) => <span className="num">{share(row.asr_pct)}</span>,
      },
      count('busy', t('busy'), (row) => row.busy),
      count('noAnswer', t('noAnswer'), (row) => row.no_answer),
      count('failed', t('failed'), (row) => row.failed),
      count('cancelled', t('cancelled'), (row) => row.cancelled),
      {
        id: 'talk', phone: 'end', named: true, title: t('talkColumn'), width: 'minmax(80px, 96px)', align: 'right',
        sort: (row) => row.talk_s, cell: (row) => <span className="num">{length(row.talk_s)}</span>,
      },
      {
        id: 'acd', title: t('averageTalkColumn'), width: 'minmax(88px, 112px)', align: 'right',
        sort: (row) => row.avg_talk_s, cell: (row) => <span className="num">{length(row.avg_talk_s)}</span>,
      },
      ...last,
    ];
  }, [t, first, last]);
}
