// The manual's section on calls, command by command, on a fresh instance without a provider. fixtures/manual/*.sh are
// copied literally; ports, token, and the ids 44 and c_882 are put in, and the day of the lists is today.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { check } from '../functional/support/contract.ts';
import { Curl, PORTS } from '../functional/support/curl.ts';
import { useVss } from '../functional/support/vss.ts';
import { Centre } from './support/centre.ts';
import { sleep, until } from './support/wait.ts';

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures/manual');

const vss = useVss({ env: { VSS_TIMEZONE: 'Etc/UTC' } });
const centre = new Centre(vss);
const curl = new Curl(vss);
let token = '';
let call: any;
let slot: any;

const today = () => new Date().toISOString().slice(0, 10);
const adapted = (command: string) =>
  curl.adapt(command).replaceAll('<token>', token).replace('"slot_id": 44', `"slot_id": ${slot?.id}`).replace('c_882', call?.call_id)
    .replace('date=2025-01-15"', `date=${today()}"`).replace('start_date=2025-01-15&end_date=2025-01-16', `start_date=${today()}&end_date=${today()}`);

/// What a reader sees after each command, and what happens before the next.
const EXPECTED: [file: string, status: number, sees: (body: any) => void | Promise<void>][] = [
  ['01-create-trunk', 201, (body) => expect(body).toMatchObject({ id: 1, type: 'auto' })],
  ['02-create-slot', 201, async (body) => {
    slot = body;
    // No further step: an AUTO slot registers by itself.
    const started = Date.now();
    await until('slot READY', async () => (await (await centre.admin()).get(`/api/slots/${slot.id}`)).body.state === 'READY', 5000);
    expect(Date.now() - started, 'ms until READY').toBeLessThan(1500);
  }],
  ['03-call-start', 201, async (body) => {
    expect(body).toMatchObject({ call_id: expect.stringMatching(/^c_\d+$/), slot_id: slot.id, phone_number: '+79991234567', state: expect.any(String), started_at: expect.any(String) });
    call = body;
    await centre.callIs(call, 'answered');
    await sleep(1500);
  }],
  ['05-calls-active', 200, (body) => expect(body).toMatchObject([{ call_id: call.call_id, state: 'answered' }])],
  ['04-call-end', 200, async () => void (await centre.callIs(call, 'ended'))],
  ['06-calls-of-a-day', 200, (body) => expect(body).toMatchObject([{ call_id: call.call_id, state: 'ended', hangup_cause: 'normal' }])],
  ['07-cdr', 200, (body) => expect(body).toMatchObject([{ call_id: call.call_id, slot_id: slot.id, phone_number: '+79991234567', caller_id: '+79991111111', hangup_cause: 'normal', disposition: 'answered' }])],
];

beforeAll(async () => {
  curl.prepare();
  token = (await centre.admin()).token!;
});

describe('the manual on calls', () => {
  it('has an expectation for every command that was copied', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(EXPECTED.map(([file]) => `${file}.sh`).sort());
  });

  it.each(EXPECTED)('%s answers %i', async (file, status, sees) => {
    const command = readFileSync(path.join(FIXTURES, `${file}.sh`), 'utf8');
    const answer = await curl.run(adapted(command));
    expect(answer.status, answer.text).toBe(status);
    const [, port, target] = /localhost:(\d+)([^\s"']*)/.exec(command)!;
    check(PORTS[port!]!, / -X POST /.test(command) ? 'POST' : 'GET', adapted(target!), answer);
    await sees(answer.body);
  });

  it('leaves an AUTO slot that is ready again and a recording that plays', async () => {
    await centre.slotIs({ ...slot, ...slot.sip }, 'READY');
    expect((await centre.recording(call)).toString('latin1', 0, 4)).toBe('RIFF');
    const after = await (await centre.admin()).get('/api/calls/active');
    expect(after.body).toEqual([]);
  });
});
