// The CRM with millions of leads and calls, on SQLite: see README.md.
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    leads: { type: 'string', default: '1000000' },
    cdrs: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: '200' },
    binary: { type: 'string', default: new URL('../../build/release/apps/vss/vss', import.meta.url).pathname },
    keep: { type: 'boolean', default: false },
  },
});
const leads = Number(options.leads);
const cdrs = Number(options.cdrs);
const A_FILE = 1_000_000;
const SELLERS = 20;
const MAX_P99_MS = 50;
const MAX_RSS_MIB = 300;
const PASSWORD = 'load-test-password';
const folder = mkdtempSync(join(tmpdir(), 'vss-load-'));
const agent = new http.Agent({ keepAlive: true });
const ports = {};
let server;
let token = '';

async function freePort() {
  const listener = net.createServer();
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

async function start() {
  for (const name of ['WORKSPACE', 'POINT', 'DCI', 'OTTB']) ports[name] ??= await freePort();
  const env = Object.fromEntries(Object.entries(ports).map(([name, port]) => [`PORT_${name}`, String(port)]));
  server = spawn(options.binary, ['serve'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, VSS_DATA_DIR: folder, VSS_ADMIN_PASSWORD: PASSWORD, VSS_COUNTRY: 'RU', VSS_SIP_BIND: '127.0.0.1', VSS_SIP_PORT: '15860', VSS_RTP_PORTS: '15900-15999', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let i = 0; i < 6000; i += 1) {
    try {
      if ((await ask('GET', '/api/health/ready')).status === 200) return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('vss serve is not ready after a minute');
}

async function stop() {
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

function ask(method, path, body, headers = {}, bearer = token) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: ports.WORKSPACE, method, path, agent, headers: { ...(bearer && { Authorization: `Bearer ${bearer}` }), ...headers } }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode, headers: response.headers, body: text && JSON.parse(text) });
      });
    });
    request.on('error', reject);
    if (body?.pipe) body.pipe(request);
    else request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function wanted(status, promise) {
  const answer = await promise;
  if (answer.status !== status) throw new Error(`wanted ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const login = async (username, password) => (await wanted(200, ask('POST', '/api/auth/login', { username, password }, {}, ''))).token;
const memory = (field) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;

const FIRST = ['Иван', 'Пётр', 'Анна', 'Мария', 'Сергей', 'Елена', 'Ольга', 'Дмитрий', 'Алексей', 'Наталья', 'John', 'Emma'];
const LAST = ['Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Соколов', 'Лебедев', 'Козлов', 'Новиков', 'Морозов', 'Волков', 'Smith', 'Brown'];
const phoneOf = (i) => `+79${String(100_000_000 + ((i * 7_919) % 899_999_999)).padStart(9, '0')}`;

async function writeFile(path, from, count) {
  const out = createWriteStream(path);
  out.write('ФИО;Телефон;E-mail;Город;Комментарий\r\n');
  for (let i = from; i < from + count; ) {
    let piece = '';
    for (const end = Math.min(from + count, i + 2_000); i < end; i += 1) {
      piece += `"${LAST[(i * 31) % 12]}${Math.floor(i / 144) % 5000} ${FIRST[i % 12]}";${phoneOf(i)};user${i}@mail${i % 50}.example;Город ${i % 1000};"Строка ""${i}"""\r\n`;
    }
    if (!out.write(piece)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

async function importFile(from, count, seller) {
  const path = join(folder, 'leads.csv');
  await writeFile(path, from, count);
  const bytes = statSync(path).size;
  const started = performance.now();
  const statuses = ['new', 'contacted', 'qualified', 'callback', 'won', 'lost'];
  const status = statuses[Math.floor(from / count) % statuses.length];
  const query = new URLSearchParams({ status, policy: 'skip', ...(seller && { assigned_seller: seller }) });
  const made = await wanted(202, ask('POST', `/api/crm/leads/import?${query}`, createReadStream(path), { 'Content-Type': 'text/csv', 'Content-Length': bytes }));
  const uploaded = performance.now();
  let seen = made;
  while (['queued', 'running'].includes(seen.state)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    seen = await wanted(200, ask('GET', `/api/crm/imports/${made.id}`));
  }
  if (seen.state !== 'done' || seen.created !== count) throw new Error(`an import went wrong: ${JSON.stringify(seen)}`);
  const seconds = (performance.now() - uploaded) / 1000;
  console.log(`| ${count} rows, ${(bytes / 1e6).toFixed(0)} MB | upload ${((uploaded - started) / 1000).toFixed(1)} s | ${Math.round(count / seconds)} rows/s | peak ${memory('VmHWM').toFixed(0)} MiB |`);
}

const YEAR_MS = 365 * 86_400_000;
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv');

function sql(text) {
  const run = spawnSync('sqlite3', [join(folder, 'vss.db')], { input: text, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
}

// One call in three is of a lead; over the last year, in the order of time, as they would have come.
function fillCalls() {
  const start = Date.now() - YEAR_MS;
  const every = Math.floor(YEAR_MS / cdrs);
  sql(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
    CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${cdrs}) SELECT i FROM c;
    BEGIN;
    INSERT INTO calls (id, slot_id, trunk_id, line, line_type, user_id, username, lead_id, phone_number, caller_id, record, state, started_at, answered_at, ended_at, seen_at, hangup_cause, sip_status, q850, lead_seller)
      SELECT n.i, n.i % 2000 + 1, 1, 6001 + n.i % 2000, 'auto', '00000000-0000-4000-8000-' || printf('%012d', n.i % 200), 'operator' || (n.i % 200), l.id, COALESCE(l.phone, '+7' || (9000000000 + n.i % 900000000)), '', 0, 'ended', ${start} + n.i * ${every}, ${start} + n.i * ${every} + 5000, ${start} + n.i * ${every} + 60000, ${start} + n.i * ${every} + 60000, 'normal', 200, 16, l.assigned_seller
      FROM n LEFT JOIN crm_leads l ON n.i % 3 = 0 AND l.seq = (n.i * 48271) % ${leads} + 1;
    INSERT INTO cdr (call_id, slot_id, trunk_id, line, line_type, user_id, username, lead_id, phone_number, caller_id, started_at, answered_at, ended_at, duration_ms, ring_ms, talk_ms, hangup_cause, sip_status, q850, disposition, legs, created_at, lead_seller)
      SELECT id, slot_id, trunk_id, line, line_type, user_id, username, lead_id, phone_number, caller_id, started_at, answered_at, ended_at, 60000, 5000, 55000, 'normal', 200, 16, 'answered', '[]', ended_at, lead_seller FROM calls WHERE id <= ${cdrs};
    UPDATE call_totals_backlog SET counted = 0, upto = ${cdrs} WHERE source = 'cdr';
    COMMIT; PRAGMA wal_checkpoint(TRUNCATE);`);
}

async function measure(what, path, bearer = token) {
  const times = [];
  let total = '';
  const paths = typeof path === 'function' ? path : () => path;
  for (let i = 0; i < Number(options.requests); i += 1) {
    const started = performance.now();
    const answer = await ask('GET', paths(i), undefined, {}, bearer);
    times.push(performance.now() - started);
    if (answer.status !== 200) throw new Error(`${paths(i)}: ${answer.status} ${JSON.stringify(answer.body)}`);
    total = answer.headers['x-total-count'] ?? answer.body.length ?? '';
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(`| ${what} | ${total} | ${at(0.5).toFixed(1)} | ${at(0.99).toFixed(1)} | ${times.at(-1).toFixed(1)} |`);
  return { what, p99: at(0.99) };
}

async function measureAll(sellers) {
  const seller = await login('seller0', PASSWORD);
  const some = await wanted(200, ask('GET', '/api/crm/leads?limit=1000&sort=-updated_at'));
  const q = encodeURIComponent;
  const results = [];
  const run = async (...parts) => results.push(await measure(...parts));
  console.log('\n| Request | total | p50 ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- |');
  for (const sort of ['-created_at', 'created_at', '-updated_at', 'client_name', '-client_name', 'id']) {
    await run(`leads by ${sort}`, `/api/crm/leads?sort=${sort}`);
    await run(`leads of a status by ${sort}`, `/api/crm/leads?sort=${sort}&status=new`);
    await run(`leads of a seller by ${sort}`, `/api/crm/leads?sort=${sort}&assigned_seller=${sellers[0]}`);
    await run(`leads of a seller and status by ${sort}`, `/api/crm/leads?sort=${sort}&assigned_seller=${sellers[0]}&status=new`);
  }
  await run('a seller\'s own leads', '/api/crm/leads', seller);
  await run('a lead', (i) => `/api/crm/leads/${some[i % some.length].id}`);
  await run('a lead by number', (i) => `/api/crm/leads?phone=${q(some[i % some.length].phone)}`);
  await run('a lead\'s timeline', (i) => `/api/crm/leads/${some[i % some.length].id}/timeline`);
  for (const [what, texts] of [
    ['a first name', FIRST], ['two letters', ['ив', 'см', 'jo', 'ма']], ['one letter', ['и', 'j']], ['a surname', LAST.map((name, i) => `${name}${i * 37}`)],
    ['surname and name', LAST.map((name, i) => `${name} ${FIRST[i]}`)], ['an e-mail', ['user123', 'user4567', 'user99']],
    ['the beginning of a number', ['+7 912', '8 (923) 4', '79345', '9123456']], ['a whole number', some.slice(0, 50).map((lead) => lead.phone)],
    ['last four digits', ['1234', '0007', '9999']], ['nothing', ['кхм', 'zzzz', '+1 555']],
  ]) {
    await run(`search: ${what}`, (i) => `/api/crm/search?q=${q(texts[i % texts.length])}`);
    await run(`search of a seller: ${what}`, (i) => `/api/crm/search?q=${q(texts[i % texts.length])}`, seller);
    await run(`list with q: ${what}`, (i) => `/api/crm/leads?q=${q(texts[i % texts.length])}&status=new`);
  }
  await run('calls', '/api/calls');
  await run('calls of a lead', (i) => `/api/calls?lead_id=${some[i % some.length].id}`);
  await run('a seller\'s calls', '/api/calls', seller);
  await run('records of a day', `/api/cdr/records?start_date=${day(-10)}&end_date=${day(-10)}`);
  for (const report of ['daily', 'operator', 'slots', 'campaign']) {
    await run(`report: ${report}, a year`, `/api/reports/${report}?from=${day(-365)}&to=${day(0)}`);
    await run(`report: ${report}, a year that begins in mid-month`, `/api/reports/${report}?from=${day(-365).slice(0, 8)}16&to=${day(-31).slice(0, 8)}15`);
  }
  await run('dashboard', '/api/dashboard');
  await run('dashboard of a seller', '/api/dashboard', seller);
  return results;
}

// What was there before the sums of the reports were kept is counted in the background.
async function countEarlier() {
  const started = performance.now();
  while (!(await wanted(200, ask('GET', '/api/reports/daily'))).complete) await new Promise((resolve) => setTimeout(resolve, 200));
  const seconds = (performance.now() - started) / 1000;
  const { total } = await wanted(200, ask('GET', `/api/reports/daily?from=${day(-366)}`));
  if (total.attempts !== cdrs) throw new Error(`the reports count ${total.attempts} calls of ${cdrs}`);
  console.log(`earlier records counted for the reports in ${seconds.toFixed(0)} s (${Math.round(cdrs / seconds)} a second)`);
}

try {
  await start();
  token = await login('admin', PASSWORD);
  const sellers = [];
  for (let i = 0; i < SELLERS; i += 1) sellers.push((await wanted(201, ask('POST', '/api/users', { username: `seller${i}`, password: PASSWORD, role: 'seller' }))).id);
  const before = memory('VmRSS');
  console.log(`memory before: ${before.toFixed(0)} MiB\n\n| Import | | | |\n| --- | --- | --- | --- |`);
  // Each seller has 50 000 leads at most; the rest are nobody's.
  const each = Math.min(50_000, Math.floor(leads / SELLERS / 2));
  let from = 0;
  for (const seller of sellers) {
    await importFile(from, each, seller);
    from += each;
  }
  while (from < leads) {
    const count = Math.min(A_FILE, leads - from);
    await importFile(from, count);
    from += count;
  }
  const peak = memory('VmHWM');
  await stop();
  const filling = performance.now();
  fillCalls();
  console.log(`\n${cdrs} calls and records by SQL in ${((performance.now() - filling) / 1000).toFixed(0)} s; database ${(statSync(join(folder, 'vss.db')).size / 1e9).toFixed(1)} GB`);
  await start();
  token = await login('admin', PASSWORD);
  await countEarlier();
  const slow = (await measureAll(sellers)).filter(({ p99 }) => p99 > MAX_P99_MS);
  await stop();
  console.log(`\npeak memory of the imports: ${peak.toFixed(0)} MiB (at most ${MAX_RSS_MIB})`);
  for (const { what, p99 } of slow) console.log(`over ${MAX_P99_MS} ms: ${what}, ${p99.toFixed(1)} ms`);
  process.exitCode = slow.length > 0 || peak > MAX_RSS_MIB ? 1 : 0;
} finally {
  if (server.exitCode === null) server.kill('SIGKILL');
  if (!options.keep) rmSync(folder, { recursive: true, force: true });
}
