// What clients must not do, and what it costs them: closed, and nobody else notices.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Socket } from 'socket.io-client';
import { expectStatus } from './support/client.ts';
import { connect, listen, quiet, refusal, until } from './support/realtime.ts';
import { RawWebSocket } from './support/raw_websocket.ts';
import { useVss } from './support/vss.ts';

const CROWD = Number(process.env.VSS_REALTIME_CROWD ?? 500);
const vss = useVss({ env: { VSS_HTTP_MAX_CONNECTIONS: '20000', VSS_HTTP_MAX_PER_ADDRESS: '20000', VSS_REALTIME_MAX_CLIENTS: '6000' } });
let token = '';
let trunk: any;

beforeAll(async () => {
  const admin = await vss.as('admin');
  token = admin.token!;
  trunk = expectStatus(await admin.post('/api/trunks', { name: 'limits', type: 'mf', capacity: 5 }), 201);
});

const open = () => RawWebSocket.open(vss.ports.workspace);
const signedIn = async () => (await open()).connect(token);

async function counter(name: string): Promise<number> {
  const text = (await vss.client().on('workspace').get('/metrics')).text;
  const rows = text.split('\n').filter((row) => row.startsWith(name));
  return rows.reduce((sum, row) => sum + Number(row.split(' ').at(-1)), 0);
}

afterEach(() => until('nobody is left', async () => (await counter('vss_realtime_clients{transport="websocket"}')) === 0, 5000));

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('closed', () => {
  it.each([
    ['a message that is too long', 1009, (raw: RawWebSocket) => raw.frame(`42["client:echo","${'x'.repeat(1_000_000)}"]`)],
    ['a binary message that is too long', 1009, (raw: RawWebSocket) => raw.frame('451-["client:echo",{"_placeholder":true,"num":0}]').frame(Buffer.alloc(1_000_001), 0x82)],
    ['attachments that are too long together', 1009, (raw: RawWebSocket) => raw.frame('452-["client:echo"]').frame(Buffer.alloc(900_000), 0x82).frame(Buffer.alloc(900_000), 0x82)],
    ['JSON that is too deep', 1002, (raw: RawWebSocket) => raw.frame(`42["client:echo",${nested(17)}]`)],
    ['what is no JSON', 1002, (raw: RawWebSocket) => raw.frame('42["client:echo",}]')],
    ['an event without a name', 1002, (raw: RawWebSocket) => raw.frame('42[17]')],
    ['an acknowledgement id that no number holds', 1002, (raw: RawWebSocket) => raw.frame('429007199254740992["client:echo"]')],
    ['too many attachments', 1002, (raw: RawWebSocket) => raw.frame('4517-["client:echo"]')],
    ['text where an attachment had to come', 1002, (raw: RawWebSocket) => raw.frame('451-["client:echo"]').frame('42["x"]')],
    ['an attachment of nothing', 1002, (raw: RawWebSocket) => raw.frame(Buffer.alloc(3), 0x82)],
    ['a second connect', 1002, (raw: RawWebSocket) => raw.frame(`40${JSON.stringify({ token })}`)],
    ['a ping of the client\'s own', 1002, (raw: RawWebSocket) => raw.frame('2')],
    ['an unknown packet', 1002, (raw: RawWebSocket) => raw.frame('9')],
    ['text that is not UTF-8', 1002, (raw: RawWebSocket) => raw.frame(Buffer.from('42["\xff"]', 'latin1'))],
    ['an unmasked frame', 1002, (raw: RawWebSocket) => raw.write(Buffer.from('\x81\x0142', 'latin1'))],
    ['a reserved bit', 1002, (raw: RawWebSocket) => raw.frame('42["client:echo"]', 0xc1)],
    ['namespaces one after the other', 1008, (raw: RawWebSocket) => { for (let i = 0; i < 100; i++) raw.frame(`40/n${i},`); }],
  ])('%s', async (_, code, send) => {
    const raw = await signedIn();
    send(raw);
    await raw.closed();
    expect(raw.closeCode).toBe(code);
  });

  it('before it is known: what is too long for a stranger', async () => {
    const raw = await open();
    raw.frame(`40${JSON.stringify({ token: 'x'.repeat(20_000) })}`);
    await raw.closed();
    expect(raw.closeCode).toBe(1009);
  });

  it('before it is known: who keeps guessing', async () => {
    const raw = await open();
    for (let i = 0; i < 20; i++) raw.frame(`40${JSON.stringify({ token: `guess ${i}` })}`);
    await raw.closed();
    expect(raw.messages.filter((message) => message.startsWith('44'))).toHaveLength(5);
  });
});

it('takes what is as long as allowed', async () => {
  const socket = await connect(vss, token);
  const long = 'x'.repeat(990_000);
  expect(await socket.emitWithAck('client:echo', long)).toBe(long);
  const bytes = Buffer.alloc(700_000, 7);
  expect(Buffer.from(await socket.emitWithAck('client:echo', bytes)).equals(bytes)).toBe(true);
  socket.close();
});

describe('polling', () => {
  const ask = (query: string, init?: RequestInit) => fetch(`${vss.url('workspace')}/socket.io/?EIO=4&transport=polling${query}`, init);
  const sidOf = async () => JSON.parse((await (await ask('')).text()).slice(1)).sid as string;
  const post = (sid: string, body: string) => ask(`&sid=${sid}`, { method: 'POST', body });

  it('takes less of strangers than of those who are known', async () => {
    const sid = await sidOf();
    expect((await post(sid, `40${JSON.stringify({ token: 'x'.repeat(20_000) })}`)).status).toBe(413);
    expect((await post(sid, `40${JSON.stringify({ token })}`)).status).toBe(200);
    expect((await post(sid, `42["client:echo","${'x'.repeat(500_000)}"]`)).status).toBe(200);
    expect((await post(sid, 'x'.repeat(1_000_001))).status).toBe(413);
  });

  it('refuses what is no payload, and ends the session', async () => {
    for (const body of ['', 'x', '\x1e', '4', '42{}', 'b!!!', '40\x1e'.repeat(600)]) {
      const sid = await sidOf();
      expect((await post(sid, body)).status, body.slice(0, 20)).toBe(400);
      expect((await ask(`&sid=${sid}`)).status, body.slice(0, 20)).toBe(400);
    }
  });

  it('knows its sessions', async () => {
    expect((await ask('&sid=nonsense')).status).toBe(400);
    expect((await post('nonsense', '4')).status).toBe(400);
    expect((await ask('', { method: 'HEAD' })).status).toBe(200);
    expect((await ask('&sid=nonsense', { method: 'HEAD' })).status).toBe(400);
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect((await ask('', { method })).status, method).toBe(400);
    const sid = await sidOf();
    expect((await ask(`&sid=${sid}`, { method: 'HEAD' })).status, 'takes no packets, and is no second poll').toBe(200);
    const first = ask(`&sid=${sid}`);
    await quiet(100);
    expect((await ask(`&sid=${sid}`)).status).toBe(400); // two at once end it
    expect(await (await first).text()).toBe('1');
  });

  it('answers the waiting poll with a noop when the client closes, and knows the session no more', async () => {
    const sid = await sidOf();
    const waiting = ask(`&sid=${sid}`);
    await quiet(100);
    expect((await post(sid, '1')).status).toBe(200);
    expect(await (await waiting).text()).toBe('6');
    expect((await ask(`&sid=${sid}`)).status).toBe(400);
  });

  it('closes a second WebSocket of a session, and leaves the first alone', async () => {
    const sid = await sidOf();
    const first = await RawWebSocket.open(vss.ports.workspace, `EIO=4&transport=websocket&sid=${sid}`);
    first.frame('2probe');
    await first.until('the probe is answered', () => first.messages.includes('3probe'));
    first.frame('5');
    const second = await RawWebSocket.open(vss.ports.workspace, `EIO=4&transport=websocket&sid=${sid}`);
    await second.closed();
    expect(first.gone).toBe(false);
    first.socket.destroy();
  });

  it('takes parameters of the application', async () => {
    const answer = await fetch(`${vss.url('workspace')}/socket.io/?EIO=4&transport=polling&campaign=spring&t=${'x'.repeat(100)}`);
    expect(answer.status).toBe(200);
  });

  it('goes over to WebSocket only with a handshake that is one', async () => {
    const sid = await sidOf();
    await expect(RawWebSocket.open(vss.ports.workspace, `EIO=4&transport=websocket&sid=${sid}`, { 'Sec-WebSocket-Version': '8' })).rejects.toThrow('400');
    await expect(RawWebSocket.open(vss.ports.workspace, 'EIO=4&transport=websocket', { 'Sec-WebSocket-Key': 'short' })).rejects.toThrow('400');
    await expect(RawWebSocket.open(vss.ports.workspace, 'EIO=3&transport=websocket')).rejects.toThrow('400');
    expect((await fetch(`${vss.url('workspace')}/socket.io/?EIO=4&transport=websocket`)).status).toBe(400);
    // A probe that fails leaves the session as it was.
    const probe = await RawWebSocket.open(vss.ports.workspace, `EIO=4&transport=websocket&sid=${sid}`);
    probe.frame('nonsense');
    await probe.closed();
    expect((await post(sid, `40${JSON.stringify({ token })}`)).status).toBe(200);
    expect(await (await ask(`&sid=${sid}`)).text()).toMatch(/^40\{/);
  });
});

it('a flood is told, then ended, and nobody else notices', async () => {
  const [flooder, other] = [await connect(vss, token, { reconnection: false, transports: ['websocket'] }), await connect(vss, token)];
  const answers: any[] = [];
  for (let i = 0; i < 1000; i++) flooder.emit('client:echo', i, (answer: unknown) => answers.push(answer));
  const waits: number[] = [];
  while (flooder.connected) {
    const from = performance.now();
    await other.emitWithAck('client:echo', 'still here');
    waits.push(performance.now() - from);
    await quiet(10);
  }
  expect(answers.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const refused = answers.slice(100).filter((answer) => answer.code === 'RATE_LIMITED').length;
  expect(refused).toBeGreaterThan(90);
  expect(answers.length).toBeLessThan(400);
  expect(Math.max(...waits)).toBeLessThan(1000);
  other.close();
});

it('who stops reading is dropped, without hurting others', async () => {
  const admin = await vss.as('admin');
  const others = await Promise.all(Array.from({ length: 10 }, () => connect(vss, token)));
  const heard = others.map(listen);
  const stopped = await signedIn();
  stopped.frame('420["subscribe:trunks"]');
  await stopped.until('subscribed', () => stopped.messages.includes('430[{"ok":true}]'));
  for (const socket of others) expect((await socket.emitWithAck('subscribe:trunks')).ok).toBe(true);
  const before = await counter('vss_realtime_dropped_slow_total');
  const others_wait = await counter('vss_realtime_queue_bytes'); // of sessions that earlier tests left to time out
  stopped.stopReading();
  // Answers that it does not read fill the buffers of the kernel, then its queue; events go on for all.
  let events = 0;
  const late: number[] = [];
  while ((await counter('vss_realtime_dropped_slow_total')) === before) {
    expect(events, 'events until it is dropped').toBeLessThan(60);
    stopped.frame(`42${++events}["client:echo","${'x'.repeat(900_000)}"]`);
    const from = performance.now();
    expectStatus(await admin.patch(`/api/trunks/${trunk.id}`, { description: `event ${events}` }), 200);
    await until('all others have it', () => heard.every((list) => list.at(-1)?.data.description === `event ${events}`), 3000);
    late.push(performance.now() - from);
    expect(await counter('vss_realtime_queue_bytes')).toBeLessThanOrEqual(others_wait + 4 * 1024 * 1024 + 100_000);
  }
  for (const list of heard) expect(list.filter(({ name }) => name === 'trunk.update').map(({ data }) => data.description)).toEqual(Array.from({ length: events }, (_, i) => `event ${i + 1}`));
  expect(Math.max(...late)).toBeLessThan(2000);
  stopped.socket.destroy();
  for (const socket of others) socket.close();
});

it(`${CROWD} sockets hear every broadcast in order, and leave nothing behind`, async () => {
  const admin = await vss.as('admin');
  const crowd: Socket[] = [];
  for (let i = 0; i < CROWD; i += 100) crowd.push(...(await Promise.all(Array.from({ length: Math.min(100, CROWD - i) }, () => connect(vss, token, { transports: ['websocket'] })))));
  const seen = crowd.map((socket) => {
    const list: string[] = [];
    socket.on('trunk.update', (data) => list.push(data.description));
    return list;
  });
  for (let i = 0; i < CROWD; i += 100) await Promise.all(crowd.slice(i, i + 100).map((socket) => socket.emitWithAck('subscribe:trunks')));
  await until('they are all there is', async () => (await counter('vss_realtime_clients{transport="websocket"}')) === CROWD);
  const wanted = Array.from({ length: 20 }, (_, i) => `crowd ${i}`);
  for (const description of wanted) expectStatus(await admin.patch(`/api/trunks/${trunk.id}`, { description }), 200);
  await until('all have all', () => seen.every((list) => list.length === wanted.length), 60_000);
  for (const list of seen) expect(list).toEqual(wanted);
  for (const socket of crowd) socket.close();
  await until('all gone', async () => (await counter('vss_realtime_clients{transport="websocket"}')) === 0);
}, 180_000);

it('thousands of sessions that nobody signs in on lock nobody out', async () => {
  const { Vss } = await import('./support/vss.ts');
  const other = new Vss({ env: { VSS_REALTIME_MAX_CLIENTS: '50' } });
  await other.start();
  try {
    const own = (await other.as('admin')).token;
    const staying = await connect(other, own, { transports: ['websocket'] });
    for (let i = 0; i < 20; ++i) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => other.client().on('workspace').get('/socket.io/?EIO=4&transport=polling')));
      expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    }
    const honest = await connect(other, own, { transports: ['polling'] });
    expect([honest.connected, staying.connected]).toEqual([true, true]);
    honest.close();
    staying.close();
  } finally {
    await other.stop();
  }
});

it('more clients than allowed are refused, and let in when there is room', async () => {
  const small = { env: { VSS_REALTIME_MAX_CLIENTS: '3' } };
  const { Vss } = await import('./support/vss.ts');
  const other = new Vss(small);
  await other.start();
  try {
    const own = (await other.as('admin')).token;
    const in_ = await Promise.all([1, 2, 3].map(() => connect(other, own, { transports: ['websocket'] })));
    const error = await refusal(other, { auth: { token: own }, transports: ['polling'] });
    expect(error.context?.status ?? error.description).toBe(503);
    in_[0]!.close();
    await until('room', () => connect(other, own, { transports: ['websocket'], reconnection: false }).then((socket) => !!socket.close(), () => false));
    for (const socket of in_) socket.close();
  } finally {
    await other.stop();
  }
});
