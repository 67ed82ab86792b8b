// The official Socket.IO client against a running VSS: opened, listened to, closed when the file is done.
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterAll } from 'vitest';
import type { Vss } from './vss.ts';

export type Options = Partial<ManagerOptions & SocketOptions>;
export interface Heard {
  name: string;
  data: any;
}

const opened = new Set<Socket>();
afterAll(() => {
  for (const socket of opened) socket.close();
});

/// A client that does not wait for its connection.
export function client(vss: Vss, options: Options = {}): Socket {
  const socket = io(vss.url('workspace'), { forceNew: true, reconnectionDelay: 100, reconnectionDelayMax: 300, ...options });
  opened.add(socket);
  return socket;
}

/// A connected client; rejects when it is refused.
export function connect(vss: Vss, token?: string, options: Options = {}): Promise<Socket> {
  return connected(client(vss, { ...(token && { auth: { token } }), ...options }));
}

export function connected(socket: Socket, ms = 20_000): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not connected within ${ms} ms`)), ms);
    socket.once('connect', () => (clearTimeout(late), resolve(socket)));
    socket.once('connect_error', (error) => (clearTimeout(late), reject(error)));
  });
}

/// Why it is not let in.
export async function refusal(vss: Vss, options: Options): Promise<any> {
  const socket = client(vss, { reconnection: false, ...options });
  try {
    await connected(socket);
  } catch (error) {
    return error;
  } finally {
    socket.close();
  }
  throw new Error('was let in');
}

/// Everything that a socket hears from now on.
export function listen(socket: Socket): Heard[] {
  const heard: Heard[] = [];
  socket.onAny((name: string, data: unknown) => heard.push({ name, data }));
  return heard;
}

export function once(socket: Socket, event: string, ms = 10_000): Promise<any> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${event} within ${ms} ms`)), ms);
    socket.once(event as never, ((...values: unknown[]) => (clearTimeout(late), resolve(values[0]))) as never);
  });
}

export async function until(what: string, condition: () => unknown, ms = 15_000): Promise<void> {
  for (const late = Date.now() + ms; !(await condition()); ) {
    if (Date.now() > late) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/// Nothing more comes for a while.
export const quiet = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
