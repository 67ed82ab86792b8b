import { Check, PhoneOff } from 'lucide-react';
import { Link } from 'react-router-dom';
import type { Call } from '@/api/types';
import { ApiError } from '@/api/errors';
import { drafts } from '@/app/drafts/drafts';
import { useDraftEntry } from '@/app/drafts/use_draft';
import { useMay, useUser } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { Section } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { Duration, RelativeTime } from '@/design/Time';
import { toastError } from '@/design/toasts';
import { CallState } from './CallState';
import { useDocked } from './docked';
import { noteDraftOf, NoteForm } from './NoteForm';
import { isOver, useCall, useCallWrites, useLeadOf, useRunningCalls } from './queries';
import { useCallsText } from './text';

/// The calls that the user has up: in the dock of every page, also after a reload. One that ends becomes wrap-up in its place.
export default function LiveCalls() {
  const user = useUser();
  return user && <Docked key={user.id} user={user.id} />;
}

function Docked({ user }: { user: string }) {
  const mine = (useRunningCalls().data?.items ?? []).filter((call) => call.user_id === user);
  const { ids, done } = useDocked(user, mine);
  return ids.map((id) => <Card key={id} id={id} running={mine.find((call) => call.call_id === id)} onDone={() => done(id)} />);
}

function Card({ id, running, onDone }: { id: string; running: Call | undefined; onDone: () => void }) {
  const t = useCallsText();
  const { data: call = running, error } = useCall(id);
  const { end } = useCallWrites();
  const mayEnd = useMay('calls.end');
  const mayNote = useMay('notes.create');
  const begun = useDraftEntry(noteDraftOf(id))?.fields != null;
  const { data: lead } = useLeadOf(call?.phone_number ?? null);
  if (!call) return error instanceof ApiError && error.status === 404 && !begun ? <Gone onDone={onDone} /> : null;
  const over = isOver(call);
  const discard = () => {
    drafts.drop(noteDraftOf(id));
    onDone();
  };
  return (
    <Section title={t(over ? 'wrapUp' : 'dockTitle')} action={over ? <RelativeTime at={call.ended_at} /> : <Duration since={call.answered_at ?? call.started_at} />}>
      <div className="column">
        <CallState call={call} />
        <Link to={`/calls/${call.call_id}`}><PhoneNumber number={call.phone_number} /></Link>
        {lead && <span>{t('leadOf', { name: lead.client_name })}</span>}
        {mayEnd && <Button kind="danger" icon={<PhoneOff />} blocked={over && t('ended')} onClick={() => void end(call.call_id).catch(toastError)}>{t('endCall')}</Button>}
        {mayNote && <NoteForm call={call} onSaved={() => over && onDone()} />}
        {over && <div className="row">{begun ? <Button kind="quiet" onClick={discard}>{t('discardNote')}</Button> : <Button icon={<Check />} onClick={onDone}>{t('done')}</Button>}</div>}
      </div>
    </Section>
  );
}

/// The call was erased, or is no longer ours to see.
function Gone({ onDone }: { onDone: () => void }) {
  const t = useCallsText();
  return <Section title={t('wrapUp')}><div className="column"><p className="quiet small">{t('callGone')}</p><Button icon={<Check />} onClick={onDone}>{t('done')}</Button></div></Section>;
}
