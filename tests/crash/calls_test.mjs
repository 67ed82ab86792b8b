#!/usr/bin/env node
// Kills the server (SIGKILL) while calls are up or being set up, restarts it, and checks the books. See README.md.
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {createSocket} from 'node:dgram';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import * as checks from './call_checks.mjs';
import {auditChainVerifies, outboxDrains} from './checks.mjs';
import {Provider} from './provider.mjs';
import {startPostgres} from './postgres.mjs';
import {makeRandom} from './random.mjs';
import {freePorts, Server} from './server.mjs';

const {values: options, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    rounds: {type: 'string', default: '2'},
    calls: {type: 'string', default: '100'},
    database: {type: 'string', default: 'sqlite'},
    seed: {type: 'string', default: String(Math.floor(Math.random() * 1e9))},
    keep: {type: 'boolean', default: false},
    help: {type: 'boolean', default: false},
  },
});
const binary = positionals[0] ?? process.env.VSS_BINARY;
const [rounds, calls, seed] = ['rounds', 'calls', 'seed'].map((name) => Number(options[name]));
const isUsable = [rounds, calls, seed].every((n) => Number.isInteger(n) && n > 0) && ['sqlite', 'postgres'].includes(options.database);
if (options.help || !binary || !isUsable) {
  console.log('usage: calls_test.mjs [--rounds N] [--calls N] [--database sqlite|postgres] [--seed N] [--keep] PATH-OF-VSS   (or VSS_BINARY)');
  process.exit(options.help ? 0 : 2);
}

let passed = 0, failed = 0;
function report(name, problems) {
  if (problems.length === 0) ++passed;
  else ++failed;
  console.log(`${problems.length ? 'FAIL' : 'ok  '} ${name}`);
  for (const problem of problems.slice(0, 10)) console.log(`     ${problem}`);
  if (problems.length > 10) console.log(`     and ${problems.length - 10} more`);
}

/** One call that the test ordered, and what became of it as far as it knows. */
async function place(server, slotId, serial) {
  const attempt = {slotId, number: `+7999${String(3_000_000 + serial)}`, callId: null, over: false, ending: false, answered: false, talkedMs: 0};
  const answer = await server.request('ottb', 'POST', '/api/call/start', {slot_id: slotId, phone_number: attempt.number});
  attempt.status = answer.status;
  attempt.callId = answer.status === 201 ? answer.body.call_id : null;
  if (answer.status !== 201 && answer.status !== 0) attempt.problem = `call/start on slot ${slotId}: ${answer.status} ${JSON.stringify(answer.body)}`;
  return attempt;
}

class Round {
  constructor(server, random, slots, serials) {
    Object.assign(this, {server, random, slots, serials, attempts: []});
  }

  /** Orders a call on each slot, several at a time. Ends early when the server is killed. */
  async placeAll() {
    const left = this.slots.slice();
    const work = async () => {
      for (let slot = left.shift(); slot && !this.killed; slot = left.shift()) {
        const attempt = await place(this.server, slot.id, this.serials.next++);
        this.attempts.push(attempt);
      }
    };
    await Promise.all(Array.from({length: 8}, work));
  }

  async waitAnswered(deadlineMs = 30_000) {
    const until = Date.now() + deadlineMs;
    while (Date.now() < until) {
      await this.look();
      if (this.attempts.every((a) => a.answered)) return [];
      await sleep(100);
    }
    return this.attempts.filter((a) => !a.answered).map((a) => `${a.callId} to ${a.number} is ${a.state}`);
  }

  /** Takes in what the server says of the calls. */
  async look() {
    const active = new Map((await this.server.all('ottb', '/api/calls/active?limit=1000')).map((c) => [c.call_id, c]));
    for (const attempt of this.attempts) {
      const call = active.get(attempt.callId);
      attempt.state = call?.state ?? 'not running';
      attempt.answered ||= Boolean(call?.answered_at);
      if (call?.answered_at) attempt.talkedMs = Date.now() - Date.parse(call.answered_at);
    }
  }

  /** Ends a call by the API; what has no answer may have happened or not. */
  async end(attempt) {
    attempt.ending = true;
    const answer = await this.server.request('ottb', 'POST', '/api/call/end', {call_id: attempt.callId});
    if (answer.status !== 200) return;
    const seen = await this.server.request('ottb', 'GET', `/api/calls/${attempt.callId}`);
    if (seen.status === 200 && seen.body.ended_at) attempt.over = true;
  }

  async endSome(count) {
    await Promise.all(Array.from({length: count}, () => this.random.pick(this.attempts.filter((a) => a.callId))).map((a) => this.end(a)));
  }

  async kill() {
    this.killed = true;
    await this.server.kill();
  }
}

/** All calls are up; some are being hung up when the kill comes. */
async function killWhileTalking(round) {
  await round.placeAll();
  report('every call was placed', round.attempts.map((a) => a.problem).filter(Boolean));
  report(`${round.attempts.length} calls are up`, await round.waitAnswered());
  await round.endSome(5);
  await sleep(round.random.int(3000, 5000));
  await round.look();
  const ends = round.endSome(round.random.int(1, 5));
  await sleep(round.random.int(0, 30));
  await round.kill();
  await ends;
}

/** The kill comes while the calls are being set up. */
async function killWhileDialling(round) {
  const placing = round.placeAll();
  const target = round.random.int(1, round.slots.length);
  const until = Date.now() + 30_000;
  while (round.attempts.length < target && Date.now() < until) await sleep(1);
  await sleep(round.random.int(0, round.random.pick([0, 30, 300, 1500])));
  await round.kill();
  await placing;
  report('every call was placed or cut', round.attempts.map((a) => a.problem).filter(Boolean));
}

async function audit(server, round, provider, name, readyAt) {
  const check = async (what, run) => report(`${name}: ${what}`, await run());
  await check('registrations are back within 3 s', () => checks.registrationsAreBack(server, readyAt));
  await check('slots are READY within 5 s', () => checks.slotsAreReady(server, readyAt, 5000));
  await check('every call has one CDR within 10 s', () => checks.everyCallHasOneCdr(server, round.attempts, readyAt));
  await check('reports say what the records say', () => checks.reportsSayWhatRecordsSay(server));
  await check('causes are right', () => checks.causesAreRight(server, round.attempts));
  await check('no attempt reached the far end twice', () => checks.farEndSawEachOnce(server, provider));
  await check('cut recordings play and are called truncated', () => checks.cutRecordingsPlay(server, round.attempts));
  await check('no .part is left', () => checks.noPartIsLeft(server.dataDir));
  await check('the audit chain verifies', () => auditChainVerifies(server));
  await check('the outbox drains', () => outboxDrains(server));
}

async function makeSlots(server) {
  const trunk = await server.request('ottb', 'POST', '/api/trunks', {name: 'crash hub', type: 'auto', capacity: calls});
  if (trunk.status !== 201) throw new Error(`POST /api/trunks: ${trunk.status} ${JSON.stringify(trunk.body)}`);
  const slots = [];
  for (let i = 0; i < calls; ++i) {
    const slot = await server.request('ottb', 'POST', '/api/slots', {trunk_id: trunk.body.id, device_id: `crash-${i}`, type: 'auto'});
    if (slot.status !== 201) throw new Error(`POST /api/slots: ${slot.status} ${JSON.stringify(slot.body)}`);
    slots.push(slot.body);
  }
  return slots;
}

/** 2000 ports, so that no test of the same machine comes near; below those that the kernel hands out by itself. */
async function rtpRange() {
  for (;;) {
    const first = 20_000 + 2000 * Math.floor(Math.random() * 6);
    const free = await new Promise((done) => {
      const probe = createSocket('udp4').once('error', () => done(false));
      probe.bind(first, '127.0.0.1', () => probe.close(() => done(true)));
    });
    if (free) return [first, first + 1999];
  }
}

/** Calls that end as calls do leave nothing behind: no port, no half of a file, no busy slot. */
async function endEverything(server, round) {
  const idlePorts = await server.udpPorts();
  await round.placeAll();
  report('after the last restart every call is placed', round.attempts.map((a) => a.problem).filter(Boolean));
  report(`after the last restart ${round.attempts.length} calls are up`, await round.waitAnswered());
  await Promise.all(round.attempts.filter((a) => a.callId).map((a) => round.end(a)));
  const ended = Date.now();
  report('after the end of all calls slots are READY within 5 s', await checks.slotsAreReady(server, ended, 5000));
  report('after the end of all calls no UDP port is left open', await checks.noPortIsLeaked(server, idlePorts, Date.now()));
  report('after the end of all calls each has one CDR', await checks.everyCallHasOneCdr(server, round.attempts, ended));
  report('after the end of all calls no .part is left', await checks.noPartIsLeft(server.dataDir));
}

async function main(folder) {
  const random = makeRandom(seed);
  const ports = await freePorts(6);
  let postgres = null;
  if (options.database === 'postgres') {
    await chmod(folder, 0o755);
    postgres = startPostgres(join(folder, 'postgres'), ports[5]);
  }
  const provider = new Provider();
  await provider.start();
  const rtpPorts = await rtpRange();
  const always = {VSS_RTP_PORTS: rtpPorts.join('-'), VSS_DAILY_MINUTES_USER: '0', VSS_DAILY_MINUTES_TRUNK: '0',
    ...(postgres && {POSTGRES_URL: postgres.url})};
  // On the provider every second round; in the others the far end is the test exchange inside the server.
  const withProvider = {...always, PROVIDER_HOST: provider.host, PROVIDER_PORT: String(provider.port), VSS_RECORD_BASIS: 'not-needed'};
  const server = new Server({binary: resolve(binary), dataDir: folder, ports, adminPassword: 'Crash-Test-Admin-Password-1',
    log: join(folder, 'server.log'), extra: withProvider});
  try {
    console.log(`     ready in ${await server.start()} ms`);
    await server.login();
    const slots = await makeSlots(server);
    report(`${calls} new slots are READY within 5 s`, await checks.slotsAreReady(server, Date.now(), 5000));
    const serials = {next: 1};
    let last = null;
    for (let n = 1; n <= rounds; ++n) {
      const round = new Round(server, random, slots, serials);
      const [kill, when] = n % 2 ? [killWhileTalking, 'talking'] : [killWhileDialling, 'dialling'];
      await kill(round);
      provider.forgetCalls();
      // Rounds in turn: talking and dialling with the provider, then both with the test exchange.
      server.extra = n % 4 >= 2 ? always : withProvider;
      const readyMs = await server.start();
      const readyAt = Date.now();
      console.log(`     round ${n}: killed while ${when}, ${round.attempts.filter((a) => a.callId).length} calls acknowledged, ${provider.invites.size} numbers reached so far, ready again in ${readyMs} ms`);
      await server.login();
      await audit(server, round, provider, `round ${n}`, readyAt);
      last = round;
    }
    await endEverything(server, new Round(server, random, slots, serials));
    const held = await server.udpPorts();
    const {code, signal} = await server.stop();
    report('the server stops cleanly', code === 0 ? [] : [`exit code ${code}, signal ${signal}`]);
    report('its UDP ports are free again', await checks.portsAreFree(server, held));
    report('the audit chain verifies after the stop', await auditChainVerifies(server));
    report('the far end was called', provider.invites.size >= last?.attempts.length / 2 ? [] : [`${provider.invites.size} numbers`]);
    report('no sanitizer spoke', (await server.logText()).match(/^.*(AddressSanitizer|runtime error|LeakSanitizer).*$/gm) ?? []);
  } finally {
    if (!server.exited) await server.kill();
    provider.stop();
    postgres?.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'vss-crash-calls-'));
console.log(`crash test of calls: seed ${seed}, ${rounds} rounds with ${calls} calls, ${options.database}, ${binary}`);
try {
  await main(folder);
} catch (error) {
  report('the test ran to its end', [error.stack]);
}
if (failed || options.keep) console.log(`     data and server.log: ${folder}; repeat with --seed ${seed}`);
else await rm(folder, {recursive: true, force: true});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
