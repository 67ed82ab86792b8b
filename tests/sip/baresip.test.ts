// baresip as the telephone of a line: it registers, is called, talks and listens.
import { afterEach, describe, expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { loudness, parseWav, shareHeard, signal } from './support/audio.ts';
import { Baresip } from './support/baresip.ts';
import { Centre, type Slot } from './support/centre.ts';
import { until } from './support/wait.ts';

const centre = new Centre(useVss());
const says = signal(12, 7);
const middle = says.subarray(8000, 32_000);
const running: Baresip[] = [];

/// Whatever else the machine does, most of it is heard as it was said.
function expectHeard(what: string, sent: Int16Array, heard: Int16Array): void {
  const share = shareHeard(sent, heard);
  console.log(`${what}: ${(100 * share).toFixed(0)} % unchanged`);
  expect(share, what).toBeGreaterThan(0.7);
}

async function telephone(transport?: string): Promise<[Slot, Baresip]> {
  const slot = await centre.slot('ls');
  const phone = await Baresip.start(centre.server, slot, says, transport);
  running.push(phone);
  await centre.slotIs(slot, 'READY');
  return [slot, phone];
}

afterEach(async () => {
  for (const phone of running.splice(0)) await phone.stop();
});

describe('baresip', () => {
  it('talks to the echo and hears itself; the recording has both', async () => {
    const [slot, phone] = await telephone();
    const call = await centre.call(slot, '+79990000002', { record: true });
    await centre.callIs(call, 'answered');
    await phone.hears(5.5);
    await centre.end(call);
    await centre.closed(slot, call, 'normal');
    await phone.over();
    expectHeard('its own echo', middle, phone.heard());
    const wav = parseWav(await centre.recording(call));
    // The recording begins when the number answers, so it is searched for itself: the voice for the echo of it.
    const voice = wav.channels[1]!.subarray(8000, 32_000);
    expectHeard('echo in the recording, left', voice, wav.channels[0]!);
    expectHeard('baresip in the recording, right', voice, says);
    expect((await centre.look(slot)).registration.user_agent).toMatch(/baresip/i);
  });

  it('listens to the number that talks: what it hears is what was recorded', async () => {
    const [slot, phone] = await telephone();
    const call = await centre.call(slot, '+79990000001', { record: true });
    await centre.callIs(call, 'answered');
    await phone.hears(4.5);
    await centre.end(call);
    await centre.closed(slot, call, 'normal');
    await phone.over();
    const wav = parseWav(await centre.recording(call));
    expect(loudness(wav.channels[0]!)).toBeGreaterThan(300);
    const recorded = wav.channels[0]!.subarray(8000, 24_000);
    expectHeard('the announcement at baresip', recorded, phone.heard());
  });

  it('sends digits, and gets those back that the exchange repeats', async () => {
    const [slot, phone] = await telephone();
    const call = await centre.call(slot, '+79990000012');
    await centre.callIs(call, 'answered');
    for (const key of '5*') {
      phone.command('sndcode', key);
      await until(`${key} back`, () => new RegExp(`CALL_DTMF_START[^\\n]*"param":"[${key}]"`).test(phone.log()), 6000);
    }
    await centre.end(call);
    await centre.closed(slot, call, 'normal');
  });

  it('does the same over TCP', async () => {
    const [slot, phone] = await telephone('tcp');
    expect((await centre.look(slot)).registration.source).toMatch(/^tcp:/i);
    const call = await centre.call(slot, '+79990000002');
    await centre.callIs(call, 'answered');
    await phone.hears(5.5);
    await centre.end(call);
    await centre.closed(slot, call, 'normal');
    await phone.over();
    expectHeard('its own echo', middle, phone.heard());
  });

  it('hangs up by itself', async () => {
    const [slot, phone] = await telephone();
    const call = await centre.call(slot, '+79990000015');
    await centre.callIs(call, 'answered');
    phone.command('hangup');
    await centre.closed(slot, call, 'normal');
  });
});
