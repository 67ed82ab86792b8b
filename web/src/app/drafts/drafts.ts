// What people type and have not saved yet. It is in memory while they type, in this browser at once (for when the network is
// away), and on the server a moment later, so that it survives a reload, another tab, a restart, and signing out and in. What is
// in the browser is the user's only: it goes when somebody else signs in, and at signing out as far as the server has it.
//
// One person may type in several browsers at once. Each write names the copy on the server that it was typed on; the server
// refuses it when another browser wrote since, and answers with that text. Then, and when an event tells of another text while
// one is typed here, both become one: what only one of them changed is as that one has it, of a field that both changed the
// later typed stays, and a note keeps both texts. So the later text wins, on top of the earlier one, and never instead of it.
import { api } from '@/api/client';
import { ApiError } from '@/api/errors';
import { session } from '@/app/session/session';
import { makeStore } from '@/design/store';

export type DraftFields = Record<string, string>;

export interface Draft {
  /// null: dropped here, and the server does not know yet.
  fields: DraftFields | null;
  at: number; // of the last change here, ms since 1970
  /// Where it is: `sent` the server has it as it stands, `kept` only this browser, `refused` the server will not have it.
  state: 'kept' | 'sent' | 'refused';
  /// Of the server's copy that this one began from.
  base: string | null;
  /// What that copy held, while something else is typed here.
  from?: DraftFields | null;
  /// It may have reached the server already: the answer was lost, or another tab or an earlier page sent it.
  again?: boolean;
}

/// `draft.update` of docs/reference/realtime.md.
export interface DraftChange {
  name: string;
  fields: DraftFields | null;
  updated_at?: string;
  dropped?: DraftFields;
  erased?: true;
}

interface OnServer {
  name: string;
  fields: DraftFields;
  updated_at: string;
}

const PREFIX = 'vss.draft.';
const QUIET_MS = 500; // after a keystroke
const ANOTHER_TAB_MS = 3000; // the tab where it was typed sends it, unless it was closed
const AGAIN_MS = 5000;
const KEEPALIVE_BYTES = 30_000; // browsers carry 64 KiB for pages that are gone

/// Two texts about one thing, without repeating what is in both.
const joined = (one: string, other: string): string => (one.includes(other) ? one : other.includes(one) ? other : `${one}\n\n${other}`);

/// `text` with `to` for `from`, where that is a paragraph at its start or its end.
function inPlaceOf(text: string, from: string, to: string): string | null {
  if (from === '') return null;
  if (text.startsWith(`${from}\n\n`)) return to + text.slice(from.length);
  return text.endsWith(`\n\n${from}`) ? text.slice(0, -from.length) + to : null;
}

/// Both were typed on `from`: one that only got a paragraph more takes what the other became, else both are kept.
function woven(here: string, there: string, from: string): string {
  if (here === from) return there;
  if (there === from) return here;
  return inPlaceOf(there, from, here) ?? inPlaceOf(here, from, there) ?? joined(there, here);
}

/// Written here on an old copy and elsewhere meanwhile: a note has both texts, of a form's field the last one typed counts.
function reconciled(here: DraftFields, there: DraftFields, from: DraftFields = {}): DraftFields {
  const typedHere = Object.entries(here).filter(([name, text]) => text !== from[name]);
  const both = { ...there, ...Object.fromEntries(typedHere) };
  if (here.text !== undefined && there.text !== undefined) both.text = woven(here.text, there.text, from.text ?? '');
  return both;
}

const isSame = (one: DraftFields, other: DraftFields): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.entries(one).every(([name, text]) => other[name] === text);

class Drafts {
  readonly all = makeStore<Readonly<Record<string, Draft>>>({});
  private user: string | null = null;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly sending = new Map<string, Promise<void>>();
  private readonly underway = new Map<string, DraftFields>(); // what is being sent
  private readonly missed = new Set<string>(); // written elsewhere while it was dropped here

  start(): void {
    session.subscribe(() => this.follow());
    session.leaving.add(() => this.flush());
    window.addEventListener('storage', (event) => this.hear(event));
    window.addEventListener('online', () => void this.refresh());
    document.addEventListener('visibilitychange', () => void (document.visibilityState === 'hidden' ? this.flush() : this.refresh()));
    this.follow();
  }

  write(name: string, fields: DraftFields): void {
    const known = this.all.get()[name];
    this.put(name, { fields, at: Date.now(), state: 'kept', base: known?.base ?? null, from: known?.state === 'sent' ? known.fields : (known?.from ?? null) });
    this.later(name, QUIET_MS);
  }

  /// It is saved, or nobody wants it.
  drop(name: string): void {
    const known = this.all.get()[name];
    if (!known || known.fields === null) return;
    this.put(name, { fields: null, at: Date.now(), state: 'kept', base: known.base, ...(known.again && { again: true }) });
    void this.send(name);
  }

  /// What it was about went into something else.
  move(from: string, into: string): void {
    const here = this.all.get()[from]?.fields;
    if (!here) return;
    this.write(into, reconciled(here, this.all.get()[into]?.fields ?? {}));
    this.drop(from);
  }

  /// Resolves when the server has all that it can have.
  async flush(): Promise<void> {
    await Promise.allSettled(Object.entries(this.all.get()).filter(([, draft]) => draft.state === 'kept').map(([name]) => this.send(name)));
  }

  /// Takes over what the server has, which another browser may have written.
  async refresh(): Promise<void> {
    if (session.state.status !== 'active') return;
    const [user, began] = [this.user, Date.now()];
    let list: OnServer[];
    try {
      list = await api.get('/api/drafts');
    } catch {
      return; // the next look will tell
    }
    if (this.user !== user) return;
    const known = this.all.get();
    const there = new Map(list.map((one) => [one.name, one]));
    for (const one of list) this.meet(one, known[one.name], began);
    for (const [name, draft] of Object.entries(known)) if (!there.has(name) && draft.state === 'sent' && draft.at < began) this.put(name, null);
    await this.flush();
  }

  /// The server says what became of a draft, which this page, another tab or another browser sent.
  heed({ name, fields, updated_at = '', dropped, erased }: DraftChange): void {
    const here = this.all.get()[name];
    if (fields === null) {
      if (!here || (here.fields === null && !erased)) return;
      if (erased || isSame(here.fields ?? {}, dropped ?? {})) return this.put(name, null);
      // What was saved there is not what stands here: it goes to the server again.
      this.put(name, { ...here, state: 'kept', base: null, from: null });
      return this.later(name, QUIET_MS);
    }
    if (here?.fields === null) return void this.missed.add(name);
    if (here?.base && Date.parse(updated_at) <= Date.parse(here.base)) return; // its answer was here first
    const sent = this.underway.get(name);
    if (here?.fields && isSame(here.fields, fields)) this.put(name, { fields: here.fields, at: here.at, state: 'sent', base: updated_at });
    else if (here && sent && isSame(sent, fields)) this.put(name, { ...here, base: updated_at, from: fields }); // and was typed on since
    else {
      this.meet({ name, fields, updated_at }, here, Infinity);
      if (this.all.get()[name]?.state === 'kept') this.later(name, QUIET_MS);
    }
  }

  private meet(server: OnServer, here: Draft | undefined, began: number): void {
    if (here && (here.at >= began || here.base === server.updated_at || here.fields === null)) return;
    const at = Date.parse(server.updated_at);
    if (!here || here.state === 'sent') this.put(server.name, { fields: server.fields, at, state: 'sent', base: server.updated_at });
    else this.put(server.name, { fields: reconciled(here.fields!, server.fields, here.from ?? {}), at: here.at, state: 'kept', base: server.updated_at, from: server.fields });
  }

  private follow(): void {
    const state = session.state;
    if (state.status === 'starting') return;
    const user = 'user' in state ? state.user.id : null;
    if (user === this.user) return;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    if (this.user !== null) this.leaveOnlyUnsent(this.user);
    this.user = user;
    this.all.set({});
    if (user === null) return;
    this.all.set(readAll(user));
    void this.refresh();
  }

  private leaveOnlyUnsent(user: string): void {
    for (const [name, draft] of Object.entries(this.all.get())) if (draft.state === 'sent') localStorage.removeItem(keyOf(user, name));
  }

  private put(name: string, draft: Draft | null): void {
    this.remember(name, draft); // what is typed is on the screen, whoever it is
    if (this.user === null) return;
    if (draft === null) localStorage.removeItem(keyOf(this.user, name));
    else {
      try {
        localStorage.setItem(keyOf(this.user, name), JSON.stringify(draft));
      } catch {
        // Full, or forbidden: it is in memory and goes to the server.
      }
    }
  }

  private remember(name: string, draft: Draft | null): void {
    this.all.set((before) => {
      const { [name]: _old, ...rest } = before;
      return draft ? { ...rest, [name]: draft } : rest;
    });
  }

  /// Another tab wrote.
  private hear(event: StorageEvent): void {
    if (this.user === null || !event.key?.startsWith(keyOf(this.user, ''))) return;
    const name = event.key.slice(keyOf(this.user, '').length);
    const draft = sentBefore(parse(event.newValue));
    this.remember(name, draft);
    if (draft?.state === 'kept') this.later(name, ANOTHER_TAB_MS);
  }

  private later(name: string, ms: number): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(() => void this.send(name), ms));
  }

  /// One after the other, so that an earlier text never comes after a later one.
  private send(name: string): Promise<void> {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
    const under = this.sending.get(name);
    if (under) return under;
    const work = this.sendUntilSame(name, this.user).finally(() => this.sending.delete(name));
    this.sending.set(name, work);
    return work;
  }

  private async sendUntilSame(name: string, user: string | null): Promise<void> {
    for (;;) {
      const draft = this.all.get()[name];
      if (!draft || draft.state !== 'kept' || user === null || this.user !== user) return;
      let base: string | null;
      if (draft.fields) this.underway.set(name, draft.fields);
      try {
        base = await exchangeDraft(name, draft);
      } catch (error) {
        if (this.user !== user) return;
        const there = writtenElsewhere(error);
        if (there) {
          const now = this.all.get()[name];
          if (now && now.base !== there.updated_at) this.meet(there, now, Infinity);
          continue;
        }
        if (draft.again && error instanceof ApiError && error.status === 409) this.settle(name, draft, null); // it was saved elsewhere
        else if (isRefused(error)) this.settle(name, draft, { ...draft, state: 'refused' });
        else {
          this.settle(name, draft, { ...draft, again: true });
          this.later(name, AGAIN_MS);
        }
        return;
      } finally {
        this.underway.delete(name);
      }
      if (this.user !== user) return;
      if (draft.fields === null && this.missed.delete(name)) void this.refresh();
      this.settle(name, draft, draft.fields === null ? null : { fields: draft.fields, at: Date.now(), state: 'sent', base });
      const now = this.all.get()[name];
      if (now && now !== draft && now.state === 'kept') this.put(name, { ...now, base, from: draft.fields });
    }
  }

  /// Unless something was typed meanwhile.
  private settle(name: string, sent: Draft, next: Draft | null): void {
    if (this.all.get()[name] === sent) this.put(name, next);
  }
}

const keyOf = (user: string, name: string): string => `${PREFIX}${user}.${name}`;

function parse(text: string | null): Draft | null {
  try {
    return text === null ? null : (JSON.parse(text) as Draft);
  } catch {
    return null;
  }
}

const sentBefore = (draft: Draft | null): Draft | null => (draft?.state === 'kept' ? { ...draft, again: true } : draft);

/// What this browser kept of the user; what it kept of others goes.
function readAll(user: string): Record<string, Draft> {
  const found: Record<string, Draft> = {};
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = key.startsWith(keyOf(user, '')) ? sentBefore(parse(localStorage.getItem(key))) : null;
    if (draft) found[key.slice(keyOf(user, '').length)] = draft;
    else localStorage.removeItem(key);
  }
  return found;
}

async function exchangeDraft(name: string, { fields, again = false, base }: Draft): Promise<string | null> {
  if (fields === null) {
    // Nothing came to the server that this page knows of: what stands there is another browser's.
    if (base !== null || again) await api.delete('/api/drafts/{name}', { path: { name }, ...(base !== null && { query: { seen: base } }) });
    return null;
  }
  const keepalive = JSON.stringify(fields).length * 3 < KEEPALIVE_BYTES;
  return (await api.put('/api/drafts/{name}', { fields, ...(again && { again }), seen: base }, { path: { name }, keepalive })).updated_at;
}

/// What another browser wrote, when the server would not have this one's text over it.
function writtenElsewhere(error: unknown): OnServer | null {
  const draft = error instanceof ApiError && error.status === 409 ? error.details.draft : undefined;
  return draft ? (draft as OnServer) : null;
}

const isRefused = (error: unknown): boolean => error instanceof ApiError && error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);

export const drafts = new Drafts();
