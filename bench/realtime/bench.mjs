// Realtime benchmark: VSS (release build) beside Node with socket.io, in turn, in one run.
//   node bench/realtime/bench.mjs [--seconds 8] [--binary build/release/apps/vss/vss]
// Rates are per second of the server's own CPU time ("per core"): the load generator shares the machine, so wall-clock
// rates say as much about it as about the server. Prints a Markdown table.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { frame, LightClient } from './load.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    idle: { type: 'string', default: '5000' },
    binary: { type: 'string', default: new URL('../../build/release/apps/vss/vss', import.meta.url).pathname },
  },
});
const seconds = Number(options.seconds);
const password = 'benchmark-password';
const folder = mkdtempSync(join(tmpdir(), 'vss-bench-realtime-'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  return child;
}
async function until(check, what) {
  for (let i = 0; i < 1000; i += 1) {
    if (await check().catch(() => false)) return;
    await pause(10);
  }
  throw new Error(`${what} did not start within 10 s`);
}
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
const residentKiB = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
function patch(target, n) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', ...(target.token && { Authorization: `Bearer ${target.token}` }) };
    const request = http.request({ port: target.port, host: '127.0.0.1', method: 'PATCH', path: target.event, agent, headers }, (response) => {
      response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`PATCH: ${response.statusCode}`))));
    });
    request.on('error', reject).end(JSON.stringify({ description: `${n % 10}` }));
  });
}

async function openMany(target, count) {
  const clients = [];
  while (clients.length < count) clients.push(...(await Promise.all(Array.from({ length: Math.min(50, count - clients.length) }, () => LightClient.open(target.port, target.token)))));
  return clients;
}
async function closeAll(clients) {
  for (const client of clients) client.close();
  await pause(500);
}

// Each client keeps `inFlight` events unanswered.
async function acknowledged(target, count, inFlight) {
  const clients = await openMany(target, count);
  const frames = Array.from({ length: inFlight }, (_, id) => frame(`42${id}["client:echo",{"call_id":"c_882","state":"answered"}]`));
  let answers = 0, running = true;
  for (const client of clients) {
    let next = 0;
    const ask = (many) => {
      const parts = [];
      for (let i = 0; i < many; i += 1) parts.push(frames[next++ % inFlight]);
      client.send(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    };
    client.onFrames = (many) => {
      answers += many;
      if (running) ask(many);
    };
    ask(inFlight);
  }
  await pause(1000);
  const [from, cpu, clock] = [answers, cpuSeconds(target.pid), performance.now()];
  await pause(seconds * 1000);
  const done = answers - from, used = cpuSeconds(target.pid) - cpu, took = (performance.now() - clock) / 1000;
  running = false;
  await pause(200);
  await closeAll(clients);
  return { perCore: done / used, perSecond: done / took };
}

// With `gapMs` each event travels alone; without, VSS publishes in batches whatever was committed meanwhile.
async function broadcast(target, count, gapMs = 0) {
  const clients = await openMany(target, count);
  for (const client of clients) await client.ask('420["subscribe:trunks"]', '430');
  await pause(1500); // snapshots
  let size = 0;
  clients[0].onText = (text) => (size = Math.max(size, text.length));
  const received = () => clients.reduce((sum, client) => sum + client.frames, 0);
  let running = true, sent = 0;
  const [from, cpu, clock] = [received(), cpuSeconds(target.pid), performance.now()];
  const callers = Array.from({ length: gapMs ? 1 : 4 }, async () => {
    for (; running; gapMs && (await pause(gapMs))) await patch(target, sent++);
  });
  await pause(seconds * 1000);
  running = false;
  await Promise.all(callers);
  for (let before = -1; before !== received(); await pause(500)) before = received();
  const done = received() - from, used = cpuSeconds(target.pid) - cpu, took = (performance.now() - clock) / 1000;
  await closeAll(clients);
  if (done !== sent * count) console.error(`${target.name}: ${done} deliveries of ${sent} events to ${count} clients`);
  return { perCore: done / used, perSecond: done / took, size, events: sent };
}

async function memory(target, count) {
  await pause(1000);
  const before = residentKiB(target.pid);
  const clients = await openMany(target, count);
  for (const client of clients) await client.ask('420["subscribe:trunks"]', '430');
  await pause(2000);
  const each = (residentKiB(target.pid) - before) / count;
  await closeAll(clients);
  return { each, before };
}

async function startVss() {
  const ports = { PORT_WORKSPACE: 23300, PORT_POINT: 23381, PORT_DCI: 23382, PORT_OTTB: 23383, VSS_SIP_PORT: 15360 };
  const child = start(options.binary, ['serve'], {
    VSS_DATA_DIR: join(folder, 'data'),
    VSS_ADMIN_PASSWORD: password,
    VSS_LOG_LEVEL: 'warning',
    VSS_SIP_BIND: '127.0.0.1',
    VSS_HTTP_MAX_CONNECTIONS: '20000',
    VSS_HTTP_MAX_PER_ADDRESS: '20000',
    VSS_REALTIME_MAX_CLIENTS: '20000',
    VSS_REALTIME_EVENTS_PER_SECOND: '1000000',
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `${port}`])),
  });
  const origin = `http://127.0.0.1:${ports.PORT_WORKSPACE}`;
  await until(async () => (await fetch(`${origin}/api/health/ready`)).ok, 'VSS');
  const post = async (path, body, token) => (await fetch(origin + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) })).json();
  const { token } = await post('/api/auth/login', { username: 'admin', password });
  const trunk = await post('/api/trunks', { name: 'bench', type: 'mf', capacity: 5 }, token);
  return { name: 'VSS', child, pid: child.pid, port: ports.PORT_WORKSPACE, token, event: `/api/trunks/${trunk.id}` };
}

async function startPeer(bytes) {
  const port = 23390;
  const child = start('node', [new URL('peer.mjs', import.meta.url).pathname, `${port}`, `${bytes}`]);
  await until(async () => (await fetch(`http://127.0.0.1:${port}/`)).ok, 'the peer');
  return { name: 'Node', child, pid: child.pid, port, event: '/event' };
}

async function measure(target) {
  const result = { memory: await memory(target, Number(options.idle)) };
  console.error(target.name, result);
  result.one = await acknowledged(target, 50, 1);
  result.many = await acknowledged(target, 50, 20);
  console.error(target.name, result.one, result.many);
  result.broadcast = await broadcast(target, 1000);
  result.single = await broadcast(target, 1000, 60);
  console.error(target.name, result.broadcast, result.single);
  return result;
}

const started = [];
try {
  started.push(await startVss());
  const vss = await measure(started[0]);
  started[0].child.kill('SIGTERM');
  started.push(await startPeer(vss.broadcast.size));
  const node = await measure(started[1]);
  const row = (what, ours, theirs, unit = '') => console.log(`| ${what} | ${ours}${unit} | ${theirs}${unit} | ${(ours / theirs).toFixed(2)} |`);
  const round = (n) => Math.round(n);
  console.log('| What | VSS | Node socket.io | VSS : Node |\n| --- | ---: | ---: | ---: |');
  row('acknowledged events per core and second, 50 clients × 20 in flight', round(vss.many.perCore), round(node.many.perCore));
  row('acknowledged events per core and second, 50 clients × 1 in flight', round(vss.one.perCore), round(node.one.perCore));
  row(`deliveries per core and second, 1000 clients, ${vss.broadcast.size} bytes, as fast as four callers make events`, round(vss.broadcast.perCore), round(node.broadcast.perCore));
  row('the same, one event every 60 ms', round(vss.single.perCore), round(node.single.perCore));
  row(`memory per connection, ${options.idle} idle subscribers`, vss.memory.each.toFixed(1), node.memory.each.toFixed(1), ' KiB');
} finally {
  for (const { child } of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
