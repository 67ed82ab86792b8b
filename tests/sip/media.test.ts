// How media is found, kept and described: silence that is no end, telephones behind address translators, descriptions
// that are odd. Two ends of our own, as in audio.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vss } from '../functional/support/vss.ts';
import { Agent, Dialog, Phone } from './support/agent.ts';
import { likeness, signal } from './support/audio.ts';
import { Centre } from './support/centre.ts';
import { ExchangeFront } from './support/exchange_front.ts';
import { cseqOf, sdp, type Headers, type Message } from './support/message.ts';
import { RtpEnd } from './support/rtp.ts';
import { connect, mediaOf, type Conversation } from './support/telephone.ts';
import { sleep, until } from './support/wait.ts';

const TIMEOUT_S = 3;
// A message of theirs that comes before this is not missed by waiting for it.
const TWO_TIMEOUTS_MS = 2 * TIMEOUT_S * 1000 + 1500;

let front: ExchangeFront;
let centre: Centre;

beforeAll(async () => {
  front = await ExchangeFront.open('127.0.0.3');
  const vss = new Vss({ env: { ...front.environment, VSS_MEDIA_TIMEOUT: `${TIMEOUT_S}s`, PROVIDER_MEDIA: 'same-host' } });
  centre = new Centre(vss);
  await vss.start();
});
afterAll(async () => {
  await centre.vss.stop();
  front.close();
});

const asked = (message: Message) => message.method === 'OPTIONS' || message.method === 'BYE';

/// Answers OPTIONS as who is there; gives how often it was asked. On a busy machine the silence before a test's own
/// begins may be long enough to be asked about, which is right and no matter of the test.
function present({ agent }: Dialog): () => number {
  let times = 0;
  agent.filter = (arrival) => {
    if (arrival.message.method !== 'OPTIONS') return false;
    ++times;
    agent.respond(arrival, 200);
    return true;
  };
  for (const arrival of agent.arrivals) agent.filter(arrival);
  return () => times;
}

/// Nobody is asked whether they are there, and nobody is hung up on.
async function undisturbed(talk: Conversation, counts: (() => number)[]): Promise<void> {
  await sleep(500); // what was on its way
  const before = counts.map((count) => count());
  await Promise.all([talk.phone, talk.number].map(({ dialog }) => dialog.agent.silence(TWO_TIMEOUTS_MS, (message) => message.method === 'BYE')));
  expect(counts.map((count) => count())).toEqual(before);
}

async function hangUp(talk: Conversation, cause = 'normal'): Promise<void> {
  await centre.end(talk.call);
  await Promise.all([talk.phone.dialog.hungUp(), talk.number.dialog.hungUp()]);
  await centre.closed(talk.slot, talk.call, cause);
  talk.close();
}

/// The phone changes its media.
async function reinvite(talk: Conversation, body: string): Promise<Message> {
  const { agent, contact } = talk.phone.dialog;
  const request = talk.phone.dialog.inside('INVITE', [['Contact', contact]], body);
  const answer = await agent.ask(request);
  agent.send(talk.phone.dialog.inside('ACK', [['CSeq', `${cseqOf(request)[0]} ACK`]]).text);
  return answer;
}

describe.concurrent('a call in silence', () => {
  // RFC 3264 §8.4; the older way of RFC 2543.
  it.each([
    ['a=sendonly', '+79995561001', (port: number) => sdp('127.0.0.1', port, 'sendonly', 2)],
    ['a=inactive', '+79995561002', (port: number) => sdp('127.0.0.1', port, 'inactive', 2)],
    ['c=0.0.0.0', '+79995561003', (port: number) => sdp('127.0.0.1', port, 'sendrecv', 2).replace('c=IN IP4 127.0.0.1', 'c=IN IP4 0.0.0.0')],
  ])('goes on while the phone holds by %s', async (_, called, hold) => {
    const talk = await connect(centre, front, called);
    const counts = [present(talk.phone.dialog), present(talk.number.dialog)];
    expect((await reinvite(talk, hold(talk.phone.rtp.port))).status).toBe(200);
    await undisturbed(talk, counts);
    expect((await reinvite(talk, sdp('127.0.0.1', talk.phone.rtp.port, 'sendrecv', 3))).status).toBe(200);
    await hangUp(talk);
  });

  it('goes on while the muted phone sends comfort noise, and the customer talks', async () => {
    const talk = await connect(centre, front, '+79995561004');
    const counts = [present(talk.phone.dialog)];
    void talk.number.rtp.play(talk.number.vss, signal(20, 1));
    talk.phone.rtp.sendPacket(talk.phone.vss, 8, Buffer.alloc(160, 0xd5));
    const noise = setInterval(() => talk.phone.rtp.sendPacket(talk.phone.vss, 13, Buffer.from([64])), 200);
    await undisturbed(talk, counts);
    clearInterval(noise);
    await hangUp(talk);
  });

  it('is ended only when SIP does not find the peer either', async () => {
    const talk = await connect(centre, front, '+79995561005');
    void talk.number.rtp.play(talk.number.vss, signal(40, 2));
    const { agent } = talk.phone.dialog;
    for (let times = 0; times < 2; ++times) agent.respond(await agent.request('OPTIONS'), 200);
    expect(await centre.lookAt(talk.call)).toMatchObject({ state: 'answered' });
    await agent.request('OPTIONS');
    await Promise.all([talk.phone.dialog.hungUp(15_000), talk.number.dialog.hungUp(15_000)]);
    await centre.closed(talk.slot, talk.call, 'media_timeout');
    talk.close();
  });
});

describe.concurrent('a phone behind an address translator', () => {
  /// Its description names an address of its own network.
  async function natted(called: string, port: number): Promise<Conversation> {
    const slot = await centre.slot('ls');
    const phone = await Phone.udp(centre.server, slot);
    await phone.mustRegister();
    const provider = await Agent.udp(centre.server, front.address);
    front.route(called, provider.wire);
    const [near, far] = [await RtpEnd.open('127.0.0.1', port), await RtpEnd.open(front.address)];
    const call = await centre.call(slot, called);
    const nearDialog = await phone.incoming();
    await nearDialog.accept(port || 40_000, '10.11.12.13');
    const farDialog = new Dialog(provider, await provider.request('INVITE'), `<sip:${called}@${front.address}:${front.port}>`);
    await farDialog.accept(far.port);
    await centre.callIs(call, 'answered');
    return { slot, call, phone: { dialog: nearDialog, rtp: near, vss: mediaOf(nearDialog.invite.message) },
      number: { dialog: farDialog, rtp: far, vss: mediaOf(farDialog.invite.message) }, close: () => [phone, provider, near, far].forEach((one) => one.close()) };
  }

  it('is heard and hears, however late it speaks first', async () => {
    const talk = await natted('+79995561011', 0);
    const [fromPhone, fromNumber] = [signal(2, 3), signal(30, 4)];
    void talk.number.rtp.play(talk.number.vss, fromNumber);
    await sleep(1200); // longer than any window that closes
    expect(talk.phone.rtp.packets).toHaveLength(0);
    await talk.phone.rtp.play(talk.phone.vss, fromPhone);
    await until('sound at the phone', () => talk.phone.rtp.packets.length > 50);
    await until('sound at the number', () => talk.number.rtp.heard().length > fromPhone.length);
    expect(likeness(fromPhone.subarray(4000, 12_000), talk.number.rtp.heard()).correlation).toBeGreaterThan(0.95);
    await hangUp(talk);
  });

  it('gets its sound at the address that its SIP comes from, not at the one that it names', async () => {
    const free = await RtpEnd.open();
    free.close();
    const talk = await natted('+79995561012', free.port);
    void talk.number.rtp.play(talk.number.vss, signal(20, 5));
    await until('sound before a word', () => talk.phone.rtp.packets.length > 20);
    await hangUp(talk);
  });

  it('is followed to another port when it was silent; nobody else is', async () => {
    const talk = await natted('+79995561013', 0);
    const [moved, thief] = [await RtpEnd.open(), await RtpEnd.open('127.0.0.77')];
    void talk.number.rtp.play(talk.number.vss, signal(30, 6));
    void talk.phone.rtp.play(talk.phone.vss, signal(1, 7));
    await until('sound at the phone', () => talk.phone.rtp.packets.length > 20);
    void moved.play(talk.phone.vss, signal(1, 8));
    await sleep(300);
    expect(moved.packets, 'while the phone talks').toHaveLength(0);
    moved.stop();
    talk.phone.rtp.stop();
    void thief.play(talk.phone.vss, signal(5, 9));
    await sleep(1300); // the source counts as silent after a second
    void moved.play(talk.phone.vss, signal(3, 10));
    await until('sound at the new port', () => moved.packets.length > 20);
    expect(thief.packets).toHaveLength(0);
    moved.close();
    thief.close();
    await hangUp(talk);
  });
});

// PROVIDER_MEDIA=same-host
it('a provider may send from another port than it names', async () => {
  const talk = await connect(centre, front, '+79995561021');
  const gateway = await RtpEnd.open(front.address);
  void talk.phone.rtp.play(talk.phone.vss, signal(20, 11));
  await gateway.play(talk.number.vss, signal(1, 12));
  await until('sound at the gateway', () => gateway.packets.length > 20);
  gateway.close();
  await hangUp(talk);
});

describe('a description', () => {
  const ORIGIN = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n';
  const AUDIO = 'm=audio 40010 RTP/AVP 8\r\n';

  /// A phone dials the echo with that body; its final answer.
  async function dial(body: string, type = 'application/sdp'): Promise<Message> {
    const phone = await Phone.udp(centre.server, await centre.slot());
    await phone.mustRegister();
    const uri = `sip:9001@${phone.line.domain}`;
    const own: Headers = [['From', `<${phone.aor}>;tag=dialled`], ['Call-ID', `dialled-${phone.line.username}`], ['Content-Type', type]];
    const refused = await phone.agent.ask(phone.agent.build('INVITE', uri, [...own, ['CSeq', '1 INVITE']], body));
    const [challenge] = Agent.challenges(refused);
    if (!challenge) return refused;
    const proof: Headers = [['CSeq', '2 INVITE'], ['Authorization', phone.proof(challenge, 1, 'INVITE', uri)]];
    const answer = await phone.agent.ask(phone.agent.build('INVITE', uri, [...own, ...proof], body));
    phone.close();
    return answer;
  }
  const streams = (answer: Message) => answer.body.split('\r\n').filter((line) => line.startsWith('m=')).map((line) => line.slice(2).replace(/ [1-9]\d* /, ' PORT '));

  // RFC 8866 §9, RFC 3264 §6, RFC 4585 §3.1
  it.each([
    ['has an origin of 25 digits', ORIGIN.replace('1 1', `${'1'.repeat(25)} 19599440071187478912`) + AUDIO, ['audio PORT RTP/AVP 8']],
    ['offers video, too', `${ORIGIN}m=video 40012 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=rtcp:x\r\n${AUDIO}`, ['video 0 RTP/AVP 96', 'audio PORT RTP/AVP 8']],
    ['has a stream that breaks a rule', `${ORIGIN}m=video x RTP/AVP\r\n${AUDIO}`, ['video 0 RTP/AVP *', 'audio PORT RTP/AVP 8']],
    ['has attributes that mean nothing', `${ORIGIN}${AUDIO}a=rtcp:x\r\na=rtpmap:8 PCMA\r\n`, ['audio PORT RTP/AVP 8']],
    ['has the profile with feedback', `${ORIGIN}${AUDIO.replace('AVP', 'AVPF')}`, ['audio PORT RTP/AVPF 8']],
    ['names its host', ORIGIN.replace('c=IN IP4 127.0.0.1', 'c=IN IP4 localhost') + AUDIO, ['audio PORT RTP/AVP 8']],
  ])('is answered when it %s', async (_, body, answered) => {
    const answer = await dial(body);
    expect(answer.status).toBe(200);
    expect(streams(answer)).toEqual(answered);
  });

  // ITU-T Q.1912.5, RFC 5621
  it('is found beside ISUP', async () => {
    const body = ['--b', 'Content-Type: application/isup;version=itu-t92+', 'Content-Disposition: signal;handling=optional', '', '\x01\x00\x60', '--b',
      'Content-Type: application/sdp', '', `${ORIGIN}${AUDIO}`, '--b--', ''].join('\r\n');
    expect((await dial(body, 'multipart/mixed;boundary=b')).status).toBe(200);
  });

  // RFC 3264 §6
  it('that answers more streams than were offered loses those, not the call', async () => {
    const slot = await centre.slot('ls');
    const phone = await Phone.udp(centre.server, slot);
    await phone.mustRegister();
    front.route('+79995561031', { address: front.address, port: 9 }); // nobody: the phone alone matters
    const call = await centre.call(slot, '+79995561031');
    const dialog = await phone.incoming();
    phone.agent.respond(dialog.invite, 200, dialog.tag, [['Contact', dialog.contact]], `${ORIGIN}${AUDIO}m=video 40012 RTP/AVP 31\r\n`);
    await phone.agent.request('ACK');
    await phone.agent.silence(500, asked);
    await centre.end(call);
    await dialog.hungUp();
    await centre.closed(slot, call, 'cancelled', 45_000);
    phone.close();
  });
});
