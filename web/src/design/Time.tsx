import { useCommonText } from '@/i18n/text';
import { useLanguage } from '@/i18n';
import { useClock } from './clock';
import { formatAge, formatDuration, formatInstant, formatMoment, formatTime, isSameDay } from './format';

/// When it was: "12 min ago" of today, date and time of what is older, the instant on hover.
export function Moment({ at, empty = '—' }: { at: string | null | undefined; empty?: string }) {
  const t = useCommonText();
  useLanguage();
  const words = useClock((now) => {
    if (!at) return '';
    return isSameDay(at, now) ? t('ago', { age: formatAge((now - Date.parse(at)) / 1000) }) : formatMoment(at, now);
  });
  if (!at) return <span className="quiet">{empty}</span>;
  return <time dateTime={at} title={formatInstant(at)} className="num nowrap">{words}</time>;
}

/// The time, and how long ago it was: for pages about one thing.
export function TimeAndAge({ at, empty = '—' }: { at: string | null | undefined; empty?: string }) {
  const t = useCommonText();
  useLanguage();
  const words = useClock((now) => {
    if (!at) return '';
    return `${isSameDay(at, now) ? formatTime(at) : formatMoment(at, now)} · ${t('ago', { age: formatAge((now - Date.parse(at)) / 1000) })}`;
  });
  if (!at) return <span className="quiet">{empty}</span>;
  return <time dateTime={at} title={formatInstant(at)} className="num">{words}</time>;
}

/// How long something has lasted: "12 s", ticking.
export function Age({ since }: { since: string }) {
  useLanguage();
  const age = useClock((now) => formatAge((now - Date.parse(since)) / 1000));
  return <time dateTime={since} title={formatInstant(since)} className="num nowrap">{age}</time>;
}

/// 02:14; ticks while `since` is given, stands still with `seconds`.
export function Duration({ since, seconds }: { since?: string | null; seconds?: number | null }) {
  const ticking = useClock((now) => (since ? formatDuration((now - Date.parse(since)) / 1000) : ''));
  if (seconds !== undefined && seconds !== null) return <span className="num">{formatDuration(seconds)}</span>;
  return since ? <span className="num">{ticking}</span> : <span className="quiet">—</span>;
}
