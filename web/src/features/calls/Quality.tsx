import { formatNumber } from '@/design/format';
import { useCommonText } from '@/i18n/text';
import { gradeOfJitter, gradeOfLoss, gradeOfMos, type Grade, type Leg } from './steps';
import { useCallsText } from './text';
import styles from './calls.module.css';

/// How each side was heard here: a bar a figure, long is much, with what it means in a word.
export function Quality({ legs, nameOf }: { legs: readonly Leg[]; nameOf: (leg: Leg) => string }) {
  const t = useCallsText();
  const common = useCommonText();
  const measured = legs.filter((leg) => leg.quality && leg.quality.packets_in > 0);
  if (measured.length === 0) return <p className="quiet small">{t('noQuality')}</p>;
  return (
    <div className={styles.quality}>
      {measured.map((leg) => {
        const { mos, loss_pct, jitter_ms, round_trip_ms, packets_in, lost, codec } = leg.quality;
        return (
          <section key={leg.role} aria-label={nameOf(leg)}>
            <h3>{nameOf(leg)} <span className="quiet small mono">{codec}</span></h3>
            {mos !== null && <Bar name={t('mos')} value={formatNumber(mos, 1)} share={(mos - 1) / 4} grade={gradeOfMos(mos)} />}
            {loss_pct !== null && <Bar name={t('loss')} value={`${formatNumber(loss_pct, 1)} %`} share={loss_pct / 10} grade={gradeOfLoss(loss_pct)} />}
            {jitter_ms !== null && <Bar name={t('jitter')} value={common('latency', { ms: formatNumber(jitter_ms, 1) })} share={jitter_ms / 100} grade={gradeOfJitter(jitter_ms)} />}
            <p className="quiet small num">{t('packets', { received: formatNumber(packets_in), lost: formatNumber(lost) })}{round_trip_ms !== null && ` · ${t('roundTrip', { ms: formatNumber(round_trip_ms) })}`}</p>
          </section>
        );
      })}
    </div>
  );
}

function Bar({ name, value, share, grade }: { name: string; value: string; share: number; grade: Grade }) {
  const t = useCallsText();
  return (
    <div className={`${styles.bar} ${styles[grade]}`}>
      <span>{name}</span>
      <span className={styles.track} aria-hidden><span style={{ width: `${Math.max(0.02, Math.min(1, share)) * 100}%` }} /></span>
      <span className="num">{value}</span>
      <span className={styles.grade}>{t(grade)}</span>
    </div>
  );
}
