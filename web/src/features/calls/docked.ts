// Which calls the dock shows: those that the user has up, and each that ended until the user is done with it.
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Call } from '@/api/types';
import { drafts } from '@/app/drafts/drafts';
import { noteDraftOf } from './NoteForm';

const KEY = 'vss.wrap-up.';
const MOST = 3;
const NOTE = noteDraftOf('');

const read = (user: string): string[] => {
  try {
    return JSON.parse(localStorage.getItem(KEY + user) ?? '[]') as string[];
  } catch {
    return [];
  }
};

/// What is shown next, newest first: running calls, calls that were shown before, and notes that were begun anywhere. A call that
/// is over and has no text gives way to a new one.
export function nextDocked(before: readonly string[], running: readonly string[], begun: readonly string[]): string[] {
  const fresh = running.filter((id) => !before.includes(id));
  const stays = fresh.length === 0 ? before : before.filter((id) => running.includes(id) || begun.includes(id));
  return [...new Set([...fresh, ...stays, ...begun])].slice(0, Math.max(MOST, running.length));
}

/// Which of them is unfolded. A choice stands until a newer call comes; on a telephone a call begins folded.
export function openOf(ids: readonly string[], chosen: { id: string | null; newest: string | undefined } | null, narrow: boolean): string | null {
  const newest = ids[0];
  if (chosen && (chosen.newest === newest || !newest) && (chosen.id === null || ids.includes(chosen.id))) return chosen.id;
  return narrow ? null : newest ?? null;
}

export function useDocked(user: string, running: readonly Call[]) {
  const [shown, setShown] = useState(() => read(user));
  const all = useSyncExternalStore(drafts.all.subscribe, drafts.all.get);
  const begun = useMemo(() => Object.entries(all).filter(([name, draft]) => name.startsWith(NOTE) && draft.fields !== null).map(([name]) => name.slice(NOTE.length)), [all]);
  const next = useMemo(() => nextDocked(shown, running.map((call) => call.call_id), begun), [shown, running, begun]);
  const text = JSON.stringify(next);
  useEffect(() => {
    localStorage.setItem(KEY + user, text);
    setShown((before) => (JSON.stringify(before) === text ? before : (JSON.parse(text) as string[])));
  }, [user, text]);
  return { ids: next, done: (id: string) => setShown((before) => before.filter((one) => one !== id)) };
}
