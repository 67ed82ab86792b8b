// SIP and media beside Asterisk 22, in turn, in one run: node bench/sip/bench.mjs [--seconds 40] [--jobs setup,register,…]
// Needs the release build with `b2bua_bench` and `rtp_blaster`, sipp, and Asterisk's folder (peer/chroot.sh); run.sh sees to
// all that. CPU is the server process's own, from /proc: what the load generators use on the same cores is not in it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Server } from '../../tests/crash/server.mjs';
import { Asterisk } from './lib/asterisk.mjs';
import { Engine } from './lib/engine.mjs';
import { drawFlames } from './lib/flame.mjs';
import { cpuSeconds, residentKiB, sleep, start, udpPorts } from './lib/process.mjs';
import { Sipp } from './lib/sipp.mjs';
import { micros, printTable, quantile } from './lib/table.mjs';

const { values: options } = parseArgs({ options: {
  seconds: { type: 'string', default: '40' },
  jobs: { type: 'string', default: 'calls,api,setup,register,memory,relay,profile' },
  rate: { type: 'string', default: '150' },  // calls a second at which both are compared: what Asterisk does cleanly
  'api-rates': { type: 'string', default: '100,200' },  // VSS alone
  rates: { type: 'string', default: '1000,2000,4000' },  // VSS alone
  flames: { type: 'string', default: '' },  // the profile's stacks as a picture, to this file
  relayed: { type: 'string', default: '100,400' },  // calls: both, then VSS alone
} });
const checkout = new URL('../../', import.meta.url).pathname;
const seconds = Number(options.seconds);
const folder = mkdtempSync(join(tmpdir(), 'vss-sip-bench-'));
// Asterisk knows the caller by its address, so phones that register have one of their own.
const at = { caller: '127.0.0.2', provider: '127.0.0.3', registering: '127.0.0.4', media: '127.0.0.9' };
const ports = { asterisk: 15070, vss: 15060, manager: 15038, phone: 15061, caller: 15062, provider: 15090, media: 15100 };
const lines = 900;
const media = ['-key', 'media_at', at.media, '-key', 'media_to', String(ports.media)];
let serial = 0;

const sipp = (scenario, address, port, args) => new Sipp({ folder, name: `${scenario.split('.')[0]}-${++serial}`, scenario, address, port, args });
const callee = (scenario, address, port, holdMs = 0) => sipp(scenario, address, port, ['-d', String(holdMs), ...media]);

async function withAsterisk(work, phones = []) {
  const places = { SIP_PORT: ports.asterisk, AMI_PORT: ports.manager, CALLER_ADDRESS: at.caller, PROVIDER_ADDRESS: at.provider, PROVIDER_PORT: ports.provider };
  const asterisk = new Asterisk({ root: join(checkout, 'build/lab/asterisk'), places, phones });
  await asterisk.start();
  try {
    return await work(asterisk);
  } finally {
    await asterisk.stop();
  }
}

async function withEngine(work, more = {}) {
  const engine = new Engine({ program: join(checkout, 'build/release/b2bua_bench'), options: {
    port: ports.vss, rtp: '20000-29999', lines, phone: `${at.caller}:${ports.phone}`, provider: `${at.provider}:${ports.provider}`, ...more } });
  await engine.ready();
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}

/** The whole product, with slots whose phones are registered. */
async function withVss(work) {
  const data = join(folder, 'data');
  mkdirSync(data);
  const server = new Server({ binary: join(checkout, 'build/release/apps/vss/vss'), dataDir: data, ports: [23100, 23181, 23182, 23183, ports.vss],
    adminPassword: 'benchmark-password', log: join(folder, 'vss.log'), extra: { VSS_LOG_LEVEL: 'warning', VSS_DAILY_MINUTES_USER: '0',
      VSS_DAILY_MINUTES_TRUNK: '0', VSS_SIP_SHARDS: '1', VSS_SIP_TRUSTED: at.caller, PROVIDER_HOST: at.provider, PROVIDER_PORT: String(ports.provider), PROVIDER_PING: 'off' } });
  await server.start();
  try {
    await server.login();
    const trunk = await server.request('ottb', 'POST', '/api/trunks', { name: 'bench', type: 'ls', capacity: lines });
    const accounts = [];
    for (let i = 0; i < lines; ++i) {
      const slot = await server.request('ottb', 'POST', '/api/slots', { trunk_id: trunk.body.id, device_id: `bench-${i}`, type: 'ls' });
      if (slot.status !== 201) throw new Error(`POST /api/slots: ${slot.status} ${JSON.stringify(slot.body)}`);
      accounts.push(slot.body.sip);
    }
    await registerAll(accounts);
    await work(server);
  } finally {
    await server.stop();
  }
}

async function registerAll(accounts) {
  const file = join(folder, 'slots.csv');
  writeFileSync(file, `SEQUENTIAL\n${accounts.map((a) => `${a.username};[authentication username=${a.username} password=${a.password}];`).join('\n')}\n`);
  const uac = sipp('register.xml', at.caller, ports.phone, [`127.0.0.1:${ports.vss}`, '-inf', file, '-key', 'domain', accounts[0].domain,
    '-r', '200', '-m', String(accounts.length)]);
  await uac.ended;
  if (uac.result().ok !== accounts.length) throw new Error(`only ${uac.result().ok} of ${accounts.length} phones registered`);
}

/** Far ends for the time of `work`. */
async function withCallees(scenarios, work) {
  const started = scenarios.map((args) => callee(...args));
  await sleep(500);
  try {
    return await work(...started);
  } finally {
    for (const one of started) await one.stop();
  }
}

const provider = (scenario, holdMs) => [scenario, at.provider, ports.provider, holdMs];
const phone = () => ['answer.xml', at.caller, ports.phone, 0];
const caller = (rate, count, holdMs, number, more = []) => sipp('call.xml', at.caller, ports.caller,
  [`127.0.0.1:${ports.asterisk}`, '-s', number, '-r', String(rate), '-m', String(count), '-l', '10000', '-d', String(holdMs), ...media, ...more]);

async function asteriskCalls(asterisk, rate, time, more) {
  const before = cpuSeconds(asterisk.pid);
  const began = performance.now();
  const uac = caller(rate, rate * time, 0, '+79990000001', more);
  await uac.ended;
  return { ...uac.result(), cpu: cpuSeconds(asterisk.pid) - before, seconds: (performance.now() - began) / 1000, pid: uac.pid, name: uac.stats };
}

async function vssCalls(engine, rate, time) {
  const before = cpuSeconds(engine.pid);
  const result = await engine.run(rate, time);
  await sleep(1000);  // the last BYEs
  return { ...result, cpu: cpuSeconds(engine.pid) - before };
}

const jobs = {
  // One call: an INVITE comes in and one goes out (Asterisk), or two go out (VSS, whose calls are ordered); the far end
  // rings and answers at once, one BYE comes in and one goes out.
  async calls() {
    const rate = Number(options.rate);
    const rows = [];
    const far = provider('answer.xml');
    const a = await withAsterisk((asterisk) => withCallees([far], () => asteriskCalls(asterisk, rate, seconds)));
    rows.push(['Asterisk 22, Dial()', rate, `${a.ok} of ${a.created}`, (a.ok / a.seconds).toFixed(0), micros(a.cpu, a.ok), `${((a.cpu / a.seconds) * 100).toFixed(0)} %`, '1.0']);
    for (const at of [rate, ...options.rates.split(',').map(Number)]) {
      const v = await withEngine((engine) => withCallees([phone(), provider('hang_up.xml')], () => vssCalls(engine, at, seconds)));
      rows.push(['VSS, 1 shard', at, `${v.answered} of ${v.ordered}`, (v.answered / v.seconds).toFixed(0), micros(v.cpu, v.answered),
        `${((v.cpu / v.seconds) * 100).toFixed(0)} %`, ((a.cpu / a.ok) / (v.cpu / v.answered)).toFixed(1)]);
    }
    printTable('Bridged calls, signalling only', ['Server', 'ordered/s', 'answered', 'calls/s', 'CPU/call', 'of a core', 'Asterisk : it'], rows);
  },

  // Calls as a program orders them: VSS by call/start (HTTP, rules, three durable transactions and events a call), Asterisk
  // by its manager's Originate. Both invite a phone, then the number; the number hangs up.
  async api() {
    const rate = 50;
    const rows = [];
    const paced = async (perSecond, order) => {
      const total = perSecond * seconds;
      const began = performance.now();
      const orders = [];
      while (orders.length < total) {
        while (orders.length < total && orders.length <= ((performance.now() - began) / 1000) * perSecond) orders.push(order(orders.length));
        await sleep(5);
      }
      await Promise.all(orders);
    };
    const measure = async (pid, perSecond, order) => withCallees([phone(), provider('hang_up.xml')], async (_, far) => {
      const before = cpuSeconds(pid);
      const began = performance.now();
      await paced(perSecond, order);
      await sleep(2000);
      return { ok: far.result().ok, cpu: cpuSeconds(pid) - before, seconds: (performance.now() - began) / 1000 - 2 };
    });
    let peer = null;
    const add = (name, perSecond, r, p99 = '–') => {
      peer ??= r.cpu / r.ok;
      rows.push([name, perSecond, `${r.ok} of ${perSecond * seconds}`, micros(r.cpu, r.ok), `${((r.cpu / r.seconds) * 100).toFixed(0)} %`, p99, (peer / (r.cpu / r.ok)).toFixed(1)]);
    };
    const phones = Array.from({ length: 200 }, (_, i) => ({ number: 8001 + i, password: 'secret', contact: `sip:${8001 + i}@${at.caller}:${ports.phone}` }));
    add('Asterisk 22, Originate', rate, await withAsterisk(async (asterisk) => {
      const manager = await asterisk.manager();
      const result = await measure(asterisk.pid, rate, (n) => manager.originate(phones[n % phones.length].number, '+79990000001'));
      manager.close();
      return result;
    }, phones));
    await withVss(async (server) => {
      for (const perSecond of [rate, ...options['api-rates'].split(',').map(Number)]) {
        const times = [];
        const result = await measure(server.child.pid, perSecond, async (n) => {
          const sent = performance.now();
          await server.request('ottb', 'POST', '/api/call/start', { slot_type: 'ls', phone_number: `+7999${1_000_000 + n}`, record: false });
          times.push(performance.now() - sent);
        });
        add('VSS, call/start', perSecond, result, `${quantile(times, 0.99).toFixed(1)} ms`);
      }
    });
    printTable('Calls ordered by a program', ['Server', 'ordered/s', 'done', 'CPU/call', 'of a core', 'p99 of the order', 'Asterisk : it'], rows);
  },

  // How long until the call is answered, when everybody answers at once.
  async setup() {
    const rate = 20;
    const timed = ['-trace_rtt', '-rtt_freq', '1'];
    const times = (pid) => {
      const file = readdirSync(folder).find((name) => name.endsWith('_rtt.csv') && name.includes(`_${pid}_`));
      return readFileSync(join(folder, file), 'utf8').trim().split('\n').slice(1).map((line) => Number(line.split(';')[1]));
    };
    const row = (name, list) => [name, list.length, `${quantile(list, 0.5).toFixed(2)} ms`, `${quantile(list, 0.99).toFixed(2)} ms`];
    const rows = [];
    await withCallees([provider('answer.xml')], async () => {
      const direct = sipp('call.xml', at.caller, ports.caller, [`${at.provider}:${ports.provider}`, '-s', '+79990000001', '-r', String(rate),
        '-m', String(rate * seconds), '-d', '0', ...media, ...timed]);
      await direct.ended;
      rows.push(row('SIPp to SIPp: one INVITE', times(direct.pid)));
    });
    await withAsterisk((asterisk) => withCallees([provider('answer.xml')], async () => {
      const result = await asteriskCalls(asterisk, rate, seconds, timed);
      rows.push(row('through Asterisk: one INVITE in, one out', times(result.pid)));
    }));
    await withEngine((engine) => withCallees([phone(), provider('hang_up.xml')], async () => {
      const v = await vssCalls(engine, rate, seconds);
      rows.push(['VSS, order to answer: two INVITEs out, one after the other', v.answered, `${v.setup_p50_ms} ms`, `${v.setup_p99_ms} ms`]);
    }));
    printTable(`Set-up time at ${rate} calls/s`, ['What', 'calls', 'median', 'p99'], rows);
  },

  // REGISTER, 401, REGISTER with MD5 digest, 200.
  async register() {
    const phones = Array.from({ length: lines }, (_, i) => ({ number: 8001 + i, password: 'secret' }));
    const accounts = join(folder, 'accounts.csv');
    writeFileSync(accounts, `SEQUENTIAL\n${phones.map((p) => `${p.number};[authentication username=${p.number} password=${p.password}];`).join('\n')}\n`);
    const measure = async (pid, port, rate) => {
      const before = cpuSeconds(pid);
      const began = performance.now();
      const uac = sipp('register.xml', at.registering, ports.phone, [`127.0.0.1:${port}`, '-inf', accounts, '-key', 'domain', 'vss.internal',
        '-r', String(rate), '-m', String(rate * seconds), '-l', '10000']);
      await uac.ended;
      return { ...uac.result(), cpu: cpuSeconds(pid) - before, seconds: (performance.now() - began) / 1000 };
    };
    const rows = [];
    let peer = null;
    const add = (name, rate, r) => {
      peer ??= r.cpu / r.ok;
      rows.push([name, rate, `${r.ok} of ${r.created}`, (r.ok / r.seconds).toFixed(0), micros(r.cpu, r.ok), `${((r.cpu / r.seconds) * 100).toFixed(0)} %`, (peer / (r.cpu / r.ok)).toFixed(1)]);
    };
    add('Asterisk 22', 300, await withAsterisk((asterisk) => measure(asterisk.pid, ports.asterisk, 300), phones));
    for (const rate of [300, 3000, 6000]) add('VSS, 1 shard', rate, await withEngine((engine) => measure(engine.pid, ports.vss, rate)));
    printTable('Registrations with digest', ['Server', 'asked/s', 'done', 'registrations/s', 'CPU/registration', 'of a core', 'Asterisk : it'], rows);
  },

  // Resident memory with calls up, no audio.
  async memory() {
    const step = 500;
    const slope = (sizes) => ((sizes.at(-1) - sizes[1]) / (step * (sizes.length - 2))).toFixed(1);
    const rows = [];
    const sizes = await withEngine((engine) => withCallees([phone(), provider('answer.xml')], async () => {
      const list = [residentKiB(engine.pid)];
      for (let i = 0; i < 4; ++i) {
        await engine.run(100, step / 100);
        await sleep(seconds * 250);  // transactions linger for up to 32 s (RFC 3261 §17)
        list.push(residentKiB(engine.pid));
      }
      await engine.end();
      return list;
    }));
    rows.push(['VSS', sizes.map((s) => (s / 1024).toFixed(1)).join(' · '), `${slope(sizes)} KiB`]);
    const peer = await withAsterisk((asterisk) => withCallees([provider('answer.xml')], async () => {
      const list = [residentKiB(asterisk.pid)];
      const uac = caller(100, step * 2, 120_000, '+79990000001');
      for (let i = 1; i <= 2; ++i) {
        while (uac.result().current < step * i) await sleep(200);
        await sleep(1000);
        list.push(residentKiB(asterisk.pid));
      }
      await uac.stop();
      return list;
    }));
    rows.push(['Asterisk 22', peer.map((s) => (s / 1024).toFixed(1)).join(' · '), `${slope(peer)} KiB`]);
    printTable(`Memory of calls that are up, MiB at 0, ${step}, ${2 * step} …`, ['Server', 'resident MiB', 'a call more'], rows);
  },

  // Each call carries 50 packets a second each way.
  async relay() {
    const [both, ...alone] = options.relayed.split(',').map(Number);
    const rows = [];
    const blast = async (pid, range) => {
      const used = udpPorts(pid).filter((p) => p >= range[0] && p <= range[1] && p % 2 === 0);
      const before = cpuSeconds(pid);
      const child = start(join(checkout, 'build/release/rtp_blaster'), [at.media, String(ports.media), '127.0.0.1', String(seconds)]);
      let errors = '';
      child.stderr.on('data', (part) => (errors += part));
      child.stdin.end(used.join('\n'));
      let output = '';
      child.stdout.on('data', (part) => (output += part));
      const code = await new Promise((resolve) => child.once('close', resolve));
      if (code !== 0) throw new Error(`rtp_blaster to ${used.length} ports ended with ${code}: ${errors}`);
      return { ...JSON.parse(output), cpu: cpuSeconds(pid) - before };
    };
    const add = (name, calls, r) => rows.push([name, calls, `${(r.received / seconds).toFixed(0)}`, `${(100 - (100 * r.received) / r.sent).toFixed(2)} %`,
      `${((r.cpu / r.received) * 1e6).toFixed(1)} µs`, `${r.p50_ms} / ${r.p99_ms} ms`, `${((r.cpu / seconds) * 100).toFixed(0)} %`, (calls / (r.cpu / seconds)).toFixed(0)]);
    const asterisk = (number) => withAsterisk((server) => withCallees([provider('answer.xml')], async () => {
      const uac = caller(50, both, (seconds + 20) * 1000, number);
      while (uac.result().current < both) await sleep(200);
      await sleep(2000);
      const result = await blast(server.pid, [40000, 49999]);
      await uac.stop();
      return result;
    }));
    const vss = (calls, record) => withEngine((engine) => withCallees([phone(), provider('answer.xml')], async () => {
      const recordings = join(folder, 'recordings');
      rmSync(recordings, { recursive: true, force: true });
      mkdirSync(recordings);
      await engine.run(100, calls / 100, record ? recordings : '-');
      await sleep(2000);
      const result = await blast(engine.pid, [20000, 29999]);
      await engine.end();
      return result;
    }));
    add('Asterisk 22', both, await asterisk('+79990000001'));
    add('Asterisk 22, MixMonitor', both, await asterisk('1+79990000001'));
    for (const calls of [both, ...alone]) {
      add('VSS', calls, await vss(calls, false));
      add('VSS, recording', calls, await vss(calls, true));
    }
    printTable('Relayed calls with audio', ['Server', 'calls', 'packets/s', 'lost', 'CPU/packet', 'delay p50 / p99', 'of a core', 'calls a core (from CPU)'], rows);
  },

  // Where the CPU goes while calls are bridged: samples of the clock, since there are no hardware counters here.
  async profile() {
    const data = join(folder, 'perf.data');
    await withEngine((engine) => withCallees([phone(), provider('hang_up.xml')], async () => {
      const perf = start('perf', ['record', '-e', 'cpu-clock', '-F', '499', '--call-graph', 'dwarf,8192', '-o', data, '-p', String(engine.pid)], { stdio: 'ignore' });
      await engine.run(Number(options.rates.split(',').at(-1)), Math.min(seconds, 10));
      perf.kill('SIGINT');
      await new Promise((resolve) => perf.once('exit', resolve));
    }));
    const report = execFileSync('perf', ['report', '-i', data, '--stdio', '--no-children', '-g', 'none', '--sort', 'dso,symbol', '--percent-limit', '0.5', '-q'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
    const rows = report.split('\n').filter((line) => /^\s+\d/.test(line)).slice(0, 25).map((line) => {
      const [, share, object, symbol] = /^\s+([\d.]+%)\s+(\S+)\s+\[.\]\s+(.*?)\s*$/.exec(line) ?? [null, '', '', line.trim()];
      return [share, object, `\`${symbol.trim().replaceAll('|', '\\|').slice(0, 110)}\``];
    });
    if (options.flames) drawFlames(data, options.flames, 'VSS, one shard: where the CPU goes while calls are bridged');
    printTable('Where the CPU goes while calls are bridged', ['Share', 'Object', 'Function'], rows);
  },
};

try {
  for (const name of options.jobs.split(',')) {
    if (!jobs[name]) throw new Error(`no such job: ${name} (there are: ${Object.keys(jobs).join(', ')})`);
    await jobs[name]();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
