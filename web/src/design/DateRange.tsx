import { Input } from './Field';
import styles from './DateRange.module.css';

interface Props {
  from: string; // days, or '' for no bound
  to: string;
  fromLabel: string;
  toLabel: string;
  onChange: (part: { from: string } | { to: string }) => void;
}

/// Two days between which something was, with their names in sight: filters of a page's line.
export function DateRange({ from, to, fromLabel, toLabel, onChange }: Props) {
  return (
    <>
      <label className={styles.day}>{fromLabel}<Input type="date" value={from} max={to} onChange={(event) => onChange({ from: event.target.value })} /></label>
      <label className={styles.day}>{toLabel}<Input type="date" value={to} min={from} onChange={(event) => onChange({ to: event.target.value })} /></label>
    </>
  );
}
