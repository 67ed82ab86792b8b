import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import { drafts, type Draft, type DraftFields } from './drafts';

const written = (saved: unknown, value: unknown): string => (typeof saved === 'string' ? String(value) : JSON.stringify(value ?? null));

function read(saved: unknown, text: string): unknown {
  if (typeof saved === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return saved;
  }
}

function valuesOf<Values extends object>(saved: Values, fields: DraftFields | null): Values {
  if (!fields) return saved;
  const typed = Object.entries(saved).filter(([name]) => name in fields).map(([name, value]) => [name, read(value, fields[name]!)]);
  return { ...saved, ...Object.fromEntries(typed) };
}

/// Only what differs from what is saved, so that a draft never puts back what somebody else changed meanwhile.
function changesOf<Values extends object>(saved: Values, values: Values): DraftFields {
  const before = saved as Record<string, unknown>;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(before[name], value)] as const).filter(([name, text]) => text !== written(before[name], before[name])));
}

export interface DraftOf<Values extends object> {
  values: Values;
  set: (part: Partial<Values>) => void;
  /// It is saved, or nobody wants it: the form shows what is saved again.
  drop: () => void;
  /// Since when it stands, when it was there before anybody typed into this form; null else.
  since: number | null;
  state: Draft['state'] | 'none';
  at: number; // of the last change, ms since 1970
}

export const useDraftEntry = (name: string): Draft | undefined => useSyncExternalStore(drafts.all.subscribe, () => drafts.all.get()[name]);

/// The values of a form: what is saved, and on top of it what was typed, which survives whatever happens to the page. `name` is the
/// form's, with the id of what it is about: `lead:0192…`. Never for passwords.
export function useDraft<Values extends object>(name: string, saved: Values): DraftOf<Values> {
  const draft = useDraftEntry(name);
  const [typedInto, setTypedInto] = useState<string | null>(null);
  const latest = useRef(saved);
  latest.current = saved;
  const set = useCallback((part: Partial<Values>) => {
    setTypedInto(name);
    const fields = changesOf(latest.current, { ...valuesOf(latest.current, drafts.all.get()[name]?.fields ?? null), ...part });
    if (Object.keys(fields).length > 0) drafts.write(name, fields);
    else drafts.drop(name);
  }, [name]);
  const drop = useCallback(() => drafts.drop(name), [name]);
  const fields = draft?.fields ?? null;
  return { values: valuesOf(saved, fields), set, drop, since: draft && fields && typedInto !== name ? draft.at : null, state: draft && fields ? draft.state : 'none', at: draft?.at ?? 0 };
}
