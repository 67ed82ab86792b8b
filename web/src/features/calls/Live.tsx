import { Check, ChevronDown, ChevronUp, PhoneOff, StickyNote } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Call } from '@/api/types';
import { ApiError } from '@/api/errors';
import { drafts } from '@/app/drafts/drafts';
import { useDraftEntry } from '@/app/drafts/use_draft';
import { useCommands } from '@/app/palette/commands';
import { useMay, useUser } from '@/app/session/use_session';
import { Button, IconButton } from '@/design/Button';
import { formatPhone } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Section } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { Duration, Moment } from '@/design/Time';
import { toast, toastError } from '@/design/toasts';
import { CallGlyph, CallState } from './CallState';
import { openOf, useDocked } from './docked';
import { noteDraftOf, NoteForm } from './NoteForm';
import { endedByOther } from './outcome';
import { isOver, useCall, useCallWrites, useLeadOf, useRunningCalls } from './queries';
import { useCallsText } from './text';
import styles from './calls.module.css';

/// The calls that the user has up: in the dock of every page, also after a reload. One that ends becomes wrap-up in its place.
export default function LiveCalls() {
  const user = useUser();
  return user && <Docked key={user.id} user={user.id} />;
}

function Docked({ user }: { user: string }) {
  const mine = (useRunningCalls().data?.items ?? []).filter((call) => call.user_id === user);
  const { ids, done } = useDocked(user, mine);
  // One is open: whichever was chosen, else the newest. A new call is what counts, so it takes the place of what was chosen before.
  const [chosen, setChosen] = useState<{ id: string | null; newest: string | undefined } | null>(null);
  const opened = openOf(ids, chosen, narrow());
  return ids.map((id) => (
    <Card key={id} id={id} running={mine.find((call) => call.call_id === id)} open={opened === id} keyed={(opened ?? ids[0]) === id}
      onToggle={() => setChosen({ id: opened === id ? null : id, newest: ids[0] })} onDone={() => done(id)} />
  ));
}

// Where the dock lies under the page, a call begins as one line of it: the page is what one came for.
const narrow = () => matchMedia('(max-width: 760px)').matches;

interface CardProps {
  id: string;
  running: Call | undefined;
  open: boolean;
  keyed: boolean; // the keys are about this one
  onToggle: () => void;
  onDone: () => void;
}

function Card({ id, running, open, keyed, onToggle, onDone }: CardProps) {
  const t = useCallsText();
  const { data: call = running, error } = useCall(id);
  const { end } = useCallWrites();
  const mayEnd = useMay('calls.end');
  const mayNote = useMay('notes.create');
  const seesLeads = useMay('crm.read');
  const begun = useDraftEntry(noteDraftOf(id))?.fields ?? null;
  const { data: lead } = useLeadOf(call?.phone_number ?? null);
  const note = useRef<HTMLTextAreaElement>(null);
  useCardKeys({
    over: call && isOver(call), on: keyed,
    end: mayEnd ? () => void end(id).catch(toastError) : null,
    note: useNoteFocus(mayNote, open, onToggle, note),
    done: () => (begun ? toast(t('noteFirst')) : onDone()),
  });
  if (!call) return error instanceof ApiError && error.status === 404 && !begun ? <Gone onDone={onDone} /> : null;
  const over = isOver(call);
  const hangUp = () => void end(call.call_id).catch(toastError);
  const discard = () => {
    drafts.drop(noteDraftOf(id));
    onDone();
    toast(t('noteDiscarded'), { undo: () => drafts.write(noteDraftOf(id), begun ?? {}) });
  };
  const time = over ? <Moment at={call.ended_at} /> : <Duration since={call.answered_at ?? call.started_at} />;
  const number = call.phone_number ? formatPhone(call.phone_number) : '';
  const who = [lead?.client_name, number].filter(Boolean).join(' · ');
  const other = endedByOther(call);
  return (
    <Folding open={open} onToggle={onToggle} title={t(over ? 'wrapUp' : 'dockTitle')} time={time} glyph={<CallGlyph call={call} />} who={who}
      action={!open && (over ? !begun && <IconButton label={t('done')} icon={<Check />} onClick={onDone} /> : mayEnd && <IconButton kind="danger" label={t('endCall')} icon={<PhoneOff />} onClick={hangUp} />)}>
      <CallState call={call} />
      {over && other && <p className="small">{t('endedBy', { name: other })}</p>}
      <Link to={`/calls/${call.call_id}`}><PhoneNumber number={call.phone_number} /></Link>
      {lead && (seesLeads ? <Link to={`/leads/${lead.id}`}>{t('leadOf', { name: lead.client_name })}</Link> : <span>{t('leadOf', { name: lead.client_name })}</span>)}
      {mayEnd && !over && <Button kind="danger" icon={<PhoneOff />} onClick={hangUp}>{t('endCall')}</Button>}
      {mayNote && <NoteForm call={call} field={note} onSaved={() => over && onDone()} />}
      {/* Done keeps its place while there is a note: what discards it never comes under a click that was meant for it. */}
      {over && <div className="row"><Button icon={<Check />} blocked={begun && t('noteFirst')} onClick={onDone}>{t('done')}</Button><span className="grow" />{begun && <Button kind="quiet" onClick={discard}>{t('discardNote')}</Button>}</div>}
    </Folding>
  );
}

/// Goes to the note's field, which is there once the call is unfolded.
function useNoteFocus(mayNote: boolean, open: boolean, onToggle: () => void, field: { current: HTMLTextAreaElement | null }): (() => void) | null {
  const wanted = useRef(false);
  useEffect(() => {
    if (open && wanted.current) field.current?.focus();
    wanted.current = false;
  }, [open, field]);
  if (!mayNote) return null;
  return () => {
    if (open) return field.current?.focus();
    wanted.current = true;
    onToggle();
  };
}

interface CardKeys {
  on: boolean;
  over: boolean | undefined; // undefined: not known yet, or there is no such call any more
  end: (() => void) | null; // null: not for this user
  note: (() => void) | null;
  done: () => void;
}

/// What one does with the call in the dock, from any page. Two keys, for one that slips must not end a call; both of what a running
/// call and what a past one has stay taken, so that a call that ends between the two hands none of them to the page.
function useCardKeys({ on, over, end, note, done }: CardKeys): void {
  const t = useCallsText();
  const known = on && over !== undefined;
  useKeys(t('dockTitle'), !known ? [] : [
    ...(end ? [{ keys: 'd h', label: t('endCall'), run: () => { if (!over) end(); } }] : []),
    ...(note ? [{ keys: 'd n', label: t('note'), run: note }] : []),
    { keys: 'd w', label: t('done'), run: () => { if (over) done(); } },
  ]);
  useCommands(!known ? [] : [
    ...(end && !over ? [{ id: 'dock end', title: t('endCall'), group: t('dockTitle'), action: true, keys: 'd h', icon: <PhoneOff aria-hidden />, run: end }] : []),
    ...(note ? [{ id: 'dock note', title: t('note'), group: t('dockTitle'), action: true, keys: 'd n', icon: <StickyNote aria-hidden />, run: note }] : []),
    ...(over ? [{ id: 'dock done', title: t('done'), group: t('dockTitle'), action: true, keys: 'd w', icon: <Check aria-hidden />, run: done }] : []),
  ]);
}

interface FoldingProps {
  open: boolean;
  onToggle: () => void;
  title: string;
  glyph: ReactNode;
  who: string;
  time: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/// One call of the dock; folded it is one line: where it is, who it is, how long.
function Folding({ open, onToggle, title, glyph, who, time, action, children }: FoldingProps) {
  const t = useCallsText();
  const body = useId();
  return (
    <section className={styles.docked}>
      <header className={styles.dockedHead}>
        {!open && glyph}
        <h2 className={styles.dockedTitle}>{title}{!open && who && <span className={styles.dockedWho}> · {who}</span>}</h2>
        <span className="small quiet nowrap">{time}</span>
        {action}
        <IconButton label={t(open ? 'fold' : 'unfold')} icon={open ? <ChevronDown /> : <ChevronUp />} aria-expanded={open} aria-controls={body} className={styles.dockedFold} onClick={onToggle} />
      </header>
      <div id={body} hidden={!open} className={styles.dockedBody}><div className="column">{open && children}</div></div>
    </section>
  );
}

/// The call was erased, or is no longer ours to see.
function Gone({ onDone }: { onDone: () => void }) {
  const t = useCallsText();
  return <Section title={t('wrapUp')}><div className="column"><p className="quiet small">{t('callGone')}</p><Button icon={<Check />} onClick={onDone}>{t('done')}</Button></div></Section>;
}
