import { Download } from 'lucide-react';
import type { Schema } from '@/api/types';
import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { saveAs } from '@/design/download';
import { Notice } from '@/design/Parts';
import { useSlotsText } from './text';
import styles from './slots.module.css';

/// The one time that the passwords are seen: as a table, and as a file for whoever sets the phones up.
export default function ManyCredentials({ slots, onClose }: { slots: readonly Schema<'CreatedSlot'>[]; onClose: () => void }) {
  const t = useSlotsText();
  const save = () => {
    const lines = slots.map(({ number, device_id, sip }) => [number, device_id, sip.username, sip.password, sip.domain, location.hostname, sip.port, sip.transports[0]].join(','));
    saveAs('slots.csv', new Blob([`number,device,username,password,domain,server,port,transport\r\n${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
  };
  return (
    <Dialog open closing="stays" onClose={onClose} shape="wide" title={t('credentialsMany', { count: slots.length })}
      actions={<><Button icon={<Download />} onClick={save}>{t('csv')}</Button><Button kind="primary" onClick={onClose} autoFocus>{t('understood')}</Button></>}>
      <Notice tone="warning">{t('credentialsOnce')}</Notice>
      {/* A region that scrolls takes the keyboard's focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.many} tabIndex={0} role="region" aria-label={t('credentialsMany', { count: slots.length })}>
        <table>
          <thead><tr><th>{t('number')}</th><th>{t('device')}</th><th>{t('sipPassword')}</th></tr></thead>
          <tbody>{slots.map(({ id, number, device_id, sip }) => <tr key={id}><td className="num">{number}</td><td>{device_id}</td><td className="mono">{sip.password}</td></tr>)}</tbody>
        </table>
      </div>
    </Dialog>
  );
}
