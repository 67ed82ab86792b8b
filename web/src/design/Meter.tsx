import styles from './Meter.module.css';

/// How much of something is taken: "14 of 40" with a bar.
export function Meter({ value, of, label }: { value: number; of: number; label: string }) {
  const share = of > 0 ? Math.min(1, value / of) : 0;
  return (
    <span className={styles.meter}>
      <svg viewBox="0 0 48 4" width="48" height="4" preserveAspectRatio="none" role="img" aria-label={label}>
        <rect width="48" height="4" rx="2" className={styles.track} />
        <rect width={48 * share} height="4" rx="2" className={share >= 1 ? styles.full : styles.part} />
      </svg>
      <span className="num" aria-hidden>{value}<span className="quiet"> / {of}</span></span>
    </span>
  );
}
