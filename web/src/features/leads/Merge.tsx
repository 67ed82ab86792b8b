import { useState } from 'react';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input } from '@/design/Field';
import { Notice, Skeleton } from '@/design/Parts';
import { errorInWords } from '@/design/error_words';
import { formatPhone } from '@/design/format';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { ownFieldsInWords } from './field_words';
import { useLeadSearch, useLeadWrites, useMergePreview, useSellers, type Lead } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

// Two that one merges often have the same name.
const named = (lead: Lead) => ({ name: lead.client_name, phone: formatPhone(lead.phone) });

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
  return (
    <Drawer open onClose={onClose} title={t('mergeTitle', named(lead))} about={t('mergeAbout')} onSend={() => void send.submit()}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="danger" type="submit" busy={send.busy} blocked={!into && t('mergeChoose')}>{into ? t('mergeInto', named(into)) : t('merge')}</Button></>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('mergeWith')} hint={t('search')} error={send.field('into')}><Input value={text} onFocus={(event) => event.target.select()} onChange={(event) => { setText(event.target.value); setInto(null); }} /></Field>
      {found?.length === 0 && <p className="quiet small">{t('nothingFits')}</p>}
      <ul className={styles.found} aria-label={t('mergeFound')}>
        {found?.map((one) => (
          <li key={one.id}><label><input type="radio" name="into" checked={into?.id === one.id} onChange={() => setInto(one)} /> {one.client_name} <span className="quiet num">{formatPhone(one.phone)}</span></label></li>
        ))}
      </ul>
      {into && <Preview from={lead} into={into} />}
    </Drawer>
  );
}

/// What it will be, value by value; what differs from the lead that stays is marked.
function Preview({ from, into }: { from: Lead; into: Lead }) {
  const t = useLeadsText();
  const sellers = useSellers();
  const { data: merged, error } = useMergePreview(from, into);
  if (error) return <Notice tone="fault">{errorInWords(error)}</Notice>;
  if (!merged) return <Skeleton height={160} />;
  const shown = (lead: Lead): Record<string, string | null> => ({
    [t('name')]: lead.client_name, [t('phone')]: formatPhone(lead.phone), [t('email')]: lead.email, [t('status')]: t(`status.${lead.status}`),
    [t('seller')]: lead.assigned_seller && (sellers?.find((one) => one.id === lead.assigned_seller)?.username ?? t('assigned')), [t('source')]: lead.source, [t('region')]: lead.region, [t('timezone')]: lead.timezone, ...Object.fromEntries(ownFieldsInWords(lead.fields, t)),
  });
  const before = shown(into);
  return (
    <table className={styles.preview}>
      <caption>{t('mergePreview')}</caption>
      <tbody>{Object.entries(shown(merged)).map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td>{value ?? '—'} {value !== (before[name] ?? null) && <span className="quiet small">{t('taken')}</span>}</td></tr>)}</tbody>
    </table>
  );
}
