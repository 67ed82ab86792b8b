import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { DraftNotice } from '@/app/drafts/DraftNotice';
import { Overtaken } from '@/app/drafts/Overtaken';
import { changedOnly, useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input, Select } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { checkPhone, PhoneInput, phoneLibrary, type PhoneCheck } from '@/design/PhoneInput';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { STATUSES, useLeadWithNumber, useLeadWrites, type Lead } from './queries';
import { useLeadsText } from './text';

const draftOf = (lead: Lead | null) => ({
  client_name: lead?.client_name ?? '', phone: lead?.phone ?? '', email: lead?.email ?? '',
  source: lead?.source ?? '', status: lead?.status ?? STATUSES[0]!,
});

/// A new lead, or with `lead` a change of that one.
export function LeadForm({ lead, onClose, onDone }: { lead: Lead | null; onClose: () => void; onDone?: (lead: Lead) => void }) {
  const t = useLeadsText();
  const common = useCommonText();
  const writes = useLeadWrites();
  const saved = draftOf(lead);
  const kept = useDraft(lead ? `lead:${lead.id}` : 'new-lead', saved);
  const { values: draft, set } = kept;
  const [check, setCheck] = useState<PhoneCheck>({ state: 'unfinished' });
  const [tried, setTried] = useState(false);
  useEffect(() => { void phoneLibrary().then((library) => setCheck(checkPhone(library, draft.phone))); }, [draft.phone]);
  const nameWrong = draft.client_name.trim() === '' ? t('nameWants') : undefined;
  const phoneWrong = check.state !== 'valid' ? t('phoneWants') : undefined;
  const { data: same } = useLeadWithNumber(!lead && check.state === 'valid' ? check.e164 : null);
  const send = useSubmit(async () => {
    if (check.state !== 'valid') return;
    const body = {
      client_name: draft.client_name.trim(), phone: check.e164, email: draft.email.trim() || null,
      source: draft.source.trim() || null, status: draft.status,
    };
    const isSettled = (now: Lead) => kept.overtakenBy(draftOf(now)).length === 0;
    const done = lead ? await writes.updateAsRead(lead, changedOnly(kept, body), isSettled) : await writes.create(body);
    if (!done) return;
    kept.drop();
    toast(t(lead ? 'savedToast' : 'createdToast', { name: done.client_name }));
    onClose();
    onDone?.(done);
  });
  const cancel = () => {
    kept.drop();
    onClose();
  };
  const submit = () => {
    if (lead && kept.changed.length === 0) return cancel();
    setTried(true);
    if (!nameWrong && !phoneWrong && kept.settled()) void send.submit();
  };
  return (
    <Drawer open onClose={onClose} title={lead ? t('editTitle', { name: lead.client_name }) : t('new')} onSend={submit}
      actions={<><Button onClick={cancel}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy}>{t(lead ? 'save' : 'create')}</Button></>}>
      <DraftNotice draft={kept} />
      <Overtaken draft={kept} saved={saved} fields={{
        client_name: [t('name')], phone: [t('phone')], email: [t('email')], source: [t('source')],
        status: [t('status'), (status) => t(`status.${status}`)],
      }} />
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('name')} need="required" error={(tried && nameWrong) || send.field('client_name')}><Input autoFocus maxLength={200} value={draft.client_name} onChange={(event) => set({ client_name: event.target.value })} /></Field>
      <Field label={t('phone')} need="required" hint={same && <>{t('sameNumber')} <Link to={`/leads/${same.id}`}>{same.client_name}</Link></>} error={((tried || check.state === 'invalid') && phoneWrong) || send.field('phone')}>
        <PhoneInput value={draft.phone} onChange={(phone, judged) => { set({ phone }); setCheck(judged); }} />
      </Field>
      <Field label={t('email')} error={send.field('email')}><Input type="email" maxLength={254} value={draft.email} onChange={(event) => set({ email: event.target.value })} /></Field>
      <Field label={t('status')} error={send.field('status')}><Select value={draft.status} choices={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} onPick={(status) => set({ status })} /></Field>
      <Field label={t('source')} error={send.field('source')}><Input maxLength={64} value={draft.source} onChange={(event) => set({ source: event.target.value })} /></Field>
    </Drawer>
  );
}
