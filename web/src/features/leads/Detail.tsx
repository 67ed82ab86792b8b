import { Pencil, Phone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { confirm } from '@/design/confirm';
import { ErrorState } from '@/design/ErrorState';
import { Field, Select, TextArea } from '@/design/Field';
import { useKeys } from '@/design/keys';
import { Page } from '@/design/Page';
import { KeyValue, Notice, Section, Skeleton } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { RelativeTime } from '@/design/Time';
import { toast, toastError } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { LeadForm } from './Form';
import { StatusBadge } from './LeadStatus';
import { LeadTimeline } from './LeadTimeline';
import { STATUSES, useLead, useLeadWrites, type Lead } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

export default function LeadDetail() {
  const t = useLeadsText();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: lead, error, refetch } = useLead(id);
  const [editing, setEditing] = useState(false);
  const [mayWrite, mayDelete, mayCall, mayNote] = [useMay('crm.write'), useMay('crm.delete'), useMay('calls.create'), useMay('notes.create')];
  const { remove } = useLeadWrites();
  useKeys(t('title'), [
    { keys: 'u', label: t('title'), run: () => navigate('/leads') },
    ...(mayWrite ? [{ keys: 'e', label: t('edit'), run: () => setEditing(true) }] : []),
  ]);
  const back = { to: '/leads', label: t('title') };
  if (error) return <Page title={t('title')} back={back}><ErrorState error={error} onRetry={() => void refetch()} /></Page>;
  if (!lead) return <Page title={t('title')} back={back}><Skeleton width={240} height={18} /></Page>;
  const drop = async () => {
    if (!(await confirm({ title: t('deleteTitle', { name: lead.client_name }), body: t('deleteBody'), action: t('delete') }))) return;
    await remove(lead).then(() => {
      toast(t('deleted', { name: lead.client_name }));
      navigate('/leads');
    }, toastError);
  };
  return (
    <Page title={lead.client_name} back={back} layout="wide" filters={<StatusBadge status={lead.status} />} actions={<>
      {mayDelete && <Button icon={<Trash2 />} onClick={() => void drop()}>{t('delete')}</Button>}
      {mayWrite && <Button icon={<Pencil />} onClick={() => setEditing(true)}>{t('edit')}</Button>}
      {mayCall && <Button kind="primary" icon={<Phone />} onClick={() => navigate(`/call?number=${encodeURIComponent(lead.phone)}&lead=${lead.id}`)}>{t('call')}</Button>}
    </>}>
      <div className={styles.grid}>
        <div>
          <Section title={t('facts')}><Facts lead={lead} /></Section>
          {mayNote && <Section title={t('note')}><NoteForm lead={lead} /></Section>}
        </div>
        <Section title={t('timeline')}><LeadTimeline id={lead.id} /></Section>
      </div>
      {editing && <LeadForm lead={lead} onClose={() => setEditing(false)} />}
    </Page>
  );
}

function Facts({ lead }: { lead: Lead }) {
  const t = useLeadsText();
  const mayWrite = useMay('crm.write');
  const { update } = useLeadWrites();
  const choices = STATUSES.map((value) => ({ value, label: t(`status.${value}`) }));
  return (
    <KeyValue rows={[
      [t('phone'), <PhoneNumber key="p" number={lead.phone} />],
      [t('email'), lead.email],
      [t('status'), mayWrite ? <Select key="s" aria-label={t('status')} value={lead.status} choices={choices} onPick={(status) => void update(lead, { status }).catch(toastError)} /> : <StatusBadge key="s" status={lead.status} />],
      [t('source'), lead.source],
      [t('region'), lead.region],
      [t('timezone'), lead.timezone],
      [t('lastCall'), <RelativeTime key="l" at={lead.last_call_at} empty={t('never')} />],
      [t('created'), <RelativeTime key="c" at={lead.created_at} />],
      ...Object.entries(lead.fields).map(([name, value]) => [name, value] as const),
    ]} />
  );
}

function NoteForm({ lead }: { lead: Lead }) {
  const t = useLeadsText();
  const { note } = useLeadWrites();
  const [text, setText] = useState('');
  const save = useSubmit(async () => {
    if (!text.trim()) return;
    await note(lead, text.trim());
    setText('');
    toast(t('noteSaved'));
  });
  return (
    <form className="column" noValidate onSubmit={(event) => { event.preventDefault(); void save.submit(); }}>
      {save.message && <Notice tone="fault">{save.message}</Notice>}
      <Field label={t('note')} hint={t('noteHint')} error={save.field('text')}><TextArea rows={3} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <div className="row"><Button type="submit" busy={save.busy} blocked={!text.trim() && t('noteHint')}>{t('saveNote')}</Button></div>
    </form>
  );
}
