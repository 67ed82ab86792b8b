// A trunk full of AUTO lines in the release binary: how soon they are READY, again after kill -9, and what they cost at rest.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts, Server } from '../../tests/crash/server.mjs';

const LINES = 999; // all numbers of AUTO lines: 6001 to 6999
const AT_REST_S = 20;
const AT_ONCE = 16;
const folder = mkdtempSync(join(tmpdir(), 'vss-softphones-'));
mkdirSync(join(folder, 'data'));
const server = new Server({ binary: new URL('../../build/release/apps/vss/vss', import.meta.url).pathname, dataDir: join(folder, 'data'), ports: await freePorts(5),
  adminPassword: 'benchmark-password', log: join(folder, 'vss.log'), extra: { VSS_LOG_LEVEL: 'warning' } });

const proc = (name) => readFileSync(`/proc/${server.child.pid}/${name}`, 'latin1');
const megabytes = () => Number(/VmRSS:\s+(\d+)/.exec(proc('status'))[1]) / 1024;
const cpuSeconds = () => proc('stat').split(') ')[1].split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);

async function allReady(since) {
  for (const end = since + 60_000; Date.now() < end; await sleep(20)) {
    if ((await server.request('ottb', 'GET', '/api/monitor/slots')).body.by_state.READY === LINES) return Date.now() - since;
  }
  throw new Error('not all lines are READY within 60 s');
}

try {
  await server.start();
  await server.login();
  const empty = megabytes();
  const trunk = await server.request('ottb', 'POST', '/api/trunks', { name: 'softphones', type: 'auto', capacity: LINES });
  const began = Date.now();
  let left = LINES;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) await server.request('ottb', 'POST', '/api/slots', { trunk_id: trunk.body.id, device_id: `line-${left}`, type: 'auto' });
  }));
  console.log(`${LINES} AUTO lines made by the API and READY: ${await allReady(began)} ms; ${(((megabytes() - empty) * 1024) / LINES).toFixed(1)} KiB each`);
  await server.kill();
  const again = Date.now();
  await server.start();
  await server.login();
  console.log(`after kill -9, from the start of the process until all are READY: ${await allReady(again)} ms`);
  const before = cpuSeconds();
  await sleep(AT_REST_S * 1000);
  console.log(`at rest, registrations refreshed: ${((100 * (cpuSeconds() - before)) / AT_REST_S).toFixed(2)} % of a core`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
