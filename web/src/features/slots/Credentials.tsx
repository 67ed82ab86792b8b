import type { Schema, Slot } from '@/api/types';
import { Button } from '@/design/Button';
import { CopyText } from '@/design/CopyText';
import { Dialog } from '@/design/Dialog';
import { KeyValue, Notice } from '@/design/Parts';
import { QrCode } from '@/design/QrCode';
import { useSlotsText } from './text';
import styles from './slots.module.css';

interface Props {
  number: number;
  type: Slot['type'];
  sip: Schema<'SipCredentials'>;
  onClose: () => void;
}

/// The one time that the password is seen. It closes by its button only, so that a stray click does not lose it.
export default function Credentials({ number, type, sip, onClose }: Props) {
  const t = useSlotsText();
  return (
    <Dialog open closing="stays" onClose={onClose} shape="wide" title={t('credentials', { number })} actions={<Button kind="primary" onClick={onClose} autoFocus>{t('understood')}</Button>}>
      <Notice tone="warning">{t('credentialsOnce')}</Notice>
      {type === 'auto' && <Notice>{t('credentialsAuto')}</Notice>}
      <div className={styles.credentials}>
        <KeyValue rows={[
          [t('server'), <CopyText key="s" text={location.hostname} label={t('server')} />],
          [t('sipUser'), <CopyText key="u" text={sip.username} label={t('sipUser')} />],
          [t('sipPassword'), <CopyText key="p" text={sip.password} label={t('sipPassword')} />],
          [t('sipDomain'), <CopyText key="d" text={sip.domain} label={t('sipDomain')} />],
          [t('sipUri'), <CopyText key="a" text={sip.uri} label={t('sipUri')} />],
        ]} />
        {type !== 'auto' && (
          <figure className={styles.qr}>
            {/* RFC 3261 §19.1.1: user:password@domain. */}
            <QrCode text={`sip:${sip.username}:${encodeURIComponent(sip.password)}@${sip.domain}`} label={t('qr')} />
            <figcaption className="small quiet">{t('qrHint')}</figcaption>
          </figure>
        )}
      </div>
    </Dialog>
  );
}
