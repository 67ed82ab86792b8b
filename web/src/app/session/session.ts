// Who is signed in. The access token lives in memory; the refresh token in a cookie that no script can read, so a reload
// starts by asking for a new access token. Tabs share tokens over a BroadcastChannel and refresh one at a time, because a
// refresh token works once and coming back with a used one ends the whole session.
import { exchange } from '@/api/client';
import { ApiError } from '@/api/errors';
import type { Schema, SessionUser } from '@/api/types';

export type Scope = Schema<'Scope'>;
export type SecondFactorState = Schema<'SecondFactorState'>;

export type SessionState =
  | { status: 'starting' }
  | { status: 'anonymous' }
  | { status: 'active'; user: SessionUser; permissions: ReadonlySet<string>; scope: Scope; secondFactor: SecondFactorState }
  | { status: 'expired'; user: SessionUser; permissions: ReadonlySet<string>; scope: Scope; secondFactor: SecondFactorState }; // the page stays; a dialog asks to sign in

interface Answer {
  token: string;
  expires_in: number;
  user: SessionUser;
  permissions: string[];
  scope: Scope;
  second_factor: SecondFactorState;
}

type Told = { kind: 'signed-in'; answer: Answer; until: number } | { kind: 'signed-out' };

const LOCK = 'vss.session';
const KEPT = 'vss.signed-in'; // says that there may be a cookie: whoever never signed in need not be asked about one
const BEEN = 'vss.been'; // somebody has signed in here: they know where the first password is
const CONFLICT_RETRIES = 4;
const RENEW_EARLY_MS = 60_000;
const LEAVE_WITHIN_MS = 3_000;

class Session {
  private current: SessionState = { status: 'starting' };
  private access: string | null = null;
  private validUntil = 0;
  private renewing: Promise<string | null> | null = null;
  /// What has to be done before somebody signs out, such as saving; waited for a moment.
  readonly leaving = new Set<() => Promise<unknown>>();
  private readonly listeners = new Set<() => void>();
  private readonly channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(LOCK);
  private waiting: (() => void)[] = [];

  constructor() {
    if (this.channel) this.channel.onmessage = (message) => this.hear(message.data as Told);
  }

  get state(): SessionState {
    return this.current;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /// Whether anybody ever signed in with this browser.
  get isFirst(): boolean {
    return localStorage.getItem(BEEN) === null;
  }

  may(permission: string): boolean {
    return 'permissions' in this.current && this.current.permissions.has(permission);
  }

  /// At the start of a page: signed in when the cookie still counts.
  async restore(): Promise<void> {
    if (localStorage.getItem(KEPT)) await this.renew(null).catch(() => null);
    if (this.current.status === 'starting') this.become({ status: 'anonymous' });
  }

  /// `code` is of the second factor: the server asks for it with SECOND_FACTOR_REQUIRED where there is one.
  async signIn(username: string, password: string, code?: string): Promise<void> {
    const response = await exchange('post', '/api/auth/login', { body: { username, password, ...(code !== undefined && { code }), refresh: 'cookie' } });
    this.take((await response.json()) as Answer, true);
  }

  async signOut(): Promise<void> {
    await Promise.race([Promise.allSettled([...this.leaving].map((last) => last())), new Promise((resolve) => setTimeout(resolve, LEAVE_WITHIN_MS))]);
    const token = await this.token();
    // Under the lock, so that no other tab asks for a new token in between and takes the end for one that nobody wanted.
    await this.oneAtATime(async () => {
      try {
        await exchange('post', '/api/auth/logout', { token, body: {} });
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error; // 401: it was over already
      }
      this.leave();
    });
  }

  /// What one may do has changed by one's own doing: asks for it now.
  async reread(): Promise<void> {
    await this.renew(this.access);
  }

  /// The access token, renewed when it is about to end. While the session is expired this waits for the dialog.
  async token(): Promise<string | null> {
    if (this.current.status === 'expired') await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.access && Date.now() > this.validUntil - RENEW_EARLY_MS) {
      // With the old one still good for a moment, a network that fails now is no reason to stop.
      return this.renew(this.access).catch(() => this.access);
    }
    return this.access;
  }

  /// A token other than `refused`. When there is none to be had the page stays and whoever asks waits until somebody has
  /// signed in again; unless nobody was signed in, then it throws.
  renew(refused: string | null): Promise<string | null> {
    if (this.access && this.access !== refused) return Promise.resolve(this.access);
    this.renewing ??= this.refresh(refused).finally(() => (this.renewing = null));
    return this.renewing;
  }

  private async refresh(refused: string | null): Promise<string | null> {
    try {
      return await this.oneAtATime(async () => {
        if (this.access && this.access !== refused) return this.access; // another tab did it meanwhile
        if (!localStorage.getItem(KEPT)) { // another tab signed out
          this.end();
          throw new ApiError(401, 'AUTH_FAIL', 'signed out in another tab', {}, '');
        }
        return this.ask(CONFLICT_RETRIES);
      });
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 400)) throw error;
      const known = this.current;
      if (known.status !== 'active' && known.status !== 'expired') throw error;
      this.become({ ...known, status: 'expired' });
      return this.token();
    }
  }

  private async ask(retries: number): Promise<string | null> {
    try {
      // keepalive: a reload in this moment must not lose the answer, whose cookie replaces the one that is used up now.
      const response = await exchange('post', '/api/auth/refresh', { body: {}, keepalive: true });
      const answer = (await response.json()) as Answer;
      this.take(answer, true);
      return answer.token;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409 || retries === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250)); // the page before this one is being answered
      return this.ask(retries - 1);
    }
  }

  private oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    return navigator.locks ? (navigator.locks.request(LOCK, work) as Promise<T>) : work();
  }

  private hear(told: Told): void {
    if (told.kind === 'signed-out') this.end();
    if (told.kind === 'signed-in' && told.until > this.validUntil) this.take({ ...told.answer, expires_in: (told.until - Date.now()) / 1000 }, false);
  }

  private take(answer: Answer, tell: boolean): void {
    const before = 'user' in this.current ? this.current.user.id : null;
    if (before && before !== answer.user.id) return location.assign('/'); // another person: nothing of the page is theirs
    this.access = answer.token;
    this.validUntil = Date.now() + answer.expires_in * 1000;
    localStorage.setItem(KEPT, 'yes');
    localStorage.setItem(BEEN, 'yes');
    if (tell) this.channel?.postMessage({ kind: 'signed-in', answer, until: this.validUntil } satisfies Told);
    this.become({ status: 'active', user: answer.user, permissions: new Set(answer.permissions), scope: answer.scope, secondFactor: answer.second_factor });
    for (const resume of this.waiting.splice(0)) resume();
  }

  /// To the sign-in page, of a session that has ended already.
  leave(): void {
    this.channel?.postMessage({ kind: 'signed-out' } satisfies Told);
    this.end();
  }

  private end(): void {
    this.access = null;
    this.validUntil = 0;
    localStorage.removeItem(KEPT);
    this.become({ status: 'anonymous' });
    for (const resume of this.waiting.splice(0)) resume();
  }

  private become(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

export const session = new Session();
