import { CopyText } from '@/design/CopyText';
import { Drawer } from '@/design/Dialog';
import { formatInstant } from '@/design/format';
import { KeyValue, Section } from '@/design/Parts';
import type { LogLine } from './tail';
import { useLogsText } from './text';
import styles from './logs.module.css';

export function Line({ line, onClose }: { line: LogLine; onClose: () => void }) {
  const t = useLogsText();
  return (
    <Drawer open onClose={onClose} title={line.message} about={`${line.module} · ${t(`severity.${line.severity}`)}`}>
      <KeyValue rows={[
        [t('at'), formatInstant(line.at)],
        [t('flow'), line.f_flow],
        [t('by'), line.username],
        [t('request'), line.request_id && <CopyText key="r" text={line.request_id} label={t('request')} />],
        [t('event'), line.event_id && <CopyText key="e" text={line.event_id} label={t('event')} />],
      ]} />
      {Object.keys(line.fields).length > 0 && <Section title={t('fields')}><pre className={styles.fields}>{JSON.stringify(line.fields, null, 2)}</pre></Section>}
    </Drawer>
  );
}
