// Mutated datagrams by the ten thousand, while good calls go on: VSS stays alive, its memory flat, the calls good.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { Centre, type Slot } from './support/centre.ts';

const DATAGRAMS = Number(process.env.VSS_SIP_STORM ?? 50_000);
const RATE = 4000; // a second
const GENERATOR = path.join(path.dirname(fileURLToPath(import.meta.url)), 'storm/storm.mjs');
const LINES = 8;

const vss = useVss({ binary: process.env.VSS_STORM_BINARY });
const centre = new Centre(vss);

const megabytes = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${vss.pid}/status`, 'latin1'))![1]) / 1024;

/// Sends them all; gives what the generator said, its seed among it.
function storm(): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [GENERATOR, '--port', String(vss.sipPort), '--count', String(DATAGRAMS), '--rate', String(RATE)], { stdio: ['ignore', 'pipe', 'inherit'] });
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

it(`${DATAGRAMS} mutated datagrams harm nothing`, { timeout: 60_000 + DATAGRAMS }, async () => {
  const lines = await Promise.all(Array.from({ length: LINES }, () => centre.slot('auto')));
  for (const line of lines) await centre.slotIs(line, 'READY');
  const tally = { good: 0, bad: [] as string[] };

  let storming = true;
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(megabytes()), 250);
  const calling = lines.map((line) => callOn(line, tally, () => storming));
  const said = await storm().finally(() => (storming = false));
  await Promise.all(calling);
  clearInterval(watch);

  const settled = memory.slice(Math.floor(memory.length / 4)); // caches and pools have filled by then
  const growth = Math.max(...settled.slice(-8)) - Math.min(...settled.slice(0, 8));
  console.log(`${said}\n${tally.good} good calls, ${tally.bad.length} bad; memory ${settled[0]!.toFixed(1)} → ${settled.at(-1)!.toFixed(1)} MB`);
  expect(tally.good / (tally.good + tally.bad.length), tally.bad.join('\n')).toBeGreaterThanOrEqual(0.999);
  expect(tally.good).toBeGreaterThan(LINES);
  expect(growth, 'growth, MB').toBeLessThan(process.env.VSS_STORM_BINARY?.includes('/release/') ? 16 : 400);
  for (const line of lines) await centre.slotIs(line, 'READY');
});
