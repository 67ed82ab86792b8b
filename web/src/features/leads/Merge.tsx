import { useState } from 'react';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input } from '@/design/Field';
import { formatPhone } from '@/design/format';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { useLeadSearch, useLeadWrites, type Lead } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

/// Which lead stays, what it would look like, and then the merge.
export function Merge({ lead, onClose, onDone }: { lead: Lead; onClose: () => void; onDone: (remaining: Lead) => void }) {
  const t = useLeadsText();
  const common = useCommonText();
  const { merge } = useLeadWrites();
  const [text, setText] = useState(lead.client_name);
  const [into, setInto] = useState<Lead | null>(null);
  const found = useLeadSearch(text).data?.filter((one) => one.id !== lead.id);
  const send = useSubmit(async () => {
    if (!into) return;
    const remaining = await merge(lead, into);
    toast(t('mergedToast', { from: lead.client_name, into: remaining.client_name }));
    onDone(remaining);
  });
  // The other lead keeps its values and takes those that it lacks, as the server does it.
  const rows = into && ([['name', into.client_name, lead.client_name], ['phone', formatPhone(into.phone), formatPhone(lead.phone)], ['email', into.email, lead.email], ['source', into.source, lead.source], ['timezone', into.timezone, lead.timezone]] as const);
  return (
    <Drawer open onClose={onClose} title={t('mergeTitle', { name: lead.client_name })} about={t('mergeAbout')} onSend={() => void send.submit()}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="danger" type="submit" busy={send.busy} blocked={!into && t('mergeChoose')}>{into ? t('mergeInto', { name: into.client_name }) : t('merge')}</Button></>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('mergeWith')} hint={t('search')} error={send.field('into')}><Input value={text} onChange={(event) => { setText(event.target.value); setInto(null); }} /></Field>
      {found?.length === 0 && <p className="quiet small">{t('nothingFits')}</p>}
      <ul className={styles.found} aria-label={t('mergeFound')}>
        {found?.map((one) => (
          <li key={one.id}><label><input type="radio" name="into" checked={into?.id === one.id} onChange={() => setInto(one)} /> {one.client_name} <span className="quiet num">{formatPhone(one.phone)}</span></label></li>
        ))}
      </ul>
      {rows && (
        <table className={styles.preview}>
          <caption>{t('mergePreview')}</caption>
          <tbody>{rows.map(([name, kept, given]) => <tr key={name}><th scope="row">{t(name)}</th><td>{kept ?? given ?? '—'} {!kept && given && <span className="quiet small">{t('taken')}</span>}</td></tr>)}</tbody>
        </table>
      )}
    </Drawer>
  );
}
