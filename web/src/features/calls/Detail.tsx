import { PhoneOff } from 'lucide-react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { Call } from '@/api/types';
import { useMay, useMayControl, useMayHear, useUser } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { ErrorState } from '@/design/ErrorState';
import { formatPhone } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Page } from '@/design/Page';
import { KeyValue, Section, Skeleton } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { Duration, TimeAndAge } from '@/design/Time';
import { toast, toastError } from '@/design/toasts';
import { useLead } from '@/features/leads/public';
import { useCommonText } from '@/i18n/text';
import { CallState } from './CallState';
import { Course } from './Course';
import { Ladder } from './Ladder';
import { NoteForm } from './NoteForm';
import { endedByOther, reasonOf } from './outcome';
import { Player } from './Player';
import { Quality } from './Quality';
import { isOver, useCall, useCallNotes, useCallWrites, useRecord } from './queries';
import type { Leg } from './steps';
import { useCallsText } from './text';
import styles from './calls.module.css';

export default function CallDetail() {
  const t = useCallsText();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: call, error, refetch } = useCall(id);
  const mayEnd = useMay('calls.end'), mayControl = useMayControl();
  const mayHear = useMayHear();
  const me = useUser()?.id;
  const readsNotes = useMay('notes.read');
  const { end } = useCallWrites();
  useKeys(t('title'), [{ keys: 'u', label: t('title'), run: () => navigate('/calls') }]);
  const back = { to: '/calls', label: t('title') };
  if (error) return <Page title={t('title')} back={back}><ErrorState error={error} onRetry={() => void refetch()} /></Page>;
  if (!call) return <Page title={t('title')} back={back}><Skeleton width={240} height={18} /></Page>;
  const title = t('callTitle', { number: call.phone_number ? formatPhone(call.phone_number) : '—' });
  return (
    <Page title={title} back={back} layout="wide" filters={<CallState call={call} />}
      actions={mayEnd && mayControl(call) && !isOver(call) && <Button kind="danger" icon={<PhoneOff />} onClick={() => void end(call.call_id).then(() => call.user_id !== me && toast(t('endedToast', { name: call.username })), toastError)}>{t('endCall')}</Button>}>
      <div className={styles.grid}>
        <div>
          <Section title={t('facts')}><Facts call={call} /></Section>
          {readsNotes && <Section title={t('notes')}><Notes call={call} /></Section>}
        </div>
        <div>
          {mayHear(call) && isOver(call) && (
            <Section title={t('recording')}>{call.recording_id ? <Player recording={call.recording_id} name={`${call.call_id}${call.phone_number ? ` ${call.phone_number}` : ''}`} /> : <p className="quiet small">{t('noRecording')}</p>}</Section>
          )}
          <Record call={call} />
        </div>
      </div>
    </Page>
  );
}

function Facts({ call }: { call: Call }) {
  const t = useCallsText();
  const common = useCommonText();
  const { data: lead, isPending } = useLead(call.lead_id);
  return (
    <KeyValue rows={[
      [t('number'), <PhoneNumber key="n" number={call.phone_number} />],
      [t('callerId'), call.caller_id && <PhoneNumber key="c" number={call.caller_id} />],
      [t('slot'), <Link key="s" to={`/slots/${call.slot_id}`}>{call.number}</Link>],
      [t('lead'), call.lead_id && (lead ? <Link key="l" to={`/leads/${call.lead_id}`}>{lead.client_name}</Link> : !isPending && <span key="l" className="quiet">{t('leadOfOthers')}</span>)],
      [t('who'), call.username],
      [t('started'), <TimeAndAge key="a" at={call.started_at} />],
      [t('duration'), isOver(call) ? <Duration key="d" seconds={call.duration_s} /> : <Duration key="d" since={call.started_at} />],
      [t('talk'), call.answered_at && (isOver(call) ? <Duration key="k" seconds={call.talk_s} /> : <Duration key="k" since={call.answered_at} />)],
      isOver(call) && [t('cause'), [reasonOf(call, common), endedByOther(call) && t('endedBy', { name: endedByOther(call)! })].filter(Boolean).join(' · ')],
      isOver(call) && (call.sip_status ?? 0) > 0 && [t('sip'), <span key="x" className="mono">{call.sip_status} · Q.850 {call.q850}</span>],
    ]} />
  );
}

/// The record, when there is one: what happened, and how it sounded.
function Record({ call }: { call: Call }) {
  const t = useCallsText();
  const { data: record } = useRecord(call);
  const readsRecords = useMay('cdr.read');
  const nameOf = (leg: Leg) => (leg.role === 'line' ? t('line_role', { number: call.number }) : t('far_role'));
  return (
    <>
      <Section title={t('ladder')}>{record ? <Ladder call={call} legs={record.legs} /> : <><Course call={call} /><p className="quiet small">{readsRecords ? t('noLegs') : t('noRecords')}</p></>}</Section>
      {record && <Section title={t('quality')}><Quality legs={record.legs} nameOf={nameOf} /></Section>}
    </>
  );
}

function Notes({ call }: { call: Call }) {
  const t = useCallsText();
  const mayWrite = useMay('notes.create');
  const { data, error, refetch } = useCallNotes(call.call_id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="column">
      {data?.items.length === 0 && <p className="quiet small">{t('noNotes')}</p>}
      {data?.items.map((note) => <div key={note.id}><div className={styles.noteText}>{note.text}</div><div className="quiet small">{note.author} · <TimeAndAge at={note.created_at} /></div></div>)}
      {mayWrite && <NoteForm call={call} />}
    </div>
  );
}
