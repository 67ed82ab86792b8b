// What subscribers hear: a snapshot, then every update in order; what they missed after a cut; anew after a restart.
import net from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Socket } from 'socket.io-client';
import { expectStatus } from './support/client.ts';
import { client, connect, connected, listen, once, quiet, until, type Heard } from './support/realtime.ts';
import { ROLES, useVss } from './support/vss.ts';

const NUMBER = '+79990000001'; // answers and talks
const vss = useVss();
let trunk: any;
let lead: string; // nobody's

async function newLead(fields: object = {}): Promise<string> {
  return expectStatus(await (await vss.as('admin')).post('/api/crm/leads', { client_name: 'Anna', phone: NUMBER, ...fields }), 201).id;
}

beforeAll(async () => {
  for (const role of ROLES) await vss.as(role);
  trunk = expectStatus(await (await vss.as('admin')).post('/api/trunks', { name: 'realtime', type: 'auto', capacity: 900 }), 201);
  lead = await newLead();
});

let made = 0;
async function newSlot(): Promise<any> {
  return expectStatus(await (await vss.as('admin')).post('/api/slots', { trunk_id: trunk.id, device_id: `line_${++made}`, type: 'auto' }), 201);
}
async function readySlot(): Promise<any> {
  const admin = await vss.as('admin');
  const slot = await newSlot();
  await until('slot ready', async () => (await admin.get(`/api/slots/${slot.id}`)).body.state === 'READY');
  return slot;
}
const bodies = (heard: Heard[], name: string) => heard.filter((event) => event.name === name).map(({ data }) => data);

describe('a real call', () => {
  it('is told from start to end, in order, with the whole object', async () => {
    const admin = await vss.as('admin');
    const slot = await readySlot();
    const socket = await connect(vss, admin.token);
    const heard = listen(socket);
    expect(await socket.emitWithAck('subscribe:calls')).toEqual({ ok: true });
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: NUMBER, lead_id: lead, record: true }), 201);
    const ofCall = (name: string) => bodies(heard, name).filter((data) => data.call_id === call.call_id);
    const states = () => ofCall('call.update').map((data) => data.state);
    await until('answered', () => states().includes('answered'));
    expectStatus(await admin.post('/api/call/end', { call_id: call.call_id }), 200);
    await until('over and free again', () => states().includes('ended') && bodies(heard, 'slot.update').at(-1)?.state === 'READY');

    expect(heard[0]!.name).toBe('calls.snapshot');
    expect(states()[0]).toBe('initiated');
    expect(states().at(-1)).toBe('ended');
    const rank = ['initiated', 'ringing', 'early', 'answered', 'ended'];
    expect(states()).toEqual([...states()].sort((a, b) => rank.indexOf(a) - rank.indexOf(b)));
    const last = ofCall('call.update').at(-1);
    const { event, event_id, ts, f_flow, ...object } = last;
    expect({ event, f_flow }).toEqual({ event: 'call.update', f_flow: 'F-08' });
    expect(event_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(Date.parse(ts)).toBeGreaterThan(0);
    expect(object).toEqual(expectStatus(await admin.get(`/api/calls/${call.call_id}`), 200));
    expect(ofCall('cdr.update')).toHaveLength(1);
    expect(ofCall('recording.update')).toHaveLength(1);

    const slotStates = bodies(heard, 'slot.update').filter(({ id }) => id === slot.id).map(({ state }) => state);
    expect(slotStates).toEqual(['CALLING', 'ACTIVE_CALL', 'POSTCALL', 'IDLE', 'ASSIGNED', 'READY'].filter((state) => slotStates.includes(state)));
    expect(slotStates).toEqual(expect.arrayContaining(['CALLING', 'ACTIVE_CALL', 'READY']));
    expect(bodies(heard, 'slot.update').at(-1)).toMatchObject({ ...expectStatus(await admin.get(`/api/slots/${slot.id}`), 200), registration: expect.anything(), change: 'state' });
    expect(new Set(heard.filter(({ data }) => data.event_id).map(({ data }) => data.event_id)).size).toBe(heard.length - 1);
    socket.close();
  });

  it('is in the snapshot while it runs', async () => {
    const admin = await vss.as('admin');
    const slot = await readySlot();
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: NUMBER }), 201);
    await until('answered', async () => (await admin.get(`/api/calls/${call.call_id}`)).body.state === 'answered');
    const socket = await connect(vss, admin.token);
    socket.emit('subscribe:calls');
    const snapshot = await once(socket, 'calls.snapshot');
    expect(snapshot).toMatchObject({ topic: 'calls', part: 1, parts: 1 });
    expect(snapshot.items).toEqual(expectStatus(await admin.get('/api/calls/active'), 200));
    expect(snapshot.items.map((item: any) => item.call_id)).toContain(call.call_id);
    expectStatus(await admin.post('/api/call/end', { call_id: call.call_id }), 200);
    socket.close();
  });

  it('is nothing a seller hears of whose lead it is not, nor one without slots.read of slots', async () => {
    const admin = await vss.as('admin');
    const seller = await connect(vss, (await vss.as('seller')).token, { transports: ['websocket'] });
    const operator = await connect(vss, (await vss.as('operator')).token);
    const bytes: string[] = [];
    seller.io.engine.on('data' as never, ((data: unknown) => bytes.push(String(data))) as never);
    const [heard, control] = [listen(seller), listen(operator)];
    for (const socket of [seller, operator]) expect((await socket.emitWithAck('subscribe:calls')).ok).toBe(true);
    const slot = await readySlot();
    for (const fields of [{}, { lead_id: lead }]) {
      const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: NUMBER, ...fields }), 201);
      await until('answered', () => bodies(control, 'call.update').some((data) => data.call_id === call.call_id && data.state === 'answered'));
      expectStatus(await admin.post('/api/call/end', { call_id: call.call_id }), 200);
      await until('ended', () => bodies(control, 'call.update').some((data) => data.call_id === call.call_id && data.state === 'ended'));
      await until('ready', async () => (await admin.get(`/api/slots/${slot.id}`)).body.state === 'READY');
    }
    await quiet(200);
    expect(heard.map(({ name, data }) => [name, data.items])).toEqual([['calls.snapshot', []]]);
    expect(bytes.join()).not.toMatch(/call\.update|slot\.update|c_\d+|79990000001/);
    expect(bodies(control, 'cdr.update')).toEqual([]); // operators lack cdr.read
    seller.close();
    operator.close();
  });
});

describe('leads', () => {
  it('are heard of by their own seller: of another\'s not a byte, over either transport, from the making to the call', async () => {
    const admin = await vss.as('admin');
    expectStatus(await admin.post('/api/users', { username: 'seller-b', password: 'password-of-seller-b', role: 'seller' }), 201);
    const sellers = [await vss.as('seller'), await vss.signIn('seller-b', 'password-of-seller-b')];
    const sockets = await Promise.all(sellers.map((seller, i) => connect(vss, seller.token, { transports: [i === 0 ? 'websocket' : 'polling'] })));
    const bytes: string[][] = [[], []];
    sockets.forEach((socket, i) => socket.io.engine.on('packet' as never, ((packet: any) => bytes[i]!.push(String(packet.data))) as never));
    const heard = sockets.map(listen);
    for (const socket of sockets) for (const topic of ['leads', 'calls']) expect((await socket.emitWithAck(`subscribe:${topic}`)).ok).toBe(true);
    const ofLead = (i: number) => bodies(heard[i]!, 'lead.update').map(({ client_name, status }) => [client_name, status]);

    const own = await Promise.all(sellers.map((seller, i) => newLead({ client_name: `Client-${i}`, phone: `+7999555${i}001`, assigned_seller: seller.session.user.id })));
    for (const id of own) expectStatus(await admin.patch(`/api/crm/leads/${id}`, { status: 'contacted' }), 200);
    for (const [i, id] of own.entries()) expectStatus(await sellers[i]!.post('/api/crm/note', { lead_id: id, text: `Secret-${i}` }), 201);
    const slot = await readySlot();
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79995551001', lead_id: own[1] }), 201);
    await until('the call is heard of', () => bodies(heard[1]!, 'call.update').some(({ state }) => state === 'answered'));
    expectStatus(await admin.post('/api/call/end', { call_id: call.call_id }), 200);
    await until('its end is heard of', () => bodies(heard[1]!, 'call.update').some(({ state }) => state === 'ended'));
    await until('both heard of their own', () => [0, 1].every((i) => ofLead(i).some(([name, status]) => name === `Client-${i}` && status === 'contacted')));
    await quiet(300);

    for (const i of [0, 1]) {
      const other = 1 - i;
      const all = bytes[i]!.join();
      for (const theirs of [own[other]!, `Client-${other}`, `Secret-${other}`, `7999555${other}001`]) expect(all).not.toContain(theirs);
      expect(new Set(ofLead(i).map(([name]) => name))).toEqual(new Set([`Client-${i}`]));
    }
    expect(bodies(heard[0]!, 'call.update')).toEqual([]);

    expectStatus(await admin.patch(`/api/crm/leads/${own[1]}`, { assigned_seller: sellers[0]!.session.user.id, client_name: 'Renamed' }), 200);
    await until('its seller heard that it is gone', () => bodies(heard[1]!, 'lead.gone').length === 1);
    await until('the new one heard of it', () => bodies(heard[0]!, 'lead.update').some(({ id }) => id === own[1]));
    await quiet(200);
    const { event, event_id, ts, f_flow, ...gone } = bodies(heard[1]!, 'lead.gone')[0];
    expect(gone).toEqual({ id: own[1] });
    expect(bytes[1]!.join()).not.toContain('Renamed');
    expect(bodies(heard[0]!, 'lead.gone')).toEqual([]);
    for (const socket of sockets) socket.close();
  });
});

describe('a snapshot', () => {
  it('comes in parts, and with the updates that race with it adds up to what REST says', async () => {
    const admin = await vss.as('admin');
    for (let i = 0; i < 520; i += 20) await Promise.all(Array.from({ length: 20 }, newSlot));
    const sockets = await Promise.all(Array.from({ length: 5 }, () => connect(vss, admin.token)));
    const known = sockets.map(() => new Map<number, any>());
    const problems: string[] = [];
    const parts: number[][] = sockets.map(() => []);
    sockets.forEach((socket, i) => {
      let complete = false;
      socket.on('slots.snapshot', ({ items, part, parts: all }) => {
        expect(items.length).toBeLessThanOrEqual(500);
        for (const item of items) known[i]!.set(item.id, item.state);
        parts[i]!.push(part);
        complete = part === all;
      });
      socket.on('slot.update', (data) => {
        if (!complete) problems.push(`update of ${data.id} before the snapshot was complete`);
        if (data.change === 'deleted') known[i]!.delete(data.id);
        else known[i]!.set(data.id, data.state);
      });
    });
    // Slots come, register and go while the snapshots are read.
    const subscribing = sockets.map(async (socket, i) => (await quiet(i * 15), socket.emitWithAck('subscribe:slots')));
    const changing = Array.from({ length: 30 }, async (_, i) => {
      const slot = await newSlot();
      if (i % 3 === 0) expectStatus(await admin.delete(`/api/slots/${slot.id}`), 200);
    });
    await Promise.all([...subscribing, ...changing]);
    const rest = async () => {
      const all = [...expectStatus(await admin.get('/api/slots?limit=1000'), 200)];
      return new Map<number, any>(all.map((slot: any) => [slot.id, slot.state]));
    };
    const sorted = (map: Map<number, any>) => JSON.stringify([...map].sort(([a], [b]) => a - b));
    await until('all agree with REST', async () => {
      const now = sorted(await rest());
      return known.every((map) => sorted(map) === now);
    });
    expect(problems).toEqual([]);
    for (const seen of parts) expect(seen).toEqual([1, 2]);
    for (const socket of sockets) socket.close();
  });
});

it('new lines of the log come as they are written', async () => {
  const admin = await vss.as('admin');
  const socket = await connect(vss, (await vss.as('supervisor')).token);
  const heard = listen(socket);
  expect(await socket.emitWithAck('subscribe:logs')).toEqual({ ok: true });
  await until('snapshot', () => bodies(heard, 'logs.snapshot').length === 1);
  expect(bodies(heard, 'logs.snapshot')[0].items.length).toBeGreaterThan(0);
  for (const message of ['one', 'two', 'three']) expectStatus(await admin.post('/api/dci/log-event', { module: 'TAIL', severity: 'info', message }), 201);
  const lines = () => bodies(heard, 'log.line').filter(({ module }) => module === 'TAIL');
  await until('all lines', () => lines().length === 3);
  expect(lines().map(({ message }) => message)).toEqual(['one', 'two', 'three']);
  const { event, ts, ...line } = lines()[0];
  expect(event).toBe('log.line');
  expect(line).toEqual((await admin.get('/api/dci/logs?module=TAIL&q=one')).body[0]);
  await quiet(700);
  expect(lines()).toHaveLength(3);
  socket.close();
});

/// A way to the server that can be cut.
class Wire {
  private sockets = new Set<net.Socket>();
  private server = net.createServer((near) => {
    const far = net.connect(vss.ports.workspace, '127.0.0.1');
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  port = 0;
  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as net.AddressInfo).port;
    return this;
  }
  /// Closes everything and takes nobody.
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await closed;
  }
}

describe.each([['polling'], ['websocket']])('a cut over %s', (transport) => {
  async function throughWire(): Promise<[Wire, Socket]> {
    const wire = await new Wire().open();
    const { io } = await import('socket.io-client');
    const socket = io(`http://127.0.0.1:${wire.port}`, { forceNew: true, transports: [transport], auth: { token: (await vss.as('admin')).token }, reconnectionDelay: 50, reconnectionDelayMax: 100 });
    return [wire, await connected(socket)];
  }

  it('for a moment: nothing is lost, nothing comes twice, and subscriptions go on', async () => {
    const admin = await vss.as('admin');
    const [wire, socket] = await throughWire();
    const heard = listen(socket);
    expect((await socket.emitWithAck('subscribe:trunks')).ok).toBe(true);
    const rename = async (to: number) => expectStatus(await admin.patch(`/api/trunks/${trunk.id}`, { description: `${transport} ${to}` }), 200);
    const seen = () => bodies(heard, 'trunk.update').map(({ description }) => description);
    await rename(1);
    await until('before', () => seen().includes(`${transport} 1`));
    const id = socket.id;
    const down = once(socket, 'disconnect');
    await wire.cut();
    if (transport === 'websocket') await down;
    for (const i of [2, 3, 4]) await rename(i);
    if (transport === 'polling') await down;
    const again = connected(socket);
    await wire.open();
    await again;
    await rename(5);
    await until('after', () => seen().includes(`${transport} 5`));
    if (socket.recovered) {
      expect(socket.id).toBe(id);
      expect(seen()).toEqual([1, 2, 3, 4, 5].map((i) => `${transport} ${i}`));
    } else expect.fail('was not recovered');
    socket.close();
    await wire.cut();
  });

  it('of somebody else\'s connection brings nothing', async () => {
    const [wire, socket] = await throughWire();
    expect((await socket.emitWithAck('subscribe:trunks')).ok).toBe(true);
    await quiet(100);
    const pid = (socket as any)._pid;
    const offset = (socket as any)._lastOffset;
    expect(pid).toMatch(/^[\w-]{20}$/);
    await wire.cut();
    await quiet(200);
    const thief = await connect(vss, undefined, { auth: { token: (await vss.as('supervisor')).token, pid, offset } });
    expect(thief.id).not.toBe(socket.id);
    expect((thief as any)._pid).not.toBe(pid);
    socket.close();
    thief.close();
  });
});

it('after a restart clients come back by themselves, are not recovered, and get a fresh snapshot', async () => {
  const admin = await vss.as('admin');
  const socket = client(vss, { auth: { token: admin.token } });
  const connects: boolean[] = [];
  socket.on('connect', () => {
    connects.push(socket.recovered);
    if (!socket.recovered) socket.emit('subscribe:trunks');
  });
  const heard = listen(socket);
  await until('first snapshot', () => bodies(heard, 'trunks.snapshot').length === 1);
  const gone = once(socket, 'disconnect');
  await vss.restart();
  expect(await gone).toBe('transport close');
  await until('second snapshot', () => bodies(heard, 'trunks.snapshot').length === 2);
  expect(connects).toEqual([false, false]);
  const changed = { description: 'after the restart' };
  expectStatus(await (await vss.as('admin')).patch(`/api/trunks/${trunk.id}`, changed), 200);
  await until('updates go on', () => bodies(heard, 'trunk.update').some(({ description }) => description === changed.description));
  socket.close();
});
