#!/usr/bin/env node
// Kills the server (SIGKILL) at random points of random changes, restarts it, and checks that everything it had
// acknowledged is there. See README.md.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {Changes} from './changes.mjs';
import * as checks from './checks.mjs';
import {Model} from './model.mjs';
import {makeRandom} from './random.mjs';
import {freePorts, Server} from './server.mjs';

const {values: options, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    rounds: {type: 'string', default: '2'},
    changes: {type: 'string', default: '150'},
    workers: {type: 'string', default: '8'},
    seed: {type: 'string', default: String(Math.floor(Math.random() * 1e9))},
    keep: {type: 'boolean', default: false},
    help: {type: 'boolean', default: false},
  },
});
const binary = positionals[0] ?? process.env.VSS_BINARY;
if (options.help || !binary) {
  console.log('usage: crash_test.mjs [--rounds N] [--changes N] [--workers N] [--seed N] [--keep] PATH-OF-VSS   (or VSS_BINARY)');
  process.exit(options.help ? 0 : 2);
}
const [rounds, changesPerRound, workers, seed] =
    ['rounds', 'changes', 'workers', 'seed'].map((name) => {
      const number = Number(options[name]);
      if (Number.isInteger(number) && number > 0) return number;
      console.error(`--${name}: wants a positive whole number, not ${options[name]}`);
      process.exit(2);
    });

let passed = 0, failed = 0;
function report(name, problems) {
  if (problems.length === 0) ++passed;
  else ++failed;
  console.log(`${problems.length ? 'FAIL' : 'ok  '} ${name}`);
  for (const problem of problems.slice(0, 10)) console.log(`     ${problem}`);
  if (problems.length > 10) console.log(`     and ${problems.length - 10} more`);
}

/** Random changes by several workers until `killAfter` were acknowledged; then the kill, at no particular moment. */
async function changeAndKill(server, changes, killAfter, delayMs) {
  const goal = changes.counts.acknowledged + killAfter;
  const until = Date.now() + 300_000;
  let killed = false;
  const work = async () => {
    while (!killed) await changes.one();
  };
  const kill = async () => {
    while (changes.counts.acknowledged < goal && !server.exited && Date.now() < until) await sleep(1);
    await sleep(delayMs);
    if (server.exited) changes.problems.push(`the server ended by itself: ${JSON.stringify(await server.exit)}`);
    if (Date.now() >= until) changes.problems.push(`only ${changes.counts.acknowledged} of ${goal} changes in 300 s`);
    await server.kill();
    killed = true;
  };
  await Promise.all([kill(), ...Array.from({length: workers}, work)]);
}

async function audit(server, model, round, since) {
  const check = async (name, run) => report(`round ${round}: ${name}`, await run());
  await check('the audit chain verifies', () => checks.auditChainVerifies(server));
  await check(`${model.changes.length} acknowledged changes are there`, () => checks.acknowledgedChangesAreThere(server, model));
  await check('nothing else is there', () => checks.nothingElseIsThere(server, model));
  await check('slot numbers are unique', () => checks.slotNumbersAreUnique(server));
  await check('every change has its audit record', () => checks.acknowledgedChangesAreAudited(server, model, since));
  await check('the outbox drains', () => checks.outboxDrains(server));
  await check('every event and line is in the log', () => checks.eventsAreInTheLog(server, model, since));
}

async function main(dataDir) {
  const random = makeRandom(seed);
  const server = new Server({
    binary: resolve(binary), dataDir, ports: await freePorts(5), adminPassword: 'Crash-Test-Admin-Password-1', log: join(dataDir, 'server.log')});
  const model = new Model();
  const changes = new Changes(server, model, random, seed.toString(36));
  console.log(`     ready in ${await server.start()} ms`);
  await server.login();
  await changes.makeTrunks();
  for (let round = 1; round <= rounds; ++round) {
    const since = new Date(Date.now() - 1).toISOString();
    model.startRound();
    await changeAndKill(server, changes, random.int(1, changesPerRound), random.int(0, 30));
    const readyMs = await server.start();
    console.log(`     round ${round}: killed after ${model.changes.length} acknowledged changes, ready again in ${readyMs} ms`);
    await server.login();
    await audit(server, model, round, since);
  }
  const {code, signal} = await server.stop();
  report('the server stops cleanly', code === 0 ? [] : [`exit code ${code}, signal ${signal}`]);
  report('the audit chain verifies after the stop', await checks.auditChainVerifies(server));
  report('no answer was unexpected', changes.problems);
  const {acknowledged, refused, unanswered} = changes.counts;
  console.log(`     ${acknowledged} changes acknowledged, ${refused} refused, ${unanswered} without an answer`);
  report('most changes were possible', refused < acknowledged / 2 + 5 ? [] : [`${refused} refused, ${acknowledged} acknowledged`]);
  const sanitizer = (await server.logText()).match(/^.*(AddressSanitizer|runtime error|LeakSanitizer).*$/gm) ?? [];
  report('no sanitizer spoke', sanitizer);
}

const dataDir = await mkdtemp(join(tmpdir(), 'vss-crash-'));
console.log(`crash test: seed ${seed}, ${rounds} rounds of up to ${changesPerRound} changes, ${binary}`);
try {
  await main(dataDir);
} catch (error) {
  report('the test ran to its end', [error.stack]);
}
if (failed || options.keep) console.log(`     data and server.log: ${dataDir}; repeat with --seed ${seed}`);
else await rm(dataDir, {recursive: true, force: true});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
