// Socket.IO as the official client speaks it: transports, who is let in, what may be subscribed to.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectStatus } from './support/client.ts';
import { client, connect, connected, listen, once, quiet, refusal, until } from './support/realtime.ts';
import { JWT_SECRET, ROLES, useVss, Vss, type Role } from './support/vss.ts';

const ORIGIN = 'https://desk.example.com';
const vss = useVss({ env: { VSS_CORS_ORIGINS: ORIGIN } });
const tokenOf = async (role: Role) => (await vss.as(role)).token!;
const origin = () => vss.url('workspace');
const cookieOf = async (role: Role) => `vss_token=${await tokenOf(role)}`;

function resigned(token: string, change: Record<string, unknown>): string {
  const [head, body] = token.split('.') as [string, string];
  const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...change };
  const text = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`;
}

describe('the manual', () => {
  it('connects with the bare url and the cookie of the login, and hears of calls and slots', async () => {
    const admin = await vss.as('admin');
    // As the manual has it; a browser adds the cookie and the origin by itself.
    const socket = client(vss, { extraHeaders: { Cookie: await cookieOf('admin'), Origin: origin() } });
    const seen: string[] = [];
    socket.on('connect', () => {
      socket.emit('subscribe:calls');
    });
    socket.on('call.update', () => seen.push('call.update'));
    socket.on('slot.update', (data) => {
      expect(data).toMatchObject({ event: 'slot.update', f_flow: 'F-05', event_id: expect.any(String), ts: expect.any(String) });
      seen.push('slot.update');
    });
    await once(socket, 'calls.snapshot');
    const trunk = expectStatus(await admin.post('/api/trunks', { name: 'manual', type: 'auto', capacity: 10 }), 201);
    const slot = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: 'magneticola_1', type: 'auto' }), 201);
    await until('slot ready', async () => (await admin.get(`/api/slots/${slot.id}`)).body.state === 'READY');
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79990000001' }), 201);
    await until('both events', () => seen.includes('call.update') && seen.includes('slot.update'));
    expectStatus(await admin.post('/api/call/end', { call_id: call.call_id }), 200);
    socket.close();
  });
});

describe.each([[['polling']], [['websocket']], [['polling', 'websocket']]])('over %j', (transports) => {
  it('acknowledges, and carries text and bytes both ways', async () => {
    const socket = await connect(vss, await tokenOf('admin'), { transports });
    const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => i % 256));
    const values: any[] = await new Promise((resolve) => socket.emit('client:echo', 'Ёж "quoted" \\ ☎', { bytes, n: [1.5, null, true] }, bytes, (...all: any[]) => resolve(all)));
    expect(values).toHaveLength(3);
    expect(values[0]).toBe('Ёж "quoted" \\ ☎');
    expect(Buffer.compare(Buffer.from(values[1].bytes), bytes)).toBe(0);
    expect(values[1].n).toEqual([1.5, null, true]);
    expect(Buffer.compare(Buffer.from(values[2]), bytes)).toBe(0);
    const answer = once(socket, 'client:echo');
    socket.emit('client:echo', { without: 'acknowledgement' });
    expect(await answer).toEqual({ without: 'acknowledgement' });
    expect(await socket.timeout(5000).emitWithAck('client:echo')).toBeUndefined();
    expect(socket.io.engine.transport.name).toBe(transports.at(-1));
    socket.close();
  });

  it('keeps the order of many events', async () => {
    const socket = client(vss, { auth: { token: await tokenOf('admin') }, transports });
    const order: number[] = [];
    // Sent while the upgrade is under way.
    const all = Array.from({ length: 80 }, (_, i) => new Promise<void>((resolve) => socket.emit('client:echo', i, (value: number) => (order.push(value), resolve()))));
    await connected(socket);
    await Promise.all(all);
    expect(order).toEqual(Array.from({ length: 80 }, (_, i) => i));
    socket.close();
  });
});

describe('who is let in', () => {
  it('nobody without a token', async () => {
    const error = await refusal(vss, {});
    expect(error).toMatchObject({ data: { code: 'AUTH_FAIL' } });
    expect(error.message).toContain('sign in first');
  });

  it.each([
    ['no token', () => 'nonsense', 'AUTH_FAIL'],
    ['a token of another key', async () => `${(await tokenOf('admin')).slice(0, -4)}AAAA`, 'AUTH_FAIL'],
    ['an old token', async () => resigned(await tokenOf('admin'), { exp: Math.floor(Date.now() / 1000) - 10 }), 'TOKEN_EXPIRED'],
    ['a token that is no text', () => 17, 'AUTH_FAIL'],
  ])('not with %s', async (_, token, code) => {
    expect(await refusal(vss, { auth: { token: await token() } })).toMatchObject({ data: { code } });
    expect(await refusal(vss, { auth: { token: await token() }, transports: ['websocket'] })).toMatchObject({ data: { code } });
  });

  it('with the header of the handshake', async () => {
    const socket = await connect(vss, undefined, { extraHeaders: { Authorization: `Bearer ${await tokenOf('operator')}` }, transports: ['websocket'] });
    expect((await socket.emitWithAck('subscribe:slots')).ok).toBe(true);
    socket.close();
  });

  it.each([['polling'], ['websocket']])('with the cookie from a page of ours only, over %s', async (transport) => {
    const Cookie = await cookieOf('seller');
    const transports = [transport];
    const own = await connect(vss, undefined, { extraHeaders: { Cookie, Origin: origin() }, transports });
    own.close();
    // A page that may read answers is not one that may use the cookie.
    expect(await refusal(vss, { extraHeaders: { Cookie, Origin: ORIGIN }, transports })).toMatchObject({ data: { code: 'AUTH_FAIL' } });
    expect(await refusal(vss, { extraHeaders: { Cookie, 'Sec-Fetch-Site': 'cross-site' }, transports })).toMatchObject({ data: { code: 'AUTH_FAIL' } });
    const foreign = await refusal(vss, { extraHeaders: { Cookie, Origin: 'https://evil.example.com' }, transports });
    expect(foreign.data).toBeUndefined(); // refused before Socket.IO: 403
  });

  it('pages of other origins by name', async () => {
    const path = '/socket.io/?EIO=4&transport=polling';
    const listed = await fetch(origin() + path, { headers: { Origin: ORIGIN } });
    expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    const foreign = await fetch(origin() + path, { headers: { Origin: 'https://evil.example.com' } });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(await foreign.json()).toMatchObject({ code: 'PERMISSION_DENIED' });
    const socket = await connect(vss, await tokenOf('admin'), { extraHeaders: { Origin: ORIGIN }, transports: ['websocket'] });
    socket.close();
  });

  it('only to the namespace /', async () => {
    const elsewhere = client(vss, { auth: { token: await tokenOf('admin') }, reconnection: false });
    const other = elsewhere.io.socket('/admin');
    const refused: any = await new Promise((resolve) => (other.on('connect_error', resolve), other.connect()));
    expect(refused).toMatchObject({ data: { code: 'NOT_FOUND' } });
    await until('connected beside it', () => elsewhere.connected);
    elsewhere.close();
  });

  it('tells the audit of tokens that are none', async () => {
    await refusal(vss, { auth: { token: 'forged' } });
    const admin = await vss.as('admin');
    await until('audited', async () => (await admin.get('/api/security/audit?action=token.refused&limit=5')).body.some((row: any) => row.target === 'realtime'));
  });
});

describe('while connected', () => {
  it('a logout ends it within a second, and a new token opens it again', async () => {
    const signed = await vss.signIn('seller', 'password-of-seller');
    let token = signed.token!;
    const socket = await connected(client(vss, { auth: (use: (auth: object) => void) => use({ token }) }));
    const [told, gone] = [once(socket, 'session.ended'), once(socket, 'disconnect')];
    expectStatus(await signed.post('/api/auth/logout', {}), 204);
    const from = Date.now();
    expect(await gone).toBe('io server disconnect');
    expect(Date.now() - from).toBeLessThan(1000);
    expect(await told).toMatchObject({ code: 'AUTH_FAIL', message: expect.any(String) });
    token = (await vss.signIn('seller', 'password-of-seller')).token!;
    socket.connect();
    await connected(socket);
    socket.close();
  });

  it('a token that runs out ends it', async () => {
    const token = resigned(await tokenOf('admin'), { exp: Math.floor(Date.now() / 1000) + 2 });
    const socket = await connect(vss, token);
    const told = once(socket, 'session.ended');
    await once(socket, 'disconnect');
    expect(await told).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('a changed role acts within a second', async () => {
    const admin = await vss.as('admin');
    const role = expectStatus(await admin.post('/api/roles', { name: 'watcher', permissions: { slots: ['read'], trunks: ['read'] } }), 201);
    expectStatus(await admin.post('/api/users', { username: 'watcher', password: 'password-of-watcher', role: 'watcher' }), 201);
    const socket = await connect(vss, (await vss.signIn('watcher', 'password-of-watcher')).token);
    expect(await socket.emitWithAck('subscribe:trunks')).toEqual({ ok: true });
    expect(await socket.emitWithAck('subscribe:slots')).toEqual({ ok: true });
    const [refused, heard] = [once(socket, 'subscription.refused', 1000), listen(socket)];
    expectStatus(await admin.patch(`/api/roles/${role.id}`, { permissions: { slots: ['read'] } }), 200);
    expect(await refused).toMatchObject({ topic: 'trunks', code: 'PERMISSION_DENIED' });
    await until('told', () => heard.some(({ name, data }) => name === 'session.changed' && data.role === 'watcher'));
    const scoped = once(socket, 'session.changed', 1000);
    expectStatus(await admin.patch(`/api/roles/${role.id}`, { scope: { reports: 'team' } }), 200);
    expect(await scoped).toEqual({ role: 'watcher' });
    expectStatus(await admin.post('/api/trunks', { name: 'unseen', type: 'mf', capacity: 1 }), 201);
    await quiet(300);
    expect(heard.filter(({ name }) => name === 'trunk.update')).toEqual([]);
    socket.close();
  });
});

/// Who may subscribe to what.
const ALLOWED: Record<Role, string[]> = {
  admin: ['calls', 'slots', 'trunks', 'campaigns', 'alerts', 'pipelines', 'leads', 'logs'],
  operator: ['calls', 'slots', 'campaigns', 'leads'],
  seller: ['calls', 'leads'],
  supervisor: ['calls', 'slots', 'trunks', 'campaigns', 'alerts', 'pipelines', 'leads', 'logs'],
};

describe('subscriptions', () => {
  it.each(ROLES)('of %s', async (role) => {
    const socket = await connect(vss, await tokenOf(role));
    for (const topic of ALLOWED.admin) {
      const answer = await socket.timeout(5000).emitWithAck(`subscribe:${topic}`);
      if (ALLOWED[role].includes(topic)) expect(answer, topic).toEqual({ ok: true });
      else expect(answer, topic).toMatchObject({ error: true, code: 'PERMISSION_DENIED', message: expect.stringContaining(role) });
    }
    socket.close();
  });

  it('refused without an acknowledgement come as an event', async () => {
    const socket = await connect(vss, await tokenOf('seller'));
    const refused = once(socket, 'subscription.refused');
    socket.emit('subscribe:trunks');
    expect(await refused).toMatchObject({ topic: 'trunks', code: 'PERMISSION_DENIED' });
    socket.close();
  });

  it('to what there is not are refused, and so are unknown events', async () => {
    const socket = await connect(vss, await tokenOf('admin'));
    for (const event of ['subscribe:everything', 'subscribe:', 'unsubscribe:x', 'calls', '']) {
      expect(await socket.emitWithAck(event), event).toMatchObject({ error: true, code: 'NOT_FOUND' });
    }
    socket.close();
  });

  it('end with unsubscribe', async () => {
    const admin = await vss.as('admin');
    const socket = await connect(vss, admin.token);
    expect(await socket.emitWithAck('subscribe:trunks')).toEqual({ ok: true });
    const heard = listen(socket);
    expectStatus(await admin.post('/api/trunks', { name: 'heard', type: 'mf', capacity: 1 }), 201);
    await until('heard', () => heard.some(({ data }) => data.name === 'heard'));
    expect(await socket.emitWithAck('unsubscribe:trunks')).toEqual({ ok: true });
    expectStatus(await admin.post('/api/trunks', { name: 'not heard', type: 'mf', capacity: 1 }), 201);
    await quiet(300);
    expect(heard.some(({ data }) => data.name === 'not heard')).toBe(false);
    socket.close();
  });
});

describe('over TLS', () => {
  it('works the same, also when much waits to be read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vss-realtime-tls-'));
    const tls = new Vss({ env: { VSS_TLS_CERT: path.join(folder, 'cert.pem'), VSS_TLS_KEY: path.join(folder, 'key.pem') } });
    try {
      execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1',
        '-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem')], { stdio: 'ignore' });
      tls.options.ca = readFileSync(path.join(folder, 'cert.pem'), 'utf8');
      await tls.start();
      const token = (await tls.as('admin')).token!;
      for (const transports of [['websocket'], ['polling', 'websocket'], ['polling']]) {
        const socket = await connect(tls, token, { transports, ca: tls.options.ca });
        const bytes = Buffer.alloc(400_000, 5);
        const echoes: Buffer[] = await Promise.all(Array.from({ length: 8 }, () => socket.emitWithAck('client:echo', bytes)));
        for (const echo of echoes) expect(Buffer.from(echo).equals(bytes)).toBe(true);
        expect(socket.io.engine.transport.name).toBe(transports.at(-1));
        socket.close();
      }
    } finally {
      await tls.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
