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

// Beside a field's text: what was saved when it was first typed into. Not there when that was an empty text.
const WAS = 'was.';

/// Only what differs from what is saved, so that a draft never puts back what somebody else changed meanwhile.
function changesOf<Values extends object>(saved: Values, values: Values, before: DraftFields): DraftFields {
  const fields: DraftFields = {};
  for (const [name, stands] of Object.entries(saved)) {
    const [now, text] = [written(stands, stands), written(stands, (values as Record<string, unknown>)[name])];
    if (text === now) continue;
    fields[name] = text;
    const was = name in before ? before[WAS + name] : now;
    if (was) fields[WAS + name] = was;
  }
  return fields;
}

/// The fields that were typed into and that somebody else saved with another value since.
function overtakenOf<Values extends object>(saved: Values, fields: DraftFields): (keyof Values & string)[] {
  return Object.entries(saved).filter(([name, stands]) => {
    const now = written(stands, stands);
    return name in fields && now !== fields[name] && now !== (fields[WAS + name] ?? '');
  }).map(([name]) => name as keyof Values & string);
}

export interface DraftOf<Values extends object> {
  values: Values;
  set: (part: Partial<Values>) => void;
  /// What was typed into: all that a change of something saved has to say.
  changed: (keyof Values & string)[];
  /// Of these, the ones that somebody else changed since: the person decides, by `keep` or by setting what is saved.
  overtaken: (keyof Values & string)[];
  /// The same, if this were saved now.
  overtakenBy: (saved: Values) => (keyof Values & string)[];
  keep: (name: keyof Values & string) => void;
  /// Whether it may be saved: nothing is overtaken. Else the person is asked to choose, once more each time (`asked`).
  settled: () => boolean;
  asked: number;
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
  const [asked, setAsked] = useState(0);
  const latest = useRef(saved);
  latest.current = saved;
  const set = useCallback((part: Partial<Values>) => {
    setTypedInto(name);
    const before = drafts.all.get()[name]?.fields ?? null;
    const fields = changesOf(latest.current, { ...valuesOf(latest.current, before), ...part }, before ?? {});
    if (Object.keys(fields).length > 0) drafts.write(name, fields);
    else drafts.drop(name);
  }, [name]);
  const drop = useCallback(() => drafts.drop(name), [name]);
  const keep = useCallback((field: keyof Values & string) => {
    const stands = latest.current[field];
    drafts.write(name, { ...drafts.all.get()[name]?.fields, [WAS + field]: written(stands, stands) });
  }, [name]);
  const overtakenBy = (now: Values) => overtakenOf(now, drafts.all.get()[name]?.fields ?? {});
  const fields = draft?.fields ?? null;
  const changed = fields ? Object.keys(saved).filter((field) => field in fields) as (keyof Values & string)[] : [];
  const overtaken = overtakenOf(saved, fields ?? {});
  const settled = () => {
    if (overtaken.length > 0) setAsked((times) => times + 1);
    return overtaken.length === 0;
  };
  return {
    values: valuesOf(saved, fields), set, changed, overtaken, settled, asked, overtakenBy, keep, drop,
    since: draft && fields && typedInto !== name ? draft.at : null, state: draft && fields ? draft.state : 'none', at: draft?.at ?? 0,
  };
}

/// Of a body whose fields have the form's names, those that were typed into.
export function changedOnly<Values extends object, Body extends { [Name in keyof Values]?: unknown }>(draft: DraftOf<Values>, body: Body): Partial<Body> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => (draft.changed as string[]).includes(name))) as Partial<Body>;
}
