import { PhoneOff } from 'lucide-react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { Call, Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { ErrorState } from '@/design/ErrorState';
import { formatNumber, formatPhone, formatTimeOfDay } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Page } from '@/design/Page';
import { KeyValue, Section, Skeleton, Timeline } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { SlotGlyph } from '@/design/StateGlyph';
import { Duration, RelativeTime } from '@/design/Time';
import { toastError } from '@/design/toasts';
import { CallState } from './CallState';
import { NoteForm } from './NoteForm';
import { Player } from './Player';
import { isOver, useCall, useCallNotes, useCallWrites, useRecord } from './queries';
import { useCallsText } from './text';
import styles from './calls.module.css';

export default function CallDetail() {
  const t = useCallsText();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: call, error, refetch } = useCall(id);
  const mayEnd = useMay('calls.end');
  const hears = useMay('recordings.read');
  const readsNotes = useMay('notes.read');
  const { end } = useCallWrites();
  useKeys(t('title'), [{ keys: 'u', label: t('title'), run: () => navigate('/calls') }]);
  const back = { to: '/calls', label: t('title') };
  if (error) return <Page title={t('title')} back={back}><ErrorState error={error} onRetry={() => void refetch()} /></Page>;
  if (!call) return <Page title={t('title')} back={back}><Skeleton width={240} height={18} /></Page>;
  const title = t('callTitle', { number: call.phone_number ? formatPhone(call.phone_number) : '—' });
  return (
    <Page title={title} back={back} layout="wide" filters={<CallState call={call} />}
      actions={mayEnd && !isOver(call) && <Button kind="danger" icon={<PhoneOff />} onClick={() => void end(call.call_id).catch(toastError)}>{t('endCall')}</Button>}>
      <div className={styles.grid}>
        <div>
          <Section title={t('facts')}><Facts call={call} /></Section>
          {readsNotes && <Section title={t('notes')}><Notes call={call} /></Section>}
        </div>
        <div>
          {hears && isOver(call) && (
            <Section title={t('recording')}>{call.recording_id ? <Player recording={call.recording_id} /> : <p className="quiet small">{t('noRecording')}</p>}</Section>
          )}
          <Ladder call={call} />
        </div>
      </div>
    </Page>
  );
}

function Facts({ call }: { call: Call }) {
  const t = useCallsText();
  return (
    <KeyValue rows={[
      [t('number'), <PhoneNumber key="n" number={call.phone_number} />],
      [t('callerId'), call.caller_id && <PhoneNumber key="c" number={call.caller_id} />],
      [t('slot'), <Link key="s" to={`/slots/${call.slot_id}`}>{call.number}</Link>],
      [t('lead'), call.lead_id && <Link key="l" to={`/leads/${call.lead_id}`}>{call.lead_id.slice(0, 8)}</Link>],
      [t('who'), call.username],
      [t('started'), <RelativeTime key="a" at={call.started_at} />],
      [t('duration'), isOver(call) ? <Duration key="d" seconds={call.duration_s} /> : <Duration key="d" since={call.started_at} />],
      [t('talk'), call.answered_at && (isOver(call) ? <Duration key="k" seconds={call.talk_s} /> : <Duration key="k" since={call.answered_at} />)],
      isOver(call) && [t('cause'), [call.disposition, call.hangup_cause].filter(Boolean).join(' · ').replaceAll('_', ' ')],
      isOver(call) && (call.sip_status ?? 0) > 0 && [t('sip'), <span key="x" className="mono">{call.sip_status} · Q.850 {call.q850}</span>],
    ]} />
  );
}

type Leg = Schema<'Leg'>;

/// Every step of every leg in the order in which it happened.
function stepsOf(legs: Leg[]) {
  const steps = legs.flatMap((leg, index) => ([['invited', leg.invited_at], ['rang', leg.ringing_at], ['answered', leg.answered_at], ['over', leg.ended_at]] as const)
    .flatMap(([what, at]) => (at ? [{ id: `${index} ${what}`, leg, what, at }] : [])));
  return steps.sort((a, b) => a.at.localeCompare(b.at));
}

const GLYPHS = { invited: 'REGISTERING', rang: 'CALLING', answered: 'ACTIVE_CALL', over: 'POSTCALL' } as const;

function Ladder({ call }: { call: Call }) {
  const t = useCallsText();
  const { data: record } = useRecord(call);
  const nameOf = (leg: Leg) => (leg.role === 'line' ? t('line_role', { number: call.number }) : t('far_role'));
  return (
    <>
      <Section title={t('ladder')}>
        {record ? (
          <Timeline label={t('ladder')} entries={stepsOf(record.legs).map(({ id, leg, what, at }) => ({
            id, glyph: <SlotGlyph state={GLYPHS[what]} />, title: `${nameOf(leg)}: ${t(what)}`,
            detail: <span className="mono">{what === 'over' ? `${leg.sip_status || '—'} · Q.850 ${leg.q850 || '—'}` : leg.uri}</span>, time: <span className="num">{formatTimeOfDay(at)}</span>,
          }))} />
        ) : <p className="quiet small">{t('noLegs')}</p>}
      </Section>
      {record && <Section title={t('quality')}><Quality legs={record.legs} nameOf={nameOf} /></Section>}
    </>
  );
}

function Quality({ legs, nameOf }: { legs: Leg[]; nameOf: (leg: Leg) => string }) {
  const t = useCallsText();
  const measured = legs.flatMap((leg) => (leg.quality ? [{ name: nameOf(leg), quality: leg.quality }] : []));
  if (measured.length === 0) return <p className="quiet small">{t('noQuality')}</p>;
  const shown = (value: number | null | undefined, digits: number, unit = '') => (value === null || value === undefined ? null : `${formatNumber(value, digits)}${unit}`);
  return measured.map(({ name, quality }) => (
    <KeyValue key={name} rows={[
      [name, ''],
      [t('loss'), shown(quality.loss_pct, 1, ' %')],
      [t('jitter'), shown(quality.jitter_ms, 1, ' ms')],
      [t('mos'), shown(quality.mos, 1)],
    ]} />
  ));
}

function Notes({ call }: { call: Call }) {
  const t = useCallsText();
  const mayWrite = useMay('notes.create');
  const { data, error, refetch } = useCallNotes(call.call_id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="column">
      {data?.items.length === 0 && <p className="quiet small">{t('noNotes')}</p>}
      {data?.items.map((note) => <div key={note.id}><div>{note.text}</div><div className="quiet small">{note.author} · <RelativeTime at={note.created_at} /></div></div>)}
      {mayWrite && <NoteForm call={call} />}
    </div>
  );
}
