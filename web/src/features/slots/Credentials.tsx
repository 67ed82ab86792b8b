import type { Schema, Slot } from '@/api/types';
import { Button } from '@/design/Button';
import { CopyText } from '@/design/CopyText';
import { Dialog } from '@/design/Dialog';
import { KeyValue, Notice } from '@/design/Parts';
import { ProvisioningCode } from './ProvisioningCode';
import { useSlotsText } from './text';
import styles from './slots.module.css';

interface Props {
  slotId: number;
  number: number;
  type: Slot['type'];
  sip: Schema<'SipCredentials'>;
  onClose: () => void;
}

/// The one time that the password is seen. It closes by its button only, so that a stray click does not lose it.
export default function Credentials({ slotId, number, type, sip, onClose }: Props) {
  const t = useSlotsText();
  return (
    <Dialog open closing="stays" onClose={onClose} shape="wide" title={t('credentials', { number })} actions={<Button kind="primary" onClick={onClose} autoFocus>{t('understood')}</Button>}>
      <Notice tone="warning">{t('credentialsOnce')}</Notice>
      {type === 'auto' && <Notice>{t('credentialsAuto')}</Notice>}
      <div className={styles.credentials}>
        <KeyValue rows={[
          [t('server'), <CopyText key="s" text={location.hostname} label={t('server')} />],
          [t('sipPort'), <CopyText key="o" text={String(sip.port)} label={t('sipPort')} />],
          [t('sipTransport'), sip.transports.join(', ').toUpperCase()],
          [t('sipUser'), <CopyText key="u" text={sip.username} label={t('sipUser')} />],
          [t('sipPassword'), <CopyText key="p" text={sip.password} label={t('sipPassword')} />],
          [t('sipDomain'), <CopyText key="d" text={sip.domain} label={t('sipDomain')} />],
          [t('sipUri'), <CopyText key="a" text={sip.uri} label={t('sipUri')} />],
        ]} />
        {type !== 'auto' && (
          <div className={styles.code}>
            <h3>{t('phoneSetupByCode')}</h3>
            <ProvisioningCode slotId={slotId} />
            <p className="small quiet">{t('codeReplaces')}</p>
          </div>
        )}
      </div>
    </Dialog>
  );
}
