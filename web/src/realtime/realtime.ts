// The connection over which events come (docs/reference/realtime.md): one socket while somebody is signed in, topics
// subscribed while something on screen wants them.
import { useEffect } from 'react';
import type { Socket } from 'socket.io-client';
import { queries } from '@/app/query_client';
import { session } from '@/app/session/session';
import { makeStore } from '@/design/store';
import { snapshots, updates } from './patches';

export type Topic = 'calls' | 'slots' | 'trunks' | 'campaigns' | 'alerts' | 'pipelines' | 'leads' | 'logs';

export interface Connection {
  status: 'live' | 'connecting' | 'lost';
  latencyMs: number | null;
  since: number; // of the status, ms since 1970
}

export const connection = makeStore<Connection>({ status: 'connecting', latencyMs: null, since: Date.now() });
const PING_MS = 10_000;

let socket: Socket | null = null;
const wanted = new Map<Topic, number>();
const listeners = new Map<string, Set<(payload: never) => void>>();

const become = (status: Connection['status']) => connection.set((before) => (before.status === status ? before : { status, latencyMs: null, since: Date.now() }));

function subscribe(topic: Topic): void {
  socket?.emit(`subscribe:${topic}`, (answer: { ok?: true; code?: string }) => {
    // Busy, not forbidden: once more in a moment, if it is still wanted.
    if (!answer.ok && answer.code !== 'PERMISSION_DENIED' && answer.code !== 'NOT_FOUND') setTimeout(() => wanted.has(topic) && socket?.connected && subscribe(topic), 2000);
  });
}

function onConnect(): void {
  const first = connection.get().status === 'connecting' && !connectedOnce;
  connectedOnce = true;
  become('live');
  measure();
  if (!first) for (const one of others) one.onReturn();
  if (socket?.recovered) return;
  for (const topic of wanted.keys()) subscribe(topic);
  // Events were missed, and not every list has a snapshot.
  if (!first) void queries.invalidateQueries();
}
let connectedOnce = false;

/// What is kept elsewhere than in the query cache, and follows the same connection.
interface Other {
  updates: Record<string, (payload: never) => void>;
  onReturn: () => void; // what became of it while there was no connection is not sent again
}
let others: Other[] = [];

/// What one may do or see is different: nothing that was shown by the old rights stays, and topics bring what may be seen now.
async function rightsChanged(): Promise<void> {
  await session.reread().catch(() => undefined);
  queries.removeQueries({ type: 'inactive' });
  void queries.resetQueries();
  for (const topic of wanted.keys()) subscribe(topic);
}

function measure(): void {
  if (!socket?.connected) return;
  const started = performance.now();
  socket.timeout(PING_MS / 2).emit('client:echo', (failure: unknown) => {
    if (!failure) connection.set((before) => ({ ...before, latencyMs: Math.round(performance.now() - started) }));
  });
}

/// The token was refused or has ended: another one, then again. When there is none the session's dialog asks, and this waits.
async function again(): Promise<void> {
  try {
    await session.renew(await session.token());
    socket?.connect();
  } catch {
    setTimeout(() => socket && !socket.connected && socket.connect(), 3000);
  }
}

let opening = false;

/// The library is fetched beside the first page, not before it.
async function open(): Promise<void> {
  if (socket || opening) return;
  opening = true;
  const { io } = await import('socket.io-client').finally(() => (opening = false));
  if (session.state.status !== 'active') return;
  socket = io({
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth: (use) => void session.token().then((token) => use({ token }), () => use({})),
    reconnectionDelayMax: 5000,
  });
  socket.on('connect', onConnect);
  socket.on('disconnect', (reason) => {
    become('lost');
    if (reason === 'io server disconnect') void again();
  });
  socket.on('connect_error', (error) => {
    become(connectedOnce ? 'lost' : 'connecting');
    const code = (error as { data?: { code?: string } }).data?.code;
    if (code === 'TOKEN_EXPIRED' || code === 'AUTH_FAIL') void again();
    else if (!socket?.active) setTimeout(() => socket?.connect(), 3000);
  });
  socket.on('session.changed', () => void rightsChanged());
  for (const [event, apply] of [updates, ...others.map((one) => one.updates)].flatMap((one) => Object.entries(one))) socket.on(event, (payload) => apply(payload as never));
  for (const [topic, apply] of Object.entries(snapshots)) {
    socket.on(`${topic}.snapshot`, ({ items, part, parts }: { items: never[]; part: number; parts: number }) => apply(items, part, parts));
  }
  socket.onAny((event: string, payload) => { for (const listener of listeners.get(event) ?? []) listener(payload as never); });
}

function close(): void {
  socket?.disconnect();
  socket = null;
  connectedOnce = false;
  become('connecting');
}

export function startRealtime(more: Other[] = []): void {
  others = more;
  const follow = () => {
    if (session.state.status === 'anonymous') close();
    if (session.state.status === 'active') void open();
  };
  session.subscribe(follow);
  follow();
  setInterval(measure, PING_MS);
}

/// While the component is there, the topic's events come.
export function useTopic(topic: Topic): void {
  useEffect(() => {
    const users = wanted.get(topic) ?? 0;
    wanted.set(topic, users + 1);
    if (users === 0 && socket?.connected) subscribe(topic);
    return () => {
      const left = (wanted.get(topic) ?? 1) - 1;
      if (left > 0) return void wanted.set(topic, left);
      // A moment's grace: from one page to the next the topic is often the same.
      wanted.set(topic, 0);
      setTimeout(() => {
        if (wanted.get(topic) !== 0) return;
        wanted.delete(topic);
        if (socket?.connected) socket.emit(`unsubscribe:${topic}`);
      }, 5000);
    };
  }, [topic]);
}

/// Events as they come, for what keeps no list (alerts, a log's tail). `listen` must be stable.
export function useEvent<Payload>(event: string, listen: (payload: Payload) => void): void {
  useEffect(() => {
    const all = listeners.get(event) ?? new Set();
    listeners.set(event, all.add(listen as (payload: never) => void));
    return () => void all.delete(listen as (payload: never) => void);
  }, [event, listen]);
}
