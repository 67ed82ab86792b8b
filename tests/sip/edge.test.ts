// The open port: requests of strangers, broken bytes, streams. Whatever comes, VSS answers as the RFC says or not at
// all, and goes on.
import { afterEach, describe, expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { Agent, Phone, TcpWire, token } from './support/agent.ts';
import { Centre } from './support/centre.ts';
import { header, sdp, write, type Headers } from './support/message.ts';
import { ask } from './support/play.ts';
import { until } from './support/wait.ts';
import { EDGE } from './table.ts';

const centre = new Centre(useVss());

// From an address of its own, so that what happens to one stranger happens to no other.
let strangers = 0;
const stranger = () => Agent.udp(centre.server, `127.0.2.${++strangers}`);

async function isAlive(): Promise<void> {
  const agent = await Agent.udp(centre.server, '127.0.3.1');
  expect((await agent.ask(agent.build('OPTIONS', `sip:127.0.0.1:${centre.server.port}`))).status).toBe(200);
  agent.close();
}
afterEach(isAlive);

describe('a stranger gets an answer to', () => {
  it.each(EDGE)('$about', async (row) => void (await ask(centre, row)));
});

const uri = () => `sip:9001@127.0.0.1:${centre.server.port}`;

describe('a datagram', () => {
  const complete = (agent: Agent): Headers => agent.build('OPTIONS', uri()).headers.map(([name, value]): [string, string] => [name, value]);

  it.each(['via', 'from', 'to', 'call-id', 'cseq'])('without %s gets no success', async (missing) => {
    const agent = await stranger();
    agent.send(write(`OPTIONS ${uri()} SIP/2.0`, complete(agent).filter(([name]) => name !== missing)));
    await agent.silence(300, ({ status }) => status !== undefined && status !== 400);
    agent.close();
  });

  it.each([
    ['Content-Length beyond its end', [['Content-Length', '5000']]],
    ['Content-Length that is no number', [['Content-Length', 'many']]],
    ['Content-Length below zero', [['Content-Length', '-1']]],
    ['CSeq of another method', [['CSeq', '1 INVITE']]],
    ['CSeq beyond 2**31', [['CSeq', '99999999999 OPTIONS']]],
    ['a Via of another protocol', [['Via', 'HTTP/1.1/UDP 127.0.0.1;branch=z9hG4bKx']]],
    ['two From headers', [['From', '<sip:a@b>;tag=1'], ['From', '<sip:c@d>;tag=2']]],
    ['Max-Forwards 300', [['Max-Forwards', '300']]],
  ] as [string, Headers][])('with %s gets no success', async (_, headers) => {
    const agent = await stranger();
    agent.send(agent.build('OPTIONS', uri(), headers).text);
    await agent.silence(300, ({ status }) => status !== undefined && status < 400);
    agent.close();
  });

  it('cut anywhere gets no success', async () => {
    const agent = await stranger();
    const { text } = agent.build('INVITE', uri(), [['Content-Type', 'application/sdp']], 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n');
    for (let length = 0; length < text.length; length += 7) agent.send(text.slice(0, length));
    await agent.silence(700, ({ status }) => status !== undefined && status < 400 && status !== 100);
    agent.close();
  });

  it('of the largest size is survived', async () => {
    const agent = await stranger();
    for (const part of ['X-Long: ', 'Via: SIP/2.0/UDP ', 'Contact: <sip:', 'Subject: ', 'Route: <sip:']) {
      agent.send(write(`OPTIONS ${uri()} SIP/2.0`, complete(agent)).replace('\r\nContent-Length', `\r\n${part}${'a'.repeat(64_000)}\r\nContent-Length`));
    }
    agent.send(write(`OPTIONS ${uri()} SIP/2.0`, [...complete(agent), ...Array.from({ length: 5000 }, (): [string, string] => ['X', 'y'])]).slice(0, 65_000));
    agent.send('\0'.repeat(65_000));
    // A header that nobody reads may be as long as a datagram allows; what counts is who is there afterwards.
    const later = agent.build('OPTIONS', uri());
    agent.send(later.text);
    expect((await agent.response(later)).status).toBe(200);
    agent.close();
  });

  it('that came through us before is a loop or refused (RFC 3261 §16.3)', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    await phone.mustRegister();
    const call = await centre.call(slot, '+79990000001');
    const dialog = await phone.incoming();
    const back = phone.agent.build('INVITE', uri(), [['Via', phone.agent.via()], ['Via', header(dialog.invite.message, 'via')]]);
    const answered = await phone.agent.ask(back);
    expect([401, 482]).toContain(answered.status);
    phone.agent.respond(dialog.invite, 486, dialog.tag);
    await centre.closed(slot, call, 'line_declined');
    phone.close();
  });

  it('that is the same request by another way gets 482 (RFC 3261 §8.2.2.2)', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot());
    await phone.mustRegister();
    const first = phone.agent.build('INVITE', `sip:9001@${phone.line.domain}`, [['From', `<${phone.aor}>;tag=${token()}`]]);
    const second = phone.agent.build('INVITE', first.uri!, [['From', header(first, 'from')], ['Call-ID', header(first, 'call-id')]]);
    phone.agent.send(first.text);
    phone.agent.send(second.text);
    const isFinal = (branch: string) => phone.agent.next('final', (message) => (message.status ?? 0) >= 200 && header(message, 'via').includes(branch));
    const branch = (message: typeof first) => /branch=[^;]+/.exec(header(message, 'via'))![0];
    expect((await isFinal(branch(first))).message.status).toBe(401);
    expect([401, 482]).toContain((await isFinal(branch(second))).message.status);
    phone.close();
  });
});

describe('a scanner', () => {
  // Anybody may write any address into a datagram: that is not held against whose it is.
  it.each(['friendly-scanner', 'sipvicious', 'sundayddr', 'SIPVicious/0.3'])('called %s hears nothing, and nobody is banned for its datagrams', async (name) => {
    const agent = await stranger();
    agent.send(agent.build('OPTIONS', uri(), [['User-Agent', name]]).text);
    await agent.silence(300);
    expect((await agent.ask(agent.build('OPTIONS', uri()))).status).toBe(200);
    agent.close();
  });

  it('on a connection, which proves its address, is banned', async () => {
    const address = `127.0.2.${++strangers}`;
    const scanner = await Agent.tcp(centre.server, address);
    scanner.send(scanner.build('OPTIONS', uri(), [['User-Agent', 'friendly-scanner']]).text);
    scanner.send(scanner.build('OPTIONS', uri()).text);
    await scanner.silence(500);
    scanner.close();
  });

  it('at the address of a registered phone does not silence the phone', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot(), '127.0.4.1');
    await phone.mustRegister();
    const agent = await Agent.udp(centre.server, '127.0.4.1');
    agent.send(agent.build('OPTIONS', uri(), [['User-Agent', 'friendly-scanner']]).text);
    await agent.silence(200);
    expect((await phone.register()).status).toBe(200);
    agent.close();
    phone.close();
  });
});

describe('a flood from the address of a registered phone', () => {
  it('does not drown the phone', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot(), '127.0.4.2');
    await phone.mustRegister();
    const flood = await Agent.udp(centre.server, '127.0.4.2');
    const { text } = flood.build('OPTIONS', uri());
    for (let i = 0; i < 40; ++i) {
      for (let k = 0; k < 100; ++k) flood.send(text);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await phone.register()).status).toBe(200);
    flood.close();
    phone.close();
  });
});

// §8.2.7: what comes from nobody in particular is answered by one datagram, and its body is not looked at.
describe('an INVITE of nobody in particular', () => {
  it.each([['a good offer', sdp('127.0.0.1', 40_000)], ['a broken offer', 'v=0\r\no=nonsense\r\n']])('with %s gets one 401', async (_, body) => {
    const agent = await stranger();
    const invite = agent.build('INVITE', uri(), [], body);
    expect((await agent.ask(invite)).status).toBe(401);
    await agent.silence(2500); // it would be repeated after 0.5 and 1.5 s
    agent.send(invite.text);
    const again = await agent.response(invite);
    expect(again.status).toBe(401);
    agent.close();
  });

  it.each(['INVITE', 'BYE'])('%s for a dialog that is not gets one 481', async (method) => {
    const agent = await stranger();
    const request = agent.build(method, uri(), [['To', `<${uri()}>;tag=none`]]);
    expect((await agent.ask(request)).status).toBe(481);
    await agent.silence(1500);
    agent.close();
  });
});

describe('a request for a foreign domain', () => {
  it.each(['INVITE', 'MESSAGE', 'REGISTER', 'OPTIONS', 'REFER'])('%s is relayed nowhere', async (method) => {
    const target = await Agent.udp(centre.server, '127.0.5.1');
    const agent = await stranger();
    const request = agent.build(method, `sip:victim@127.0.5.1:${target.wire.port}`, [['Route', `<sip:127.0.0.1:${centre.server.port};lr>, <sip:127.0.5.1:${target.wire.port};lr>`]]);
    agent.send(request.text);
    await target.silence(700);
    target.close();
    agent.close();
  });
});

describe('a stream', () => {
  it('may be split anywhere (RFC 3261 §18.3)', async () => {
    const agent = await Agent.tcp(centre.server);
    const two = Array.from({ length: 2 }, () => agent.build('OPTIONS', uri(), [['Content-Type', 'text/plain']], 'hello\r\n\r\nOPTIONS sip:x SIP/2.0\r\n'));
    const bytes = two.map(({ text }) => text).join('');
    for (const byte of bytes) {
      agent.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const one of two) expect((await agent.response(one)).status).toBe(200);
    agent.close();
  });

  it('split at every place in two brings the same', async () => {
    const agent = await Agent.tcp(centre.server);
    const sample = agent.build('OPTIONS', uri()).text.length;
    for (let at = 1; at < sample; at += 3) {
      const one = agent.build('OPTIONS', uri());
      agent.send(one.text.slice(0, at));
      await new Promise((resolve) => setTimeout(resolve, 1));
      agent.send(one.text.slice(at));
      expect((await agent.response(one)).status).toBe(200);
    }
    agent.close();
  });

  it('gets a pong for its ping (RFC 5626 §4.4.1)', async () => {
    const agent = await Agent.tcp(centre.server);
    agent.send('\r\n\r\n');
    await until('pong', () => (agent.wire as TcpWire).raw === '\r\n', 3000);
    agent.close();
  });

  it.each([['garbage', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'], ['a line without end', 'A'.repeat(200_000)],
    ['a body beyond all bounds', 'OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 99999999\r\n\r\n']])(
    'of %s is closed', async (_, bytes) => {
      const agent = await Agent.tcp(centre.server);
      agent.send(bytes);
      await until('closed', () => (agent.wire as TcpWire).closed, 10_000);
    });

  it('carries a registration and the calls to it', async () => {
    const slot = await centre.slot();
    const phone = await Phone.tcp(centre.server, slot);
    await phone.mustRegister();
    const call = await centre.call(slot, '+79990000001');
    const dialog = await phone.incoming();
    expect(header(dialog.invite.message, 'via')).toContain('SIP/2.0/TCP');
    dialog.ring();
    phone.agent.respond(dialog.invite, 486, dialog.tag);
    await centre.closed(slot, call, 'line_declined');
    phone.close();
  });

  it('that goes takes its registration with it', async () => {
    const slot = await centre.slot();
    const phone = await Phone.tcp(centre.server, slot);
    await phone.mustRegister();
    await centre.slotIs(slot, 'READY');
    phone.close();
    await centre.slotIs(slot, 'REGISTERING', 5000);
  });
});
