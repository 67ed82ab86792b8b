// What a recording looks like, and that nobody is said to have heard it who only looked.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { expectStatus } from './support/client.ts';
import { readyLine } from './support/lines.ts';
import { until } from './support/realtime.ts';
import { useVss } from './support/vss.ts';

const vss = useVss({ env: { VSS_RECORD_CALLS: 'on', VSS_TIMEZONE: 'Etc/UTC' } });
const SILENCE = 0xd5, LOUD = 0xaa; // of A-law

/// As VSS records: A-law, left the number, right our side.
function wav(left: number[], right: number[]): Buffer {
  const head = Buffer.alloc(58);
  head.write('RIFF', 0), head.writeUInt32LE(50 + 2 * left.length, 4), head.write('WAVEfmt ', 8), head.writeUInt32LE(18, 16);
  head.writeUInt16LE(6, 20), head.writeUInt16LE(2, 22), head.writeUInt32LE(8000, 24), head.writeUInt32LE(16000, 28), head.writeUInt16LE(2, 32), head.writeUInt16LE(8, 34);
  head.write('fact', 38), head.writeUInt32LE(4, 42), head.writeUInt32LE(left.length, 46), head.write('data', 50), head.writeUInt32LE(2 * left.length, 54);
  return Buffer.concat([head, Buffer.from(left.flatMap((byte, n) => [byte, right[n]!]))]);
}

it('a recording is drawn without being heard, and each listening is audited once', async () => {
  const admin = await vss.as('admin');
  await readyLine(admin);
  const { call_id } = expectStatus(await admin.post('/api/call/start', { phone_number: '+79990000001' }), 201);
  let call: any;
  const look = async () => (call = expectStatus(await admin.get(`/api/calls/${call_id}`), 200));
  await until('answered', async () => (await look()).state === 'answered');
  expectStatus(await admin.post('/api/call/end', { call_id }), 200);
  await until('recorded', async () => (await look()).recording_id !== null && call.ended_at !== null);
  const address = `/api/recordings/${call.recording_id}`;
  const half = Array.from({ length: 4000 }, () => SILENCE), loud = Array.from({ length: 4000 }, () => LOUD);
  const day = call.started_at.slice(0, 10).replaceAll('-', '/');
  writeFileSync(path.join(vss.dataDir, 'recordings', day, `${call_id}.wav`), wav([...loud, ...half], [...half, ...loud]));
  const plays = async () => (await admin.get('/api/security/audit?action=recordings.play')).body.length;

  const drawn = expectStatus(await admin.get(`${address}/waveform`), 200);
  expect(drawn).toMatchObject({ recording_id: call.recording_id, duration_s: 1 });
  expect(drawn.channels.map((peaks: number[]) => [peaks.length, new Set(peaks.slice(0, 300)), new Set(peaks.slice(300))]))
    .toEqual([[600, new Set([0.984]), new Set([0])], [600, new Set([0]), new Set([0.984])]]);
  expect(await plays()).toBe(0);

  for (const range of ['bytes=0-1', 'bytes=0-', 'bytes=8000-']) expect((await admin.get(`${address}/audio`, { Range: range, 'Accept-Encoding': '' })).status).toBe(206);
  expect(await plays()).toBe(1);
});
