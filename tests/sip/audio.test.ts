// What goes in at one end comes out at the other and stands in the recording: two ends of our own, signals that are
// like nothing else, and how alike what arrived is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vss } from '../functional/support/vss.ts';
import { likeness, loudness, parseWav, signal, writeWav, type Likeness } from './support/audio.ts';
import { Centre } from './support/centre.ts';
import { ExchangeFront } from './support/exchange_front.ts';
import { RtpEnd } from './support/rtp.ts';
import { connect, mediaOf } from './support/telephone.ts';
import { Phone } from './support/agent.ts';
import { sdp } from './support/message.ts';
import { sleep, until } from './support/wait.ts';

let front: ExchangeFront;
let centre: Centre;

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

const said = (what: string, { correlation, delay_ms }: Likeness) => console.log(`${what}: correlation ${correlation.toFixed(4)}, delay ${delay_ms.toFixed(1)} ms`);

// What starts late or ends early is not judged.
const CUT_MS = 500;
const middle = (samples: Int16Array) => samples.subarray(CUT_MS * 8, samples.length - CUT_MS * 8);

/// How alike what `to` heard is to what `from` played, and how long it took from mouth to ear.
function heardBy(to: RtpEnd, from: RtpEnd, played: Int16Array): Likeness {
  const { correlation, delay_ms } = likeness(middle(played), to.heard());
  return { correlation, delay_ms: to.heardAt() + delay_ms - CUT_MS - from.playedAt };
}

describe('a bridged call', () => {
  it('carries sound both ways and records each side on its channel', async () => {
    const talk = await connect(centre, front, '+79995560001');
    const [fromPhone, fromNumber] = [signal(4, 11), signal(4, 22)];
    await Promise.all([talk.phone.rtp.play(talk.phone.vss, fromPhone), talk.number.rtp.play(talk.number.vss, fromNumber)]);
    await sleep(400);
    await centre.end(talk.call);
    await Promise.all([talk.phone.dialog.hungUp(), talk.number.dialog.hungUp()]);
    const record = await centre.closed(talk.slot, talk.call, 'normal');

    const atNumber = heardBy(talk.number.rtp, talk.phone.rtp, fromPhone);
    const atPhone = heardBy(talk.phone.rtp, talk.number.rtp, fromNumber);
    said('phone → number', atNumber);
    said('number → phone', atPhone);
    expect(atNumber.correlation).toBeGreaterThan(0.95);
    expect(atPhone.correlation).toBeGreaterThan(0.95);
    expect(Math.max(atNumber.delay_ms, atPhone.delay_ms)).toBeLessThan(150); // ITU-T G.114: of no account to a talker

    const wav = parseWav(await centre.recording(talk.call));
    expect(wav).toMatchObject({ rate: 8000, format: 6 });
    expect(wav.channels).toHaveLength(2);
    const left = likeness(middle(fromNumber), wav.channels[0]!);
    const right = likeness(middle(fromPhone), wav.channels[1]!);
    said('number in the recording, left', left);
    said('phone in the recording, right', right);
    expect(left.correlation).toBeGreaterThan(0.95);
    expect(right.correlation).toBeGreaterThan(0.95);
    expect(Math.abs(left.delay_ms - right.delay_ms), 'sides against each other, ms').toBeLessThan(120);
    expect(Math.abs(likeness(middle(fromPhone), wav.channels[0]!).correlation), 'phone on the left').toBeLessThan(0.2);

    const seconds = wav.channels[0]!.length / 8000;
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(8);
    for (const leg of record.legs) expect(leg.quality).toMatchObject({ codec: expect.stringMatching(/PCMA/i), lost: 0 });
    talk.close();
  });

  it('carries digits both ways', async () => {
    const talk = await connect(centre, front, '+79995560002');
    await Promise.all([talk.phone.rtp.play(talk.phone.vss, signal(0.5, 3)), talk.number.rtp.play(talk.number.vss, signal(0.5, 4))]);
    for (const key of '159#') await talk.phone.rtp.digit(talk.phone.vss, key);
    await talk.number.rtp.digit(talk.number.vss, '7');
    await until('digits at the number', () => talk.number.rtp.digits() === '159#', 3000);
    await until('digit at the phone', () => talk.phone.rtp.digits() === '7', 3000);
    await talk.number.dialog.hangUp();
    await talk.phone.dialog.hungUp();
    await centre.closed(talk.slot, talk.call, 'normal');
    talk.close();
  });

  it('takes sound from nobody else, and gives none away', async () => {
    const talk = await connect(centre, front, '+79995560003');
    const intruder = await RtpEnd.open('127.0.0.77');
    const noise = signal(3, 99);
    const [fromPhone, fromNumber] = [signal(3, 5), signal(3, 6)];
    const playing = [talk.phone.rtp.play(talk.phone.vss, fromPhone), talk.number.rtp.play(talk.number.vss, fromNumber)];
    await intruder.play(talk.phone.vss, noise.subarray(0, 8000));
    intruder.stop();
    await intruder.play(talk.number.vss, noise.subarray(8000));
    await Promise.all(playing);
    await sleep(300);
    expect(intruder.packets).toHaveLength(0);
    expect(likeness(middle(fromPhone), talk.number.rtp.heard()).correlation).toBeGreaterThan(0.95);
    expect(likeness(middle(fromNumber), talk.phone.rtp.heard()).correlation).toBeGreaterThan(0.95);
    expect(talk.number.rtp.packets.every((packet) => packet.from.port === talk.number.vss.port)).toBe(true);
    await centre.end(talk.call);
    await Promise.all([talk.phone.dialog.hungUp(), talk.number.dialog.hungUp()]);
    const wav = parseWav(await centre.recording(talk.call));
    for (const channel of wav.channels) expect(Math.abs(likeness(noise.subarray(2000, 7000), channel).correlation)).toBeLessThan(0.3);
    await centre.closed(talk.slot, talk.call, 'normal');
    intruder.close();
    talk.close();
  });

  it('carries no sound while the phone holds, and carries it again', async () => {
    const talk = await connect(centre, front, '+79995560004');
    const { agent, contact } = talk.phone.dialog;
    void talk.number.rtp.play(talk.number.vss, signal(20, 8));
    await until('sound at the phone', () => talk.phone.rtp.packets.length > 20);
    const hold = talk.phone.dialog.inside('INVITE', [['Contact', contact]], sdp('127.0.0.1', talk.phone.rtp.port, 'inactive', 2));
    expect(mediaOf(await agent.ask(hold)).port).toBe(talk.phone.vss.port);
    agent.send(talk.phone.dialog.inside('ACK', [['CSeq', hold.headers.find(([name]) => name === 'cseq')![1].replace('INVITE', 'ACK')]]).text);
    await sleep(300);
    const before = talk.phone.rtp.packets.length;
    await sleep(600);
    expect(talk.phone.rtp.packets.length - before).toBeLessThan(3);
    const back = talk.phone.dialog.inside('INVITE', [['Contact', contact]], sdp('127.0.0.1', talk.phone.rtp.port, 'sendrecv', 3));
    await agent.ask(back);
    agent.send(talk.phone.dialog.inside('ACK', [['CSeq', back.headers.find(([name]) => name === 'cseq')![1].replace('INVITE', 'ACK')]]).text);
    await until('sound again', () => talk.phone.rtp.packets.length > before + 30, 3000);
    await centre.end(talk.call);
    await Promise.all([talk.phone.dialog.hungUp(), talk.number.dialog.hungUp()]);
    await centre.closed(talk.slot, talk.call, 'normal');
    talk.close();
  });
});

describe('the phone that waits for its number', () => {
  it('hears ringback', async () => {
    const slot = await centre.slot('ls');
    const phone = await Phone.udp(centre.server, slot);
    await phone.mustRegister();
    const rtp = await RtpEnd.open();
    front.route('+79995560005', { address: '127.0.0.2', port: 9 }); // nobody there: the call stays where it is
    const call = await centre.call(slot, '+79995560005');
    const dialog = await phone.incoming();
    await dialog.accept(rtp.port);
    await until('sound', () => loudness(rtp.heard()) > 500, 5000);
    await centre.end(call);
    await dialog.hungUp();
    await centre.closed(slot, call, 'cancelled', 45_000);
    phone.close();
    rtp.close();
  });
});

describe('an AUTO line', () => {
  it('speaks its prompt to the number and hears it', async () => {
    const { Agent, Dialog } = await import('./support/agent.ts');
    const number = '+79995560006';
    const provider = await Agent.udp(centre.server, front.address);
    front.route(number, provider.wire);
    const rtp = await RtpEnd.open(front.address);
    const slot = await centre.slot('auto');
    const call = await centre.call(slot, number, { record: true });
    const dialog = new Dialog(provider, await provider.request('INVITE'), `<sip:${number}@${front.address}:${front.port}>`);
    await dialog.accept(rtp.port);
    const spoken = signal(3, 33);
    await rtp.play(mediaOf(dialog.invite.message), spoken);
    expect(loudness(rtp.heard()), 'of the prompt').toBeGreaterThan(300);
    await dialog.hangUp();
    await centre.closed(slot, call, 'normal');
    const wav = parseWav(await centre.recording(call));
    const left = likeness(spoken.subarray(4000, 20_000), wav.channels[0]!);
    said('number in the recording of an AUTO line, left', left);
    expect(left.correlation).toBeGreaterThan(0.95);
    expect(loudness(wav.channels[1]!), 'of the prompt in the recording').toBeGreaterThan(300);
    provider.close();
    rtp.close();
  });

  const withPrompt = async <T>(env: Record<string, string>, work: (right: Int16Array) => T): Promise<T> => {
    const vss = new Vss({ env });
    const own = new Centre(vss);
    await vss.start();
    try {
      const slot = await own.slot('auto');
      const call = await own.call(slot, '+79990000015', { record: true });
      await own.callIs(call, 'answered');
      await sleep(3500);
      await own.end(call);
      await own.closed(slot, call, 'normal');
      return work(parseWav(await own.recording(call)).channels[1]!);
    } finally {
      await vss.stop();
    }
  };

  it('plays the WAV file of VSS_PROMPT_FILE', async () => {
    const prompt = signal(2, 77);
    const folder = mkdtempSync(path.join(tmpdir(), 'vss-prompt-'));
    writeFileSync(path.join(folder, 'prompt.wav'), writeWav(prompt));
    const heard = await withPrompt({ VSS_PROMPT_FILE: path.join(folder, 'prompt.wav') }, (right) => likeness(prompt, right));
    said('prompt in the recording, right', heard);
    expect(heard.correlation).toBeGreaterThan(0.95);
    rmSync(folder, { recursive: true });
  });

  it('speaks the words of VSS_PROMPT_TEXT', async () => {
    const say = (text: string) => withPrompt({ VSS_PROMPT_TEXT: text }, (right) => right);
    const [once, again, other] = [await say('Good day, this is a call of Example.'), await say('Good day, this is a call of Example.'), await say('The weather is lovely, is it not?')];
    expect(loudness(once)).toBeGreaterThan(300);
    const piece = once.subarray(8000, 16_000); // the second second
    expect(likeness(piece, again).correlation).toBeGreaterThan(0.9);
    expect(likeness(piece, other).correlation).toBeLessThan(0.6);
  });

  it.each([
    [{ VSS_PROMPT_FILE: '/no/such.wav' }, /VSS_PROMPT_FILE: \/no\/such\.wav/],
    [{ VSS_PROMPT_TEXT: 'Hello', VSS_PROMPT_LANGUAGE: '../en' }, /VSS_PROMPT_TEXT: /],
  ])('has no prompt by %j, and VSS says why instead of starting', async (env, complaint) => {
    const vss = new Vss({ env });
    await expect(vss.start()).rejects.toThrow(complaint);
    rmSync(vss.dataDir, { recursive: true, force: true });
  });
});
