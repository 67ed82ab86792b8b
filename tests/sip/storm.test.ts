// Mutated datagrams by the ten thousand, while good calls go on: VSS stays alive, its memory flat, the calls good.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { Centre, type Slot } from './support/centre.ts';
import { sleep } from './support/wait.ts';

const DATAGRAMS = Number(process.env.VSS_SIP_STORM ?? 50_000);
const RATE = 4000; // a second
const GENERATOR = path.join(path.dirname(fileURLToPath(import.meta.url)), 'storm/storm.mjs');
const LINES = 8;
// A short storm ends before its own first transactions do, so it still grows; a sanitizer keeps what was freed for a while.
const GROWTH_MB = !process.env.VSS_STORM_BINARY?.includes('/release/') ? 400 : DATAGRAMS < 500_000 ? 48 : 16;

const vss = useVss({ binary: process.env.VSS_STORM_BINARY });
const centre = new Centre(vss);

const megabytes = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${vss.pid}/status`, 'latin1'))![1]) / 1024;

// SIP's own timers run for 32 s (RFC 3261 §17.1.1.2): so long the calls' ended transactions pile up, then no more.
const WARM_UP_MS = 34_000;

/// Sends `count`; gives what the generator said, its seed among it.
function storm(count: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [GENERATOR, '--port', String(vss.sipPort), '--count', String(count), '--rate', String(RATE), '--sources', '512'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (part) => (output += part));
    child.on('close', (code) => (code === 0 ? resolve(output.trim()) : reject(new Error(`the storm ended with ${code}: ${output}`))));
  });
}

/// One call after the other on a line, until told to stop.
async function callOn(slot: Slot, tally: { good: number; bad: string[] }, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    try {
      const call = await centre.call(slot, '+79990000015', { record: false });
      await centre.callIs(call, 'answered');
      await centre.end(call);
      const over = await centre.callIs(call, ['ended', 'failed']);
      expect(over.hangup_cause).toBe('normal');
      ++tally.good;
    } catch (error) {
      tally.bad.push((error as Error).message);
    }
  }
}

it(`${DATAGRAMS} mutated datagrams harm nothing`, { timeout: 120_000 + DATAGRAMS }, async () => {
  const lines = await Promise.all(Array.from({ length: LINES }, () => centre.slot('auto')));
  for (const line of lines) await centre.slotIs(line, 'READY');
  const tally = { good: 0, bad: [] as string[] };

  let storming = true;
  const calling = lines.map((line) => callOn(line, tally, () => storming));
  const peaks = [0, 0];
  const said: string[] = [];
  let half = 0;
  const watch = setInterval(() => (peaks[half] = Math.max(peaks[half]!, megabytes())), 100);
  try {
    await sleep(WARM_UP_MS);
    said.push(await storm(DATAGRAMS / 2)); // fills tables of strangers up to their bounds
    half = 1;
    said.push(await storm(DATAGRAMS / 2));
  } finally {
    clearInterval(watch);
    storming = false;
    await Promise.all(calling);
  }
  const growth = peaks[1]! - peaks[0]!;
  console.log(`${said.join('\n')}\n${tally.good} good calls, ${tally.bad.length} bad; memory at most ${peaks.map((peak) => peak.toFixed(1)).join(', then ')} MB`);
  expect(tally.good / (tally.good + tally.bad.length), tally.bad.join('\n')).toBeGreaterThanOrEqual(0.999);
  expect(tally.good).toBeGreaterThan(LINES);
  expect(growth, 'growth, MB').toBeLessThan(GROWTH_MB);
  for (const line of lines) await centre.slotIs(line, 'READY');
});
