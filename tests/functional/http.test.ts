// The HTTP edge that all four services share: connections, headers, encodings, limits, stopping.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus } from './support/client.ts';
import { BINARY, SERVICES } from './support/places.ts';
import { Raw } from './support/raw.ts';
import { ADMIN_PASSWORD, runVss, useVss, Vss } from './support/vss.ts';

const ORIGIN = 'https://crm.example.com';
const vss = useVss({ env: { VSS_CORS_ORIGINS: `${ORIGIN},http://localhost:5173` } });

const GET = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const open = () => Raw.open(vss.ports.ottb);

describe('the address', () => {
  it.runIf(existsSync('/proc/net/if_inet6'))('is both loopbacks, for clients to whom localhost is ::1', async () => {
    for (const service of SERVICES) {
      const answer = await fetch(`http://[::1]:${vss.ports[service]}/api/health/live`);
      expect(answer.status, service).toBe(200);
    }
  });
});

describe('headers', () => {
  it('X-Request-Id is taken when it is plain, made otherwise, and is in the error', async () => {
    const client = vss.client();
    expect((await client.get('/api/slots', { 'X-Request-Id': 'my-id_1.2' })).body.request_id).toBe('my-id_1.2');
    const ids = new Set<string>();
    for (const forged of ['', 'with space', 'x'.repeat(300), '<b>', '"']) {
      const answer = await client.get('/api/slots', { 'X-Request-Id': forged });
      expect(answer.headers['x-request-id']).not.toBe(forged);
      expect(answer.body.request_id).toBe(answer.headers['x-request-id']);
      ids.add(String(answer.headers['x-request-id']));
    }
    expect(ids.size).toBe(5);
  });

  it.each(SERVICES)('%s protects browsers', async (service) => {
    const { headers } = await vss.client().on(service).get('/api/health');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('401 says how to sign in', async () => {
    expect((await vss.client().get('/api/slots')).headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('HEAD is GET without the body', async () => {
    const admin = await vss.as('admin');
    const get = await admin.get('/api/trunks', { 'Accept-Encoding': '' });
    const head = await admin.send('HEAD', '/api/trunks', undefined, { 'Accept-Encoding': '' });
    expect(head.bytes).toHaveLength(0);
    expect(head.status).toBe(200);
    for (const name of ['content-type', 'content-length', 'x-total-count']) expect(head.headers[name]).toBe(get.headers[name]);
  });
});

describe('gzip', () => {
  const document = '/api/openapi.json';
  it('comes when it was asked for', async () => {
    const client = vss.client().on('ottb');
    const packed = await client.get(document, { 'Accept-Encoding': 'br, gzip;q=0.5' });
    const plain = await client.get(document, { 'Accept-Encoding': 'identity' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(String(packed.headers.vary)).toMatch(/accept-encoding/i);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.body).toEqual(plain.body);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
  });

  it.each(['gzip;q=0', 'identity', '', 'deflate', 'gzipped'])('does not come with %j', async (accept) => {
    expect((await vss.client().on('ottb').get(document, { 'Accept-Encoding': accept })).headers['content-encoding']).toBeUndefined();
  });
});

describe('CORS', () => {
  it('lets the configured origins in, with preflight', async () => {
    const preflight = await vss.client().on('ottb').send('OPTIONS', '/api/slots', undefined, {
      Origin: ORIGIN, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type',
    });
    expect([200, 204]).toContain(preflight.status);
    expect(preflight.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(String(preflight.headers['access-control-allow-methods'])).toContain('POST');
    expect(String(preflight.headers['access-control-allow-headers']).toLowerCase()).toContain('authorization');
    const answer = await (await vss.as('admin')).get('/api/slots', { Origin: 'http://localhost:5173' });
    expect(answer.headers['access-control-allow-origin']).toBe('http://localhost:5173');
    expect(String(answer.headers.vary)).toMatch(/origin/i);
    expect(String(answer.headers['access-control-expose-headers'])).toContain('X-Total-Count');
  });

  it.each(['https://evil.example', `${ORIGIN}.evil.example`, 'https://crm.example.com:444', 'http://crm.example.com', 'null', '*'])('keeps %s out', async (Origin) => {
    const answer = await vss.client().get('/api/slots', { Origin });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('connections', () => {
  it('stay open for the next request', async () => {
    const raw = await open();
    for (let i = 1; i <= 20; ++i) await raw.send(GET('/api/health/live')).answers(i);
    expect(raw.statuses).toEqual(Array(20).fill(200));
    raw.close();
  });

  it('answer pipelined requests in their order', async () => {
    const raw = await open();
    const targets = ['/api/health/live', '/api/slots', '/api/nothing', '/api/health/live', '/api/trunks?x=%zz'];
    raw.send(targets.map((target) => GET(target)).join(''));
    await raw.answers(5);
    expect(raw.statuses).toEqual([200, 401, 404, 200, 400]);
    raw.close();
  });

  it('take a request in single bytes, and a body in chunks', async () => {
    const raw = await open();
    for (const byte of GET('/api/health/live')) raw.send(byte);
    await raw.answers(1);
    const { token } = await vss.as('admin');
    const body = JSON.stringify({ name: 'in chunks', type: 'auto', capacity: 1 });
    const chunks = [...body].map((char) => `1\r\n${char}\r\n`).join('');
    raw.send(`POST /api/trunks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
    await raw.answers(2);
    expect(raw.statuses).toEqual([200, 201]);
    raw.close();
  });

  it('close when asked, and with HTTP/1.0', async () => {
    const asked = await open();
    await asked.send(GET('/api/health/live', 'Connection: close\r\n')).closed(3000);
    expect(asked.received).toMatch(/Connection: close/i);
    const old = await open();
    await old.send('GET /api/health/live HTTP/1.0\r\n\r\n').closed(3000);
    expect(old.statuses).toEqual([200]);
  });

  it('send 100 Continue when the body is awaited', async () => {
    const { token } = await vss.as('admin');
    const raw = await open();
    const body = JSON.stringify({ name: 'continued', type: 'auto', capacity: 1 });
    raw.send(`POST /api/trunks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`);
    await raw.answers(1);
    await raw.send(body).answers(2);
    expect(raw.statuses).toEqual([100, 201]);
    raw.close();
  });
});

describe('what is not HTTP', () => {
  const MALFORMED: [what: string, text: string][] = [
    ['nonsense', 'hello\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['HTTP/3.7', 'GET / HTTP/3.7\r\n\r\n'],
    ['a space in the target', 'GET /api/sl ots HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a target without a slash', 'GET api/slots HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['both lengths', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}'],
    ['a negative length', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n'],
    ['a length past all bounds', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n'],
    ['transfer codings that do not end in chunked', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a transfer coding of HTTP/1.0', 'POST /api/auth/login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['no Host', 'GET /api/health/live HTTP/1.1\r\n\r\n'],
    ['two Hosts', 'GET /api/health/live HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n'],
    ['an invalid Host', 'GET /api/health/live HTTP/1.1\r\nHost: a b\r\n\r\n'],
    ['a bad request line whose head never ends', 'GET /api/health/live FTP/1.1\r\n'],
    ['a line that cannot become one', '{"jsonrpc": "2.0"'],
    ['a bad chunk extension that never ends', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;\x01'],
    ['an endless chunk extension', `POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(2000)}`],
    ['an unknown transfer coding', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n'],
    ['a broken chunk', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a space before the colon', 'GET /api/slots HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['a folded header', 'GET /api/slots HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n'],
    ['a NUL in a header', 'GET /api/slots HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n'],
  ];
  it.each(MALFORMED)('%s is refused at once, and nothing behind it is read', async (_, text) => {
    const raw = await open();
    raw.send(text);
    // Long before the head's or the body's time is up, of 10 and 30 s.
    await raw.closed(8_000);
    expect(raw.statuses).toEqual([400]);
    expect((await vss.client().on('ottb').get('/api/health/live')).status).toBe(200);
  });

  it.each([
    ['the absolute form', 'GET http://x:80/api/health/live HTTP/1.1\r\nHost: y\r\nConnection: close\r\n\r\n', 200],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 204],
    ['empty lines before a request', '\r\n\r\nGET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 200],
    ['HTTP/1.0 without Host', 'GET /api/health/live HTTP/1.0\r\n\r\n', 200],
    ['a chunk extension', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2;a="b"\r\n{}\r\n0\r\n\r\n', 204],
  ])('%s is', async (_, text, status) => {
    const raw = await open();
    raw.send(text);
    await raw.closed(10_000);
    expect(raw.statuses).toEqual([status]);
  });

  it('GET * is refused: only OPTIONS asks for the server as a whole', async () => {
    const raw = await open();
    raw.send('GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await raw.closed(10_000);
    expect(raw.statuses).toEqual([400]);
  });

  it('a request smuggled behind another is not run as a second one', async () => {
    const raw = await open();
    raw.send('POST /api/auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    await raw.closed(10_000);
    expect(raw.statuses.filter((status) => status === 200)).toEqual([]);
  });
});

describe('limits', () => {
  it('a head over 16 KiB is refused', async () => {
    const raw = await open();
    raw.send(GET('/api/slots', `X-Long: ${'x'.repeat(20_000)}\r\n`));
    await raw.answers(1);
    expect(raw.statuses).toEqual([413]);
    raw.close();
  });

  it('a head of very many fields is refused', async () => {
    const raw = await open();
    raw.send(GET('/api/slots', Array.from({ length: 5_000 }, (_, i) => `X-${i}: y\r\n`).join('')));
    await raw.answers(1);
    expect(raw.statuses).toEqual([413]);
    raw.close();
  });

  it('a long address is refused', async () => {
    const raw = await open();
    raw.send(GET(`/api/slots?q=${'x'.repeat(20_000)}`));
    await raw.answers(1);
    expect(raw.statuses).toEqual([413]);
    raw.close();
  });

  it('chunks cannot get past the size of a body', async () => {
    const raw = await open();
    raw.send('POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    for (let i = 0; i < 8 && raw.statuses.length === 0; ++i) raw.send(chunk);
    await raw.answers(1);
    expect(raw.statuses).toEqual([413]);
    raw.close();
  });

  it('who sends slowly is cut off, and nobody else notices', async () => {
    const slow = await Promise.all(Array.from({ length: 100 }, () => open()));
    const drip = setInterval(() => slow.forEach((raw) => raw.send('X-Drip: 1\r\n')), 500);
    slow.forEach((raw) => raw.send('GET /api/slots HTTP/1.1\r\nHost: x\r\n'));
    try {
      const times = [];
      for (let i = 0; i < 50; ++i) times.push((await vss.client().on('ottb').get('/api/health/live')).took_ms);
      expect(times.sort((a, b) => a - b)[45]).toBeLessThan(500);
      await Promise.all(slow.map((raw) => raw.closed(20_000)));
    } finally {
      clearInterval(drip);
      slow.forEach((raw) => raw.close());
    }
  });
});

describe('the address of the peer', () => {
  const addressOf = async (target: Vss, forwarded: string) => {
    const admin = await target.as('admin');
    const name = `peer-${forwarded}`;
    await target.client().post('/api/auth/login', { username: name, password: 'wrong password' }, { 'X-Real-IP': forwarded, 'X-Forwarded-For': forwarded });
    const records = expectStatus(await admin.get('/api/security/audit?action=auth.login&success=false&limit=1000'), 200);
    return records.find((record: any) => record.username === name).address;
  };

  it('is the one of the connection, whatever headers say', async () => {
    expect(await addressOf(vss, '203.0.113.7')).toBe('127.0.0.1');
  });

  it('is what a proxy of ours says', async () => {
    const behind = new Vss({ env: { VSS_TRUSTED_PROXIES: '127.0.0.1' } });
    try {
      await behind.start();
      expect(await addressOf(behind, '203.0.113.7')).toBe('203.0.113.7');
      expect(await addressOf(behind, 'not-an-address')).toBe('127.0.0.1');
    } finally {
      await behind.stop();
    }
  });
});

describe('clients that vanish', () => {
  const login = JSON.stringify({ username: 'admin', password: 'wrong password' });
  const whole = `POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: ${login.length}\r\n\r\n${login}`;

  it('at any byte of a request, or before the answer, leave no trace', async () => {
    for (let cut = 1; cut <= whole.length; cut += 3) {
      const raw = await Raw.open(vss.ports.point);
      raw.send(whole.slice(0, cut));
      if (cut % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
      raw.close();
    }
    const client = vss.client().on('point');
    expect((await client.get('/api/health')).body.status).toBe('ok');
    const open = async () => Number(/^vss_http_connections{service="point"} (\d+)/m.exec((await client.get('/metrics')).text)![1]);
    for (const until = Date.now() + 20_000; (await open()) > 5; ) if (Date.now() > until) throw new Error(`${await open()} connections stay`);
  });

  it('that do not read their answers hold up nobody', async () => {
    const { token } = await vss.as('admin');
    const deaf = await Promise.all(Array.from({ length: 20 }, () => Raw.open(vss.ports.ottb)));
    for (const raw of deaf) {
      raw.pause();
      raw.send(GET('/api/openapi.json', `Authorization: Bearer ${token}\r\n`).repeat(200));
    }
    const times = [];
    for (let i = 0; i < 30; ++i) times.push((await vss.client().on('ottb').get('/api/health/live')).took_ms);
    expect(times.sort((a, b) => a - b)[27]).toBeLessThan(1000);
    deaf.forEach((raw) => raw.close());
  });
});

describe('too many connections', () => {
  it('are refused, and afterwards all is well', async () => {
    const small = new Vss({ env: { VSS_HTTP_MAX_CONNECTIONS: '16' } });
    try {
      await small.start();
      const many = await Promise.all(Array.from({ length: 60 }, () => Raw.open(small.ports.ottb)));
      many.forEach((raw) => raw.send(GET('/api/health/live')));
      const served = () => many.filter((raw) => raw.statuses[0] === 200).length;
      await many[0]!.until(() => many.every((raw) => raw.statuses.length > 0 || raw.gone), 10_000);
      expect(served()).toBeGreaterThan(8);
      expect(served()).toBeLessThanOrEqual(16);
      const refused = many.filter((raw) => raw.statuses[0] === 503);
      expect(refused.length).toBeGreaterThan(20); // told so, not just cut off
      expect(refused[0]!.received).toMatch(/^Retry-After: \d+\r$/im);
      many.forEach((raw) => raw.close());
      const after = await Raw.open(small.ports.ottb);
      await after.send(GET('/api/health/live')).answers(1);
      after.close();
    } finally {
      await small.stop();
    }
  });
});

describe('connections of one address', () => {
  it('are limited, and those of others are not', async () => {
    const small = new Vss({ env: { VSS_HTTP_MAX_PER_ADDRESS: '12' } });
    try {
      await small.start();
      const flood = await Promise.all(Array.from({ length: 40 }, () => Raw.open(small.ports.ottb, '127.0.0.9')));
      flood.forEach((raw) => raw.send(GET('/api/health/live')));
      await flood[0]!.until(() => flood.every((raw) => raw.statuses.length > 0), 10_000);
      expect(flood.filter((raw) => raw.statuses[0] === 200)).toHaveLength(12);
      expect(flood.filter((raw) => raw.statuses[0] === 503)).toHaveLength(28);
      const other = await Raw.open(small.ports.ottb, '127.0.0.10');
      expect((await other.send(GET('/api/health/live')).answers(1)).statuses).toEqual([200]);
      [...flood, other].forEach((raw) => raw.close());
    } finally {
      await small.stop();
    }
  });

  it('and of all leave files for what runs: at the limit new clients get 503', async () => {
    const wrapper = path.join(mkdtempSync(path.join(tmpdir(), 'vss-few-files-')), 'vss');
    writeFileSync(wrapper, `#!/bin/sh\nulimit -n 300\nexec '${BINARY}' "$@"\n`, { mode: 0o755 });
    const small = new Vss({ binary: wrapper });
    try {
      await small.start();
      const running = await Raw.open(small.ports.ottb, '127.0.0.10');
      await running.send(GET('/api/health/live')).answers(1);
      const flood = [];
      for (let i = 0; i < 200; ++i) flood.push(await Raw.open(small.ports.ottb, '127.0.0.9'));
      flood.at(-1)!.send(GET('/api/health/live'));
      expect((await flood.at(-1)!.answers(1)).statuses).toEqual([503]);
      expect((await running.send(GET('/api/health/live')).answers(2)).statuses).toEqual([200, 200]);
      [...flood, running].forEach((raw) => raw.close());
    } finally {
      await small.stop();
    }
  });
});

describe('WORKSPACE', () => {
  it('forwards to the other services, with the same answer', async () => {
    const admin = await vss.as('admin');
    for (const path of ['/api/auth/me', '/api/users', '/api/roles', '/api/point/rolecheck?action=slots.read', '/api/trunks', '/api/slots', '/api/nothing', '/api/trunks/abc', '/api/trunks?zz=1']) {
      const [direct, front] = [await admin.get(path, { 'X-Request-Id': 'same' }), await admin.on('workspace').get(path, { 'X-Request-Id': 'same' })];
      expect([path, front.status, front.body]).toEqual([path, direct.status, direct.body]);
    }
    const made = await admin.on('workspace').post('/api/trunks', { name: 'through the front door', type: 'auto', capacity: 1 });
    expectStatus(await admin.delete(`/api/trunks/${expectStatus(made, 201).id}`), 200);
    expectError(await admin.on('workspace').send('PUT', '/api/trunks'), 405, 'METHOD_NOT_ALLOWED');
    expectError(await vss.client().on('workspace').get('/api/slots'), 401, 'AUTH_FAIL');
  });

  it('and every service answer under /api/<service>', async () => {
    const admin = await vss.as('admin');
    for (const [service, path] of [['point', '/users'], ['ottb', '/slots'], ['dci', '/health'], ['workspace', '/health']] as const) {
      for (const at of ['workspace', service] as const) expectStatus(await admin.on(at).get(`/api/${service}${path}`), 200);
    }
    expectError(await admin.on('point').get('/api/ottb/slots'), 404, 'NOT_FOUND');
  });

  it('shows a start page that loads', async () => {
    const front = vss.client().on('workspace');
    const page = expectPage(await front.get('/'));
    for (const [, link] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) expectPage(await front.get(link!));
  });
  function expectPage(answer: { status: number; text: string }): string {
    expect(answer.status).toBe(200);
    return answer.text;
  }
});

describe('stopping', () => {
  it('lets running requests end, closes idle connections, and takes no new ones', async () => {
    const own = new Vss();
    try {
      await own.start();
      const admin = await own.as('admin');
      const idle = await Raw.open(own.ports.point);
      const slow = Array.from({ length: 6 }, (_, i) => admin.post('/api/users', { username: `late${i}`, password: 'password-of-late', role: 'seller' }));
      await new Promise((resolve) => setTimeout(resolve, 20)); // they are in bcrypt now
      own.signal('SIGTERM');
      const answers = await Promise.allSettled(slow);
      await idle.closed(5_000);
      await own.ended();
      for (const answer of answers) if (answer.status === 'fulfilled') expect([201, 503]).toContain(answer.value.status);
      expect(answers.filter((answer) => answer.status === 'fulfilled').length).toBeGreaterThan(0);
      await expect(Raw.open(own.ports.point)).rejects.toThrow();
    } finally {
      await own.stop();
    }
  });

  it('at a random moment of a crowd of requests is as clean', async () => {
    const own = new Vss();
    try {
      for (let round = 0; round < 3; ++round) {
        await own.start();
        const admin = await own.signIn('admin', ADMIN_PASSWORD);
        const crowd = Array.from({ length: 30 }, async (_, i) => {
          for (;;) {
            const asked = i % 3 === 0 ? admin.post('/api/trunks', { name: `r${round}-${i}-${Math.random()}`, type: 'ls', capacity: 1 })
              : i % 3 === 1 ? admin.get('/api/security/audit') : own.client().post('/api/auth/login', { username: `u${i}`, password: 'wrong password' });
            const answer = await asked.catch(() => undefined);
            if (!answer || answer.status === 503) return;
          }
        });
        await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
        own.signal('SIGTERM');
        await own.ended();
        await Promise.all(crowd);
      }
    } finally {
      await own.stop();
    }
  });

  it('a second instance on the same ports ends with 3 and names the port; on the same folder it is refused too', async () => {
    const { code, output } = await runVss(vss, ['serve']);
    expect(code).not.toBe(0);
    expect(output).not.toMatch(/Sanitizer/);
    const other = new Vss();
    Object.assign(other.ports, vss.ports);
    const ports = await runVss(other, ['serve']);
    expect(ports.code, ports.output).toBe(3);
    expect(ports.output).toContain(String(vss.ports.workspace));
    await other.stop();
  });
});

describe('TLS', () => {
  it('works with a certificate that vss made, and says so to browsers', async () => {
    const maker = new Vss();
    try {
      const { code, output } = await runVss(maker, ['cert', 'make', '--host', 'localhost']);
      expect(code, output).toBe(0);
      const tls = new Vss({ ca: readFileSync(path.join(maker.dataDir, 'tls/ca.crt'), 'utf8'), env: { VSS_DATA_DIR: maker.dataDir } });
      try {
        await tls.start();
        const admin = await tls.as('admin');
        const { headers } = await admin.get('/api/slots');
        expect(headers['strict-transport-security']).toMatch(/max-age=\d{6,}/);
        const login = await tls.client().post('/api/auth/login', { username: 'admin', password: ADMIN_PASSWORD });
        expect(String(login.headers['set-cookie'])).toContain('Secure');
        const large = await tls.client().on('ottb').get('/api/docs/swagger-ui-bundle.js');
        expect(large.text.length, 'an answer of many TLS records').toBeGreaterThan(1_000_000);
        const plain = await Raw.open(tls.ports.ottb);
        plain.send(GET('/api/health/live'));
        await plain.closed(15_000);
        expect(plain.statuses).toEqual([]);
      } finally {
        await tls.stop();
      }
    } finally {
      await maker.stop();
    }
  });
});
