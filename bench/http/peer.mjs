// The peer of the HTTP benchmark: a plain Node http server that does a comparable job with no framework.
// JWT (HS256) verified per request and cached by token, slots kept in memory, each POST made durable (appended to a
// file, fdatasync shared by all that wait), bcrypt at the same cost, request counters kept.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import bcrypt from 'bcrypt';

const [port, journalPath, cost] = process.argv.slice(2);
const key = 'a peer of the benchmark, 32 bytes or more';
const hash = await bcrypt.hash('benchmark-password', Number(cost));
const journal = await open(journalPath, 'a');
const slots = new Map();
const verified = new Map();
const counters = new Map();

const b64 = (text) => Buffer.from(text).toString('base64url');
const sign = (body) => createHmac('sha256', key).update(body).digest('base64url');

function issue(username) {
  const body = `${b64('{"alg":"HS256","typ":"JWT"}')}.${b64(JSON.stringify({ sub: username, exp: Math.floor(Date.now() / 1000) + 3600 }))}`;
  return `${body}.${sign(body)}`;
}

function verify(token) {
  const known = verified.get(token);
  if (known) return known.exp > Date.now() / 1000 ? known : null;
  const [head, payload, signature] = token.split('.');
  const expected = Buffer.from(sign(`${head}.${payload}`));
  const given = Buffer.from(signature ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  verified.set(token, claims);
  return claims;
}

// Group commit: whoever comes while a sync runs waits for the next one.
let waiting = [];
let syncing = false;
async function durable(line) {
  await new Promise((resolve) => {
    waiting.push([line, resolve]);
    void flush();
  });
}
async function flush() {
  if (syncing) return;
  syncing = true;
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await journal.appendFile(batch.map(([line]) => line).join(''));
    await journal.datasync();
    for (const [, resolve] of batch) resolve();
  }
  syncing = false;
}

// The same fields as a slot of VSS, so that both write answers of one size.
function newSlot(id, { trunk_id, device_id, type }) {
  const now = new Date().toISOString();
  return {
    id, trunk_id, type, number: 6000 + id, device_id, state: 'ASSIGNED', state_since: now,
    state_reason: 'new, in the shared pool; its line has not been opened yet', assignment: 'pool',
    assigned_user: null, assigned_campaign: null,
    registration: { registered: false, contact: null, expires_at: null, user_agent: null },
    metrics: { cpu_percent: null, ram_percent: null, temperature_c: null, battery_percent: null, latency_ms: null },
    current_call: null, created_at: now, updated_at: now,
  };
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  counters.set(status, (counters.get(status) ?? 0) + 1);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

function readBody(request) {
  return new Promise((resolve) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => resolve(JSON.parse(Buffer.concat(parts))));
  });
}

const server = createServer(async (request, response) => {
  if (request.url === '/api/auth/login') {
    const { username, password } = await readBody(request);
    if (!(await bcrypt.compare(password, hash))) return send(response, 401, { error: true });
    return send(response, 200, { token: issue(username) });
  }
  if (!verify((request.headers.authorization ?? '').slice(7))) return send(response, 401, { error: true });
  if (request.method === 'POST') {
    const body = await readBody(request);
    const slot = newSlot(slots.size + 1, body);
    slots.set(slot.id, slot);
    await durable(`${JSON.stringify(slot)}\n`);
    return send(response, 201, slot);
  }
  const id = request.url.match(/^\/api\/slots\/(\d+)$/)?.[1];
  if (id) {
    const slot = slots.get(Number(id));
    return slot ? send(response, 200, slot) : send(response, 404, { error: true });
  }
  return send(response, 200, [...slots.values()].slice(0, 100));
});
server.keepAliveTimeout = 75_000;
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
