#!/usr/bin/env node
// Sends mutated SIP datagrams to a UDP port of this machine. See README.md.
import dgram from 'node:dgram';
import {once} from 'node:events';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {loadCorpus} from './corpus.mjs';
import {Mutator} from './mutate.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const {values: options} = parseArgs({
  options: {
    port: {type: 'string'},
    host: {type: 'string', default: '127.0.0.1'},
    count: {type: 'string', default: '50000'},
    rate: {type: 'string', default: '20000'},
    seed: {type: 'string', default: String(Math.floor(Math.random() * 1e9))},
    sources: {type: 'string', default: '32'},
    corpus: {type: 'string', default: join(root, 'fuzz/corpus')},
    show: {type: 'string'},
    help: {type: 'boolean', default: false},
  },
});
if (options.help || !(options.port || options.show)) {
  console.log('usage: storm.mjs --port PORT [--host 127.x.y.z] [--count N] [--rate PER_SECOND] [--seed N] [--sources N] ' +
              '[--corpus DIR]\n       storm.mjs --show N --seed SEED     # prints the N-th datagram of that seed');
  process.exit(options.help ? 0 : 2);
}
function number(name, least, most) {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  console.error(`--${name}: wants a whole number from ${least} to ${most}, not ${options[name]}`);
  process.exit(2);
}
// A storm is for the own machine only.
if (!/^127(\.\d{1,3}){3}$/.test(options.host)) {
  console.error(`--host: wants an address of the loopback interface, not ${options.host}`);
  process.exit(2);
}

const seed = number('seed', 0, 0xffffffff);
const mutator = new Mutator(seed, loadCorpus(options.corpus));
if (options.show) {
  for (let left = number('show', 1, 1e9); left > 1; --left) mutator.next();
  process.stdout.write(mutator.next());
  process.exit(0);
}

const port = number('port', 1, 65535), count = number('count', 1, 1e9), rate = number('rate', 1, 1e6);
const tally = {seed, sent: 0, bytes: 0, answers: 0, refused: 0, seconds: 0, per_second: 0};

/** Each source has an address of its own, so that what bans or throttles one still sees the others. */
async function openSources(wanted) {
  const sockets = [];
  for (let n = 0; n < wanted; ++n) {
    const socket = dgram.createSocket({type: 'udp4', sendBufferSize: 1 << 20});
    socket.on('error', () => ++tally.refused);  // ICMP: nobody listens there
    socket.on('message', () => ++tally.answers);
    socket.bind(0, `127.77.${n >> 8}.${(n & 255) || 1}`);
    await once(socket, 'listening');
    socket.connect(port, options.host);
    await once(socket, 'connect');
    sockets.push(socket);
  }
  return sockets;
}

const BATCH = 256;  // datagrams handed to the system before their sending is waited for

function sendBatch(sockets, size) {
  let left = size;
  return new Promise((resolve) => {
    const sent = (failure) => {
      if (failure) ++tally.refused;
      if (--left === 0) resolve();
    };
    for (let n = 0; n < size; ++n) {
      const datagram = mutator.next();
      tally.bytes += datagram.length;
      sockets[tally.sent++ % sockets.length].send(datagram, sent);
    }
  });
}

console.error(`storm: seed ${seed}, ${count} datagrams to ${options.host}:${port}, at most ${rate} a second`);
const sockets = await openSources(number('sources', 1, 1024));
const start = performance.now();
while (tally.sent < count) {
  const due = Math.floor((performance.now() - start) / 1000 * rate) + 1 - tally.sent;
  if (due <= 0) await sleep(1);
  else await sendBatch(sockets, Math.min(due, BATCH, count - tally.sent));
}
tally.seconds = Number(((performance.now() - start) / 1000).toFixed(2));
tally.per_second = Math.round(tally.sent / tally.seconds);
await sleep(200);  // late answers
for (const socket of sockets) socket.close();
console.log(JSON.stringify(tally));
