import { lazy, Suspense } from 'react';
import { useClock } from '@/design/clock';
import { formatTimeOfDay, zoneName, zone } from '@/design/format';
import { useStore } from '@/design/store';
import { useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { connection } from '@/realtime/realtime';
import { useMay } from '../session/use_session';
import styles from './Shell.module.css';

const Alerts = lazy(async () => import('./Alerts'));

/// Is it live, what is wrong, what time is it at the centre.
export function StatusLine() {
  const t = useCommonText();
  useLanguage();
  useStore(zone);
  const { status, latencyMs } = useStore(connection);
  const now = useClock((ms) => formatTimeOfDay(ms));
  const seesAlerts = useMay('alerts.read');
  const word = status === 'live' ? t('live') : status === 'connecting' ? t('connecting') : t('disconnected');
  return (
    <footer className={styles.status} aria-label={t('status')}>
      <span className={styles[status]} role="status">
        <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden>{status === 'live' ? <circle cx="4" cy="4" r="4" fill="currentColor" /> : <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />}</svg>
        {word}
      </span>
      {status === 'live' && latencyMs !== null && <span>{t('latency', { ms: latencyMs })}</span>}
      {seesAlerts && <Suspense><Alerts /></Suspense>}
      <span className="grow" />
      <span>{now} {zoneName()}</span>
    </footer>
  );
}
