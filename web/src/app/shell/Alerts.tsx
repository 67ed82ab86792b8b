import { useCallback, useState } from 'react';
import { Popover } from '@/design/Popover';
import { Moment } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { useEvent, useTopic } from '@/realtime/realtime';
import styles from './Shell.module.css';

const MOST_ALERTS = 50;

interface Alert { id?: string | number; event_id: string; ts: string; message?: string; title?: string; text?: string; severity?: string }

export default function Alerts() {
  const t = useCommonText();
  const [alerts, setAlerts] = useState<Alert[]>([]);
  useTopic('alerts');
  useEvent('system.alert', useCallback((alert: Alert) => setAlerts((before) => [alert, ...before].slice(0, MOST_ALERTS)), []));
  const list = alerts.length === 0 ? <span className="quiet">{t('noAlerts')}</span> : (
    <ul className="column">{alerts.map((alert) => <li key={alert.event_id}>{alert.message ?? alert.title ?? alert.text ?? alert.severity} <span className="quiet"><Moment at={alert.ts} /></span></li>)}</ul>
  );
  return <Popover label={t('alerts')} content={list}><button type="button" className={alerts.length > 0 ? styles.loud : undefined}>{t('alerts')} {alerts.length}</button></Popover>;
}
