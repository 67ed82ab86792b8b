import type { Schema, Slot } from '@/api/types';
import { formatNumber } from '@/design/format';
import { isInCall } from './moves';
import { useSlotMedia } from './queries';
import { useSlotsText } from './text';
import styles from './slots.module.css';

type Media = Schema<'Quality'>;

/// What is measured of the call now, on both sides of the bridge. What is not measured is said so.
export function SlotQuality({ slot }: { slot: Slot }) {
  const t = useSlotsText();
  const inCall = isInCall(slot);
  const { data } = useSlotMedia(slot.id, inCall);
  if (!inCall) return <p className="quiet small">{t('noCall')}</p>;
  const media = data?.media;
  const number = (value: number | null | undefined, digits: number, unit = '') => (value === null || value === undefined ? '—' : `${formatNumber(value, digits)}${unit}`);
  const rows: [string, (one: Media) => string][] = [
    [t('mos'), (one) => number(one.mos, 2)],
    [t('loss'), (one) => number(one.loss_pct, 2, ' %')],
    [t('jitter'), (one) => (one.jitter_ms === null ? '—' : t('ms', { value: formatNumber(one.jitter_ms, 1) }))],
    [t('roundTrip'), (one) => (one.round_trip_ms === null ? '—' : t('ms', { value: formatNumber(one.round_trip_ms, 1) }))],
    [t('packets'), (one) => `${formatNumber(one.packets_in)} / ${formatNumber(one.packets_out)}`],
    [t('codec'), (one) => one.codec || '—'],
  ];
  return (
    <table className={styles.quality}>
      <thead><tr><td /><th scope="col">{t('line')}</th><th scope="col">{t('numberSide')}</th></tr></thead>
      <tbody>{rows.map(([name, of]) => <tr key={name}><th scope="row">{name}</th><td>{media ? of(media.line) : '—'}</td><td>{media ? of(media.number) : '—'}</td></tr>)}</tbody>
    </table>
  );
}
