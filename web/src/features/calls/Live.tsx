import { PhoneOff } from 'lucide-react';
import { Link } from 'react-router-dom';
import { useMay, useSession } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { Section } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { Duration } from '@/design/Time';
import { toastError } from '@/design/toasts';
import { CallState } from './CallState';
import { NoteForm } from './NoteForm';
import { useCallWrites, useLeadOf, useRunningCalls } from './queries';
import { useCallsText } from './text';

/// The calls that the user has up: in the dock of every page, also after a reload.
export default function LiveCalls() {
  const t = useCallsText();
  const state = useSession();
  const userId = 'user' in state ? state.user.id : null;
  const mine = (useRunningCalls().data?.items ?? []).filter((call) => call.user_id === userId);
  return mine.slice(0, 3).map((call) => <Live key={call.call_id} call={call} title={t('dockTitle')} />);
}

function Live({ call, title }: { call: Parameters<typeof CallState>[0]['call']; title: string }) {
  const t = useCallsText();
  const { end } = useCallWrites();
  const mayEnd = useMay('calls.end');
  const mayNote = useMay('notes.create');
  const { data: lead } = useLeadOf(call.phone_number);
  return (
    <Section title={title} action={<Duration since={call.answered_at ?? call.started_at} />}>
      <div className="column">
        <CallState call={call} />
        <Link to={`/calls/${call.call_id}`}><PhoneNumber number={call.phone_number} /></Link>
        {lead && <span>{t('leadOf', { name: lead.client_name })}</span>}
        {mayEnd && <Button kind="danger" icon={<PhoneOff />} onClick={() => void end(call.call_id).catch(toastError)}>{t('endCall')}</Button>}
        {mayNote && <NoteForm call={call} />}
      </div>
    </Section>
  );
}
