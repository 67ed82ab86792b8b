import { formatDuration, formatNumber } from '@/design/format';
import { Figure } from '@/design/Parts';
import type { Numbers } from './queries';
import { useReportsText } from './text';
import styles from './reports.module.css';

export const length = (seconds: number | null) => (seconds === null ? '—' : formatDuration(seconds));
export const share = (percent: number | null) => (percent === null ? '—' : `${formatNumber(percent, 1)} %`);

/// The whole period in a line.
export function Totals({ total }: { total: Numbers }) {
  const t = useReportsText();
  return (
    <div className={styles.totals}>
      <Figure name={t('attempts')} value={formatNumber(total.attempts)} />
      <Figure name={t('answered')} value={formatNumber(total.answered)} note={share(total.asr_pct)} />
      <Figure name={t('busy')} value={formatNumber(total.busy)} />
      <Figure name={t('noAnswer')} value={formatNumber(total.no_answer)} />
      <Figure name={t('failed')} value={formatNumber(total.failed)} />
      <Figure name={t('cancelled')} value={formatNumber(total.cancelled)} />
      {total.not_placed > 0 && <Figure name={t('notPlaced')} value={formatNumber(total.not_placed)} note={t('notPlacedAbout')} />}
      <Figure name={t('talk')} value={length(total.talk_s)} note={t('average', { time: length(total.avg_talk_s) })} />
      <Figure name={t('ring')} value={length(total.avg_ring_s)} />
    </div>
  );
}
