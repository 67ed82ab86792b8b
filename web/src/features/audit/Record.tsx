import { Badge } from '@/design/Badge';
import { CopyText } from '@/design/CopyText';
import { Drawer } from '@/design/Dialog';
import { formatInstant } from '@/design/format';
import { KeyValue, Section } from '@/design/Parts';
import { recordInWords, targetInWords } from './actions';
import type { AuditRecord } from './queries';
import { useAuditText } from './text';
import styles from './audit.module.css';

/// Who did it, when, from where, and what exactly.
export function Record({ record, onClose }: { record: AuditRecord; onClose: () => void }) {
  const t = useAuditText();
  return (
    <Drawer open onClose={onClose} title={recordInWords(record, t)} about={targetInWords(record.target, t)}>
      <KeyValue rows={[
        [t('action'), <code key="c">{record.action}</code>],
        [t('outcome'), record.success ? <Badge key="o" tone="ready">{t('done')}</Badge> : <Badge key="o" tone="fault">{t('refused')}</Badge>],
        [t('who'), record.username || t('nobody')],
        [t('at'), formatInstant(record.at)],
        [t('address'), <span key="a" className="mono">{record.address}</span>],
        [t('request'), record.request_id && <CopyText key="r" text={record.request_id} label={t('request')} />],
        [t('number'), <span key="n" className="num">{record.id}</span>],
        [t('hash'), <span key="h" className={`mono ${styles.hash}`}>{record.hash}</span>],
      ]} />
      {Object.keys(record.detail).length > 0 && <Section title={t('detail')}><pre className={styles.detail}>{JSON.stringify(record.detail, null, 2)}</pre></Section>}
      <p className="small quiet">{t('chained')}</p>
    </Drawer>
  );
}
