// Calls of AUTO lines through a provider, as providers behave.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { Vss } from '../functional/support/vss.ts';
import { Agent, Dialog, token } from './support/agent.ts';
import { Centre } from './support/centre.ts';
import { ExchangeFront } from './support/exchange_front.ts';
import { cseqOf, header, parse, sdp, uriOf } from './support/message.ts';
import { callProvider } from './support/play.ts';
import { RtpEnd } from './support/rtp.ts';
import { until } from './support/wait.ts';
import { PROVIDER } from './table.ts';

let front: ExchangeFront;
let centre: Centre;
let numbers = 0;
const nextNumber = () => `+7999555${String(++numbers).padStart(4, '0')}`;

beforeAll(async () => {
  front = await ExchangeFront.open('127.0.0.2');
  const vss = new Vss({ env: front.environment });
  centre = new Centre(vss);
  await vss.start();
});
afterAll(async () => {
  await centre.vss.stop();
  front.close();
});

describe.concurrent('a provider', () => {
  it.each(PROVIDER)('$about', (row) => callProvider(centre, front, row, nextNumber()));
});

// Loses the first copy of every datagram for that number, in that direction.
function loseFirstCopies(number: string, losing: 'to provider' | 'from provider'): void {
  const lost = new Set<string>();
  const callIds = new Set<string>();
  const before = front.lose;
  front.lose = (text, direction) => {
    const message = parse(text);
    const callId = header(message, 'call-id');
    if (message.uri?.includes(number)) callIds.add(callId);
    if (direction !== losing || !callIds.has(callId)) return before?.(text, direction) ?? false;
    const kind = `${message.status ?? message.method} ${cseqOf(message).join(' ')} ${/branch=[^;\s]*/.exec(header(message, 'via'))?.[0]}`;
    if (lost.has(kind)) return false;
    lost.add(kind);
    return true;
  };
}

describe.concurrent('a bad line', () => {
  const row = PROVIDER.find(({ scenario }) => scenario === 'callee_answers_over_bad_line')!;
  it('that loses every first copy to provider carries the call', async () => {
    const number = nextNumber();
    loseFirstCopies(number, 'to provider');
    await callProvider(centre, front, row, number);
  });

  // SIPp sends its 200 once when the INVITE comes again; an agent repeats it as §13.3.1.4 wants.
  it('that loses every first copy from provider carries the call', async () => {
    const { dialog, rtp, slot, call, agent, close } = await answered('from provider');
    const repeating = setInterval(() => dialog.sayYes(rtp.port), 500);
    await agent.request('ACK');
    clearInterval(repeating);
    await centre.callIs(call, 'answered');
    const bye = dialog.inside('BYE');
    for (let i = 0; i < 2; ++i) agent.send(bye.text, dialog.invite.from);
    expect((await agent.response(bye)).status).toBe(200);
    await centre.closed(slot, call, 'normal');
    close();
  });
});

/// A call that an agent at the provider has answered.
async function answered(losing?: 'to provider' | 'from provider') {
  const number = nextNumber();
  if (losing) loseFirstCopies(number, losing);
  const agent = await Agent.udp(centre.server, front.address);
  const rtp = await RtpEnd.open(front.address);
  front.route(number, agent.wire);
  const slot = await centre.slot('auto');
  const call = await centre.call(slot, number);
  const dialog = new Dialog(agent, await agent.request('INVITE'), `<sip:${number}@${front.address}:${front.port}>`);
  dialog.ring();
  const close = () => (agent.close(), rtp.close());
  return { agent, rtp, slot, call, dialog, close };
}

// RFC 3261 §12.1.2, §13.2.2.4: the port of the provider is not 5060 here, and its answer names none.
describe.concurrent('a provider that names no place of its own', () => {
  it.each([undefined, '<tel:+79991234567>', '*', 'garbage'])('gets ACK and BYE where the INVITE went: Contact %s', async (contact) => {
    const { agent, dialog, rtp, slot, call, close } = await answered();
    agent.respond(dialog.invite, 200, dialog.tag, contact ? [['Contact', contact]] : [], sdp(front.address, rtp.port));
    expect(cseqOf((await agent.request('ACK')).message)).toEqual([cseqOf(dialog.invite.message)[0], 'ACK']);
    await centre.callIs(call, 'answered');
    await centre.end(call);
    agent.respond(await agent.request('BYE'), 200);
    await centre.closed(slot, call, 'normal');
    close();
  });
});

/// The same with a provider whose proxy stays in the way and whose gateway is on a port of its own.
async function routed() {
  const call = await answered();
  const { agent, dialog, rtp } = call;
  const proxy = await Agent.udp(centre.server, front.address);
  const route = `<sip:${front.address}:${proxy.wire.port};lr>`;
  const contact = `<sip:gateway@${front.address}:${agent.wire.port}>`;
  agent.respond(dialog.invite, 200, dialog.tag, [['Record-Route', route], ['Contact', contact]], sdp(front.address, rtp.port));
  const ack = await proxy.request('ACK');
  return { ...call, proxy, route, contact, ack, close: () => (call.close(), proxy.close()) };
}

// RFC 3261 §12.2.1.1, §13.2.2.4
describe.concurrent('a provider with a proxy in the way', () => {
  it('gets ACK and BYE over its route, for its gateway', async () => {
    const { agent, proxy, route, contact, ack, slot, call, close } = await routed();
    expect(ack.message.uri).toBe(uriOf(contact));
    expect(header(ack.message, 'route')).toBe(route);
    await centre.callIs(call, 'answered');
    await centre.end(call);
    const bye = await proxy.request('BYE');
    expect(bye.message.uri).toBe(uriOf(contact));
    expect(header(bye.message, 'route')).toBe(route);
    proxy.respond(bye, 200);
    await centre.closed(slot, call, 'normal');
    expect(agent.arrivals.filter(({ message }) => message.method === 'ACK' || message.method === 'BYE')).toEqual([]);
    close();
  });

  // §12.2.1.2: a re-INVITE moves the remote target; the route set stays.
  it('hangs up through its proxy, after its gateway moved', async () => {
    const { dialog, proxy, rtp, slot, call, ack, close } = await routed();
    await centre.callIs(call, 'answered');
    const moved = `<sip:other@${front.address}:${proxy.wire.port}>`;
    const again = dialog.inside('INVITE', [['Contact', moved]], sdp(front.address, rtp.port, 'sendrecv', 2));
    proxy.send(again.text.replace(/^Via: .*$/m, `Via: ${proxy.via()}`), ack.from);
    expect((await proxy.response(again)).status).toBe(200);
    const confirm = dialog.inside('ACK', [['CSeq', `${cseqOf(again)[0]} ACK`]]);
    proxy.send(confirm.text, ack.from);
    await centre.end(call);
    const bye = await proxy.request('BYE');
    expect(bye.message.uri).toBe(uriOf(moved));
    proxy.respond(bye, 200);
    await centre.closed(slot, call, 'normal');
    close();
  });
});

// RFC 3261 §21.4.5, §21.4.18: nobody takes such calls, but whoever waits for one finds out why.
describe.concurrent('a call that the provider brings', () => {
  const bring = async (number: string, caller: string) => {
    const agent = await Agent.udp(centre.server, front.address);
    const invite = agent.build('INVITE', `sip:${number}@127.0.0.1:${centre.server.port}`, [['From', `<sip:${caller}@${front.address}>;tag=${token()}`]], sdp(front.address, 40_000));
    const answered = await agent.ask(invite);
    await agent.silence(1500); // not repeated
    agent.close();
    return answered.status;
  };
  const recorded = (number: string) => until(`record of the call to ${number}`, async () => {
    const lines = expectStatus(await (await centre.admin()).get(`/api/dci/logs?module=OTTB&q=${encodeURIComponent(number)}`), 200);
    const event = lines.find((line: any) => line.event_id && line.message.includes('call.incoming'));
    if (!event) return undefined;
    const ofCall = expectStatus(await (await centre.admin()).get(`/api/dci/logs?module=OTTB&q=${encodeURIComponent(event.fields.sip_call_id)}`), 200);
    const told = ofCall.find((line: any) => line.message.includes('the provider brought a call'));
    return told && { event, told };
  });

  it('for a number that is not ours gets 404, a line in the log and a record', async () => {
    expect(await bring('+78125550001', '+79161234567')).toBe(404);
    const { event, told } = await recorded('78125550001');
    expect(event.fields).toMatchObject({ phone_number: '+78125550001', caller_id: '+79161234567', sip_status: 404 });
    expect(told.severity).toBe('warning');
    expect(told.fields).toMatchObject({ number: '+7812•••0001', caller: '+7916•••4567' });
  });

  it('for our own number gets 480', async () => {
    expect(await bring('+78121234567', '+79161234568')).toBe(480);
    await recorded('79161234568');
  });
});

describe.concurrent('a call', () => {
  it('stays up when a stranger says BYE with the right tags', async () => {
    const { dialog, rtp, slot, call, agent, close } = await answered();
    await dialog.accept(rtp.port);
    await centre.callIs(call, 'answered');
    const stranger = await Agent.udp(centre.server, '127.0.0.66');
    const forged = parse(dialog.inside('BYE').text.replace(/^Via: .*$/m, `Via: ${stranger.via()}`));
    stranger.send(forged.text);
    expect((await stranger.response(forged)).status).toBe(481);
    await agent.silence(1500, (message) => message.method === 'BYE');
    expect((await centre.lookAt(call)).state).toBe('answered');
    expect((await dialog.hangUp()).status).toBe(200);
    await centre.closed(slot, call, 'normal');
    stranger.close();
    close();
  });

  it('is one although its 200 and its BYE come twenty times', async () => {
    const { dialog, rtp, slot, call, agent, close } = await answered();
    await dialog.accept(rtp.port);
    for (let i = 0; i < 19; ++i) dialog.sayYes(rtp.port);
    for (let i = 0; i < 19; ++i) await agent.request('ACK');
    await centre.callIs(call, 'answered');
    const bye = dialog.inside('BYE');
    for (let i = 0; i < 20; ++i) agent.send(bye.text, dialog.invite.from);
    expect((await agent.response(bye)).status).toBe(200);
    await centre.closed(slot, call, 'normal');
    close();
  });

  it('is not cancelled by a stranger', async () => {
    const { dialog, rtp, slot, call, close } = await answered();
    await centre.callIs(call, 'ringing');
    const stranger = await Agent.udp(centre.server, '127.0.0.66');
    const { message } = dialog.invite;
    const forged = stranger.build('CANCEL', message.uri!, [['Via', header(message, 'via')], ['From', header(message, 'from')], ['To', header(message, 'to')],
      ['Call-ID', header(message, 'call-id')], ['CSeq', `${cseqOf(message)[0]} CANCEL`]]);
    stranger.send(forged.text);
    await stranger.silence(1000, ({ status }) => status === 200);
    await dialog.accept(rtp.port);
    await centre.callIs(call, 'answered');
    await dialog.hangUp();
    await centre.closed(slot, call, 'normal');
    stranger.close();
    close();
  });

  it('ends when the answer has no address that may be sent to', async () => {
    const { dialog, slot, call, agent, close } = await answered();
    agent.respond(dialog.invite, 200, dialog.tag, [['Contact', dialog.contact]],
      'v=0\r\no=- 1 1 IN IP4 224.0.0.1\r\ns=-\r\nc=IN IP4 224.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n');
    await agent.request('ACK');
    await dialog.hungUp();
    await centre.closed(slot, call, 'media_error');
    close();
  });

  it('says who calls, and nothing of the inside', async () => {
    const { dialog, rtp, slot, call, close } = await answered();
    const { message } = dialog.invite;
    expect(message.uri).toMatch(/^sip:\+7999555\d{4}@/);
    expect(header(message, 'max-forwards')).toMatch(/^\d+$/);
    expect(message.text).not.toContain('provider-password');
    expect(message.text).not.toContain(slot.password);
    expect(header(message, 'call-id')).toContain(call.call_id.replace('_', ''));
    await dialog.accept(rtp.port);
    await dialog.hangUp();
    await centre.closed(slot, call, 'normal');
    close();
  });

  it('that a stray response belongs to is not disturbed by it', async () => {
    const { dialog, rtp, slot, call, agent, close } = await answered();
    await dialog.accept(rtp.port);
    const { message } = dialog.invite;
    agent.send(`SIP/2.0 486 Busy Here\r\nVia: ${header(message, 'via').replace(/branch=[^;]*/, `branch=z9hG4bK${token()}`)}\r\nFrom: ${header(message, 'from')}\r\nTo: ${header(message, 'to')};tag=x\r\n` +
      `Call-ID: ${header(message, 'call-id')}\r\nCSeq: ${header(message, 'cseq')}\r\nContent-Length: 0\r\n\r\n`, dialog.invite.from);
    await agent.silence(700, ({ method }) => method === 'BYE' || method === 'ACK');
    expect((await centre.lookAt(call)).state).toBe('answered');
    await dialog.hangUp();
    await centre.closed(slot, call, 'normal');
    close();
  });
});
