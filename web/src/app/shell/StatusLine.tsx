import { useCallback, useState } from 'react';
import { useClock } from '@/design/clock';
import { formatTimeOfDay, zoneName, zone } from '@/design/format';
import { Popover } from '@/design/Popover';
import { useStore } from '@/design/store';
import { RelativeTime } from '@/design/Time';
import { useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { connection, useEvent, useTopic } from '@/realtime/realtime';
import { useMay } from '../session/use_session';
import styles from './Shell.module.css';

const MOST_ALERTS = 50;

interface Alert { id?: string | number; event_id: string; ts: string; message?: string; title?: string; text?: string; severity?: string }

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
      {seesAlerts && <Alerts />}
      <span className="grow" />
      <span>{now} {zoneName()}</span>
    </footer>
  );
}

function Alerts() {
  const t = useCommonText();
  const [alerts, setAlerts] = useState<Alert[]>([]);
  useTopic('alerts');
  useEvent('system.alert', useCallback((alert: Alert) => setAlerts((before) => [alert, ...before].slice(0, MOST_ALERTS)), []));
  const list = alerts.length === 0 ? <span className="quiet">{t('noAlerts')}</span> : (
    <ul className="column">{alerts.map((alert) => <li key={alert.event_id}>{alert.message ?? alert.title ?? alert.text ?? alert.severity} <span className="quiet"><RelativeTime at={alert.ts} /></span></li>)}</ul>
  );
  return <Popover label={t('alerts')} content={list}><button type="button" className={alerts.length > 0 ? styles.loud : undefined}>{t('alerts')} {alerts.length}</button></Popover>;
}
