// HTTP benchmark: VSS (release build, SQLite, metrics and audit on) beside a plain Node server, in turn, in one run.
//   node bench/http/bench.mjs [--seconds 10] [--connections 32] [--binary build/release/apps/vss/vss]
// Needs wrk. Prints a Markdown table; throughput is requests per second of wall time, "CPU/request" is the server
// process's own CPU time divided by its requests, the figure that compares on a shared machine.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '32' },
    binary: { type: 'string', default: new URL('../../build/release/apps/vss/vss', import.meta.url).pathname },
  },
});
if (spawnSync('wrk', ['--version']).error) {
  console.error('This benchmark needs wrk: apt install wrk');
  process.exit(69);
}
const folder = mkdtempSync(join(tmpdir(), 'vss-bench-'));
const password = 'benchmark-password';
const ticksPerSecond = 100;

function start(command, args, env) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', () => {});
  child.stderr.on('data', () => {});
  return child;
}

async function until(check, what) {
  for (let i = 0; i < 1000; i += 1) {
    try {
      if (await check()) return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what} did not start within 10 s`);
}

// User and system time of a process so far, in seconds (proc(5), /proc/pid/stat).
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function residentMiB(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
}

function wrk(target, script) {
  const path = join(folder, 'script.lua');
  writeFileSync(path, script);
  const before = cpuSeconds(target.pid);
  const args = ['-t1', `-c${target.connections ?? options.connections}`, `-d${options.seconds}s`, '--latency', '-s', path, target.url];
  const { stdout } = spawnSync('wrk', args, { encoding: 'utf8' });
  const requests = Number(stdout.match(/(\d+) requests in/)[1]);
  const failed = Number(stdout.match(/Non-2xx or 3xx responses: (\d+)/)?.[1] ?? 0);
  return {
    perSecond: Number(stdout.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p99: stdout.match(/99%\s+(\S+)/)[1],
    cpuMicros: ((cpuSeconds(target.pid) - before) / requests) * 1e6,
    failed,
  };
}

const getScript = (token, path) => `
wrk.method = "GET"; wrk.path = "${path}"; wrk.headers["Authorization"] = "Bearer ${token}"`;
const loginScript = `
wrk.method = "POST"; wrk.path = "/api/auth/login"; wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"username":"admin","password":"${password}"}'`;

async function json(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
const post = (url, token, body) =>
  json(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });

const rows = [];
function record(what, vss, node) {
  rows.push([what, vss, node]);
  const note = vss.failed + node.failed > 0 ? ` (failed: ${vss.failed} and ${node.failed})` : '';
  console.error(`${what}: VSS ${vss.perSecond.toFixed(0)}/s, Node ${node.perSecond.toFixed(0)}/s${note}`);
}

const ports = { workspace: 23100, point: 23181, dci: 23182, ottb: 23183, node: 23190, sip: 15060 };
const vssStart = performance.now();
const vss = start(options.binary, ['serve'], {
  VSS_DATA_DIR: join(folder, 'data'),
  VSS_ADMIN_PASSWORD: password,
  VSS_LOG_LEVEL: 'warning',
  VSS_NUMBER_REST: '0s',
  PORT_WORKSPACE: `${ports.workspace}`,
  PORT_POINT: `${ports.point}`,
  PORT_DCI: `${ports.dci}`,
  PORT_OTTB: `${ports.ottb}`,
  VSS_SIP_BIND: '127.0.0.1',
  VSS_SIP_PORT: `${ports.sip}`,
});
const node = start('node', [new URL('peer.mjs', import.meta.url).pathname, `${ports.node}`, join(folder, 'journal'), '10'], {});
try {
  const ottb = `http://127.0.0.1:${ports.ottb}`;
  await until(async () => (await fetch(`${ottb}/api/health/ready`)).ok, 'VSS');
  const startMs = performance.now() - vssStart;
  await until(async () => (await fetch(`http://127.0.0.1:${ports.node}/`)).status === 401, 'the peer');
  const idleMiB = residentMiB(vss.pid);

  const vssToken = (await post(`http://127.0.0.1:${ports.point}/api/auth/login`, null, { username: 'admin', password })).token;
  const nodeToken = (await post(`http://127.0.0.1:${ports.node}/api/auth/login`, null, { username: 'admin', password })).token;
  const trunk = await post(`${ottb}/api/trunks`, vssToken, { name: 'bench 1', type: 'auto', capacity: 999 });
  for (let i = 0; i < 100; i += 1) {
    await post(`${ottb}/api/slots`, vssToken, { trunk_id: trunk.id, device_id: `device_${i}`, type: 'auto' });
    await post(`http://127.0.0.1:${ports.node}/api/slots`, nodeToken, { trunk_id: 1, device_id: `device_${i}`, type: 'auto' });
  }
  const first = (await json(`${ottb}/api/slots?limit=1`, { headers: { Authorization: `Bearer ${vssToken}` } }))[0].id;
  const to = { vss: { url: ottb, pid: vss.pid }, node: { url: `http://127.0.0.1:${ports.node}`, pid: node.pid } };
  record('GET one slot', wrk(to.vss, getScript(vssToken, `/api/slots/${first}`)), wrk(to.node, getScript(nodeToken, '/api/slots/1')));
  record('GET a page of 100 slots', wrk(to.vss, getScript(vssToken, '/api/slots')), wrk(to.node, getScript(nodeToken, '/api/slots')));
  record('GET health (no database)', wrk(to.vss, getScript(vssToken, '/api/health/live')), wrk(to.node, getScript(nodeToken, '/api/slots/1')));
  // The number range of a trunk type ends: a short run fits, so POSTs are counted until then.
  const posts = await measurePosts(ottb, vssToken, trunk.id, to);
  record('POST a slot, durable', posts.vss, posts.node);
  const login = { vss: { url: `http://127.0.0.1:${ports.point}`, pid: vss.pid, connections: 4 }, node: { ...to.node, connections: 4 } };
  record('Login (bcrypt cost 10)', wrk(login.vss, loginScript), wrk(login.node, loginScript));

  console.log('| What | VSS /s | p99 | CPU/request | Node /s | p99 | CPU/request | VSS : Node |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const [what, a, b] of rows) {
    console.log(
      `| ${what} | ${a.perSecond.toFixed(0)} | ${a.p99} | ${a.cpuMicros.toFixed(0)} µs | ${b.perSecond.toFixed(0)} | ${b.p99} | ${b.cpuMicros.toFixed(0)} µs | ${(a.perSecond / b.perSecond).toFixed(2)} |`,
    );
  }
  console.log(`\nStart to ready: ${startMs.toFixed(0)} ms (fresh database). Idle memory after start: ${idleMiB.toFixed(1)} MiB; after the run: ${residentMiB(vss.pid).toFixed(1)} MiB.`);
} finally {
  vss.kill('SIGTERM');
  node.kill('SIGTERM');
  await new Promise((resolve) => vss.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}

// 899 slots fit in the range of auto numbers, so both servers create 800 with the same number of clients.
async function measurePosts(ottb, token, trunkId, to) {
  const count = 800;
  const run = async (target, bearer) => {
    const took = [];
    let next = 0;
    const before = cpuSeconds(target.pid);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: Number(options.connections) }, async () => {
        for (let n = next++; n < count; n = next++) {
          const sent = performance.now();
          await post(`${target.url}/api/slots`, bearer, { trunk_id: trunkId, device_id: `post_${n}`, type: 'auto' });
          took.push(performance.now() - sent);
        }
      }),
    );
    took.sort((a, b) => a - b);
    return {
      perSecond: count / ((performance.now() - began) / 1000),
      p99: `${took[Math.floor(count * 0.99)].toFixed(1)}ms`,
      cpuMicros: ((cpuSeconds(target.pid) - before) / count) * 1e6,
      failed: 0,
    };
  };
  const nodeToken = (await post(`${to.node.url}/api/auth/login`, null, { username: 'admin', password })).token;
  return { vss: await run(to.vss, token), node: await run(to.node, nodeToken) };
}
