import { Ellipsis, Eraser, FileDown, Merge as MergeIcon, Pencil, Phone, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState, type Ref } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router-dom';
import { drafts } from '@/app/drafts/drafts';
import { DraftState } from '@/app/drafts/DraftNotice';
import { useDraft } from '@/app/drafts/use_draft';
import { useMay } from '@/app/session/use_session';
import { Button, IconButton } from '@/design/Button';
import { confirm } from '@/design/confirm';
import { saveAs } from '@/design/download';
import { formatPhone } from '@/design/format';
import { ErrorState } from '@/design/ErrorState';
import { Field, Select, TextArea } from '@/design/Field';
import { showKeys, useKeys } from '@/design/keys';
import { Menu } from '@/design/Menu';
import { Page } from '@/design/Page';
import { KeyValue, Notice, Section, Skeleton } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { TimeAndAge } from '@/design/Time';
import { useStore } from '@/design/store';
import { toast, toastError } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { mergedLeads } from '@/realtime/lead_pages';
import { ownFieldsInWords } from './field_words';
import { LeadForm } from './Form';
import { StatusBadge } from './LeadStatus';
import { LeadTimeline } from './LeadTimeline';
import { Merge } from './Merge';
import { numbersErasedWith } from './numbers';
import { mergedInto, STATUSES, useLead, useLeadWrites, useSellers, type Lead } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

const NO_NOTE = { text: '' };

export default function LeadDetail() {
  const t = useLeadsText();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: lead, error, refetch } = useLead(id);
  const survivor = useStore(mergedLeads)[id] ?? mergedInto(error);
  const [editing, setEditing] = useState(false);
  const [merging, setMerging] = useState(false);
  const note = useRef<HTMLTextAreaElement>(null);
  const [mayWrite, mayDelete, mayErase, mayCall, mayNote] = [useMay('crm.write'), useMay('crm.delete'), useMay('crm.admin'), useMay('calls.create'), useMay('notes.create')];
  const { remove, exportPerson, erasePerson } = useLeadWrites();
  const forbidden = lead?.status === 'do_not_call' && t('doNotCall');
  const call = () => lead && !forbidden && navigate(`/call?number=${encodeURIComponent(lead.phone)}&lead=${lead.id}`);
  useKeys(t('title'), [
    { keys: 'u', label: t('title'), run: () => navigate('/leads') },
    ...(mayWrite ? [{ keys: 'e', label: t('edit'), run: () => setEditing(true) }] : []),
    ...(mayNote ? [{ keys: 'n', label: t('note'), run: () => note.current?.focus() }] : []),
    ...(mayCall ? [{ keys: 'c', label: t('call'), run: call }] : []),
  ]);
  const back = { to: '/leads', label: t('title') };
  if (survivor) return <Survivor from={id} into={survivor} told={merging} />;
  if (error) return <Page title={t('title')} back={back}><ErrorState error={error} onRetry={() => void refetch()} /></Page>;
  if (!lead) return <Page title={t('title')} back={back}><Skeleton width={240} height={18} /></Page>;
  const drop = async () => {
    if (!(await confirm({ title: t('deleteTitle', { name: lead.client_name }), body: t('deleteBody'), action: t('delete') }))) return;
    await remove(lead).then(() => {
      toast(t('deleted', { name: lead.client_name }));
      navigate('/leads');
    }, toastError);
  };
  const save = () => void exportPerson(lead).then((person) => saveAs(`${lead.phone}.json`, new Blob([JSON.stringify(person, null, 2)], { type: 'application/json' })), toastError);
  const erase = async () => {
    const numbers = await numbersErasedWith(lead).catch(toastError);
    if (!numbers) return;
    const body = `${t('eraseBody')} ${t('eraseNumbers', { numbers: numbers.map(formatPhone).join(', ') })}`;
    if (!(await confirm({ title: t('eraseTitle', { name: lead.client_name }), body, action: t('erase'), typeName: lead.client_name }))) return;
    await erasePerson(lead).then((erased) => {
      toast(t('erased', { leads: erased.leads, calls: erased.calls, recordings: erased.recordings }));
      navigate('/leads');
    }, toastError);
  };
  return (
    <Page title={lead.client_name} back={back} layout="wide" filters={<StatusBadge status={lead.status} />} actions={<>
      <Menu entries={[
        { label: t('export'), icon: <FileDown />, run: save },
        ...(mayDelete ? [{ label: t('mergeOpen'), icon: <MergeIcon />, run: () => setMerging(true) }, 'line' as const, { label: t('delete'), icon: <Trash2 />, danger: true, run: () => void drop() }] : []),
        ...(mayErase ? [{ label: t('eraseOpen'), icon: <Eraser />, danger: true, run: () => void erase() }] : []),
      ]}><IconButton label={t('moreActions')} icon={<Ellipsis />} /></Menu>
      {mayWrite && <Button icon={<Pencil />} onClick={() => setEditing(true)}>{t('edit')}</Button>}
      {mayCall && <Button kind="primary" icon={<Phone />} keys="c" blocked={forbidden} onClick={call}>{t('call')}</Button>}
    </>}>
      <div className={styles.grid}>
        <div>
          <Section title={t('facts')}><Facts lead={lead} /></Section>
          {mayNote && <Section title={t('note')}><NoteForm lead={lead} field={note} /></Section>}
        </div>
        <Section title={t('timeline')}><LeadTimeline id={lead.id} /></Section>
      </div>
      {merging && <Merge lead={lead} onClose={() => setMerging(false)} onDone={(remaining) => navigate(`/leads/${remaining.id}`, { replace: true })} />}
      {editing && <LeadForm lead={lead} onClose={() => setEditing(false)} />}
    </Page>
  );
}

/// To the lead that remained, with what was being written about this one.
function Survivor({ from, into, told }: { from: string; into: string; told: boolean }) {
  const t = useLeadsText();
  // Whoever merged them here is told so; to others the page would jump for no reason.
  useEffect(() => { if (!told) toast(t('movedOn')); }, [told, t]);
  useEffect(() => void drafts.refresh().then(() => drafts.move(`lead-note:${from}`, `lead-note:${into}`)), [from, into]);
  return <Navigate to={`/leads/${into}`} replace />;
}

function Facts({ lead }: { lead: Lead }) {
  const t = useLeadsText();
  const mayWrite = useMay('crm.write');
  const { update, assign } = useLeadWrites();
  const sellers = useSellers();
  const choices = STATUSES.map((value) => ({ value, label: t(`status.${value}`) }));
  return (
    <KeyValue rows={[
      [t('phone'), <PhoneNumber key="p" number={lead.phone} />],
      [t('email'), lead.email],
      [t('status'), mayWrite ? <Select key="s" aria-label={t('status')} value={lead.status} choices={choices} onPick={(status) => void update(lead, { status }).catch(toastError)} /> : <StatusBadge key="s" status={lead.status} />],
      sellers ? [t('seller'), <Select key="o" aria-label={t('seller')} value={lead.assigned_seller ?? ''} empty={t('nobody')} choices={sellers.map((one) => ({ value: one.id, label: one.username }))} onPick={(seller) => void assign([lead.id], seller || null).catch(toastError)} />] : null,
      [t('source'), lead.source],
      [t('region'), lead.region],
      [t('timezone'), lead.timezone],
      [t('lastCall'), <TimeAndAge key="l" at={lead.last_call_at} empty={t('never')} />],
      [t('created'), <TimeAndAge key="c" at={lead.created_at} />],
      ...ownFieldsInWords(lead.fields, t),
    ]} />
  );
}

function NoteForm({ lead, field }: { lead: Lead; field: Ref<HTMLTextAreaElement> }) {
  const t = useLeadsText();
  const { note } = useLeadWrites();
  const draft = useDraft(`lead-note:${lead.id}`, NO_NOTE);
  const { text } = draft.values;
  const save = useSubmit(async () => {
    if (!text.trim()) return;
    await note(lead, text.trim());
    draft.drop();
    toast(t('noteSaved'));
  });
  return (
    <form className="column" noValidate onSubmit={(event) => { event.preventDefault(); void save.submit(); }}>
      {save.message && <Notice tone="fault">{save.message}</Notice>}
      <Field label={t('note')} hint={t('noteHint')} error={save.field('text')}><TextArea ref={field} rows={3} readOnly={save.busy} value={text} onChange={(event) => draft.set({ text: event.target.value })} /></Field>
      <div className="row"><Button type="submit" busy={save.busy} keys={showKeys('mod+Enter')} blocked={!text.trim() && t('noteHint')}>{t('saveNote')}</Button><DraftState draft={draft} /></div>
    </form>
  );
}
