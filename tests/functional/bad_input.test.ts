// Wrong requests, made from the OpenAPI documents: each is refused with an error that names what is wrong, quickly,
// and the server stays well.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badValues } from './support/bad_values.ts';
import { expectError, expectStatus, type Answer, type Client } from './support/client.ts';
import { follow, operations, type Operation } from './support/contract.ts';
import { JWT_SECRET, useVss } from './support/vss.ts';
import { SERVICES } from './support/places.ts';

const DEADLINE_MS = 5_000;

const vss = useVss();
let admin: Client;
const ids: Record<string, string | number> = {};

beforeAll(async () => {
  admin = await vss.as('admin');
  const trunk = expectStatus(await admin.post('/api/trunks', { name: 'bad input', type: 'auto', capacity: 5 }), 201);
  ids.trunks = trunk.id;
  ids.slots = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: 'd1', type: 'auto' }), 201).id;
  ids.users = expectStatus(await admin.post('/api/users', { username: 'victim', password: 'password-of-victim', role: 'seller' }), 201).id;
  const lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'bad input', phone: '+79991234567' }), 201);
  ids['crm/leads'] = lead.id;
  ids['crm/clients'] = expectStatus(await admin.post('/api/crm/clients', { name: 'bad input' }), 201).id;
  ids['crm/notes'] = expectStatus(await admin.post('/api/crm/note', { lead_id: lead.id, text: 'bad input' }), 201).id;
  ids.teams = expectStatus(await admin.post('/api/teams', { name: 'bad input' }), 201).id;
  ids.roles = expectStatus(await admin.post('/api/roles', { name: 'bad_input', permissions: { slots: ['read'] } }), 201).id;
});

afterAll(async () => {
  for (const service of SERVICES) expect((await vss.client().on(service).get('/api/health')).body.status).toBe('ok');
});

// Of a thing that is there; the CRM's lie one step further down.
function pathOf(operation: Operation): string {
  const [, , first, second] = operation.path.split('/');
  return operation.path.replace('{id}', String(ids[`${first}/${second}`] ?? ids[first!])).replace('{name}', 'new-lead');
}
const callerOf = (operation: Operation) => (operation.permission === 'public' ? vss.client() : admin);
const named = (list: Operation[]) => list.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

// Collects what went wrong so that one bad field does not hide the next.
class Findings {
  private readonly found: string[] = [];
  expectRefused(what: string, answer: Answer, field?: string): void {
    const details = Object.keys(answer.body?.details ?? {});
    if (answer.status !== 400 || answer.body.code !== 'INVALID_PARAMS') {
      this.found.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    } else if (field && !details.some((name) => name === field || name.startsWith(`${field}.`))) {
      this.found.push(`${what}: details name ${details.join(', ') || 'nothing'}`);
    }
    if (answer.took_ms > DEADLINE_MS) this.found.push(`${what}: took ${Math.round(answer.took_ms)} ms`);
  }
  done(): void {
    expect(this.found).toEqual([]);
  }
}

const withBody = operations.filter((operation) => operation.requestSchema);

describe('fields', () => {
  it.each(named(withBody))('%s', async (_, operation) => {
    const schema = operation.requestSchema;
    const example = { ...(schema.examples?.[0] ?? {}) };
    if ('trunk_id' in example) example.trunk_id = ids.trunks;
    const findings = new Findings();
    const send = (body: unknown) => callerOf(operation).send(operation.method, pathOf(operation), body);
    for (const [field, property] of Object.entries<any>(schema.properties)) {
      for (const { what, value } of badValues(operation.service, property)) {
        findings.expectRefused(`${field} ${what}`, await send({ ...example, [field]: value }), field);
      }
    }
    for (const field of schema.required ?? []) {
      const { [field]: _gone, ...rest } = example;
      findings.expectRefused(`${field} missing`, await send(rest), field);
    }
    findings.expectRefused('unknown field', await send({ ...example, zz_unknown: 1 }), 'zz_unknown');
    findings.expectRefused('misspelt field', await send({ ...example, Name: 'x' }), 'Name');
    findings.done();
  });
});

const BROKEN_JSON: [what: string, text: string | Buffer][] = [
  ['cut short', '{"name": "x"'],
  ['a comma too many', '{"name": "x",}'],
  ['single quotes', "{'name': 'x'}"],
  ['a comment', '{"name": "x"} // x'],
  ['two values', '{} {}'],
  ['NaN', '{"name": NaN}'],
  ['a lone surrogate', '{"name": "\\ud800"}'],
  ['not UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['a raw control character', '{"name": "a\u0001"}'],
  ['deep nesting', `{"name":${'['.repeat(4_000)}${']'.repeat(4_000)}}`],
  ['deep objects', `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['a number', '1'],
  ['null', 'null'],
  ['a huge number', `{"name": ${'9'.repeat(5_000)}}`],
];

describe('bodies', () => {
  it.each(named(withBody))('%s', async (_, operation) => {
    const findings = new Findings();
    for (const [what, text] of BROKEN_JSON) {
      findings.expectRefused(what, await callerOf(operation).send(operation.method, pathOf(operation), text));
    }
    findings.done();
  });

  it.each(named(withBody))('%s refuses 10 MB', async (_, operation) => {
    const body = `{"name":"${'x'.repeat(10 * 1024 * 1024)}"}`;
    const answer = await callerOf(operation).send(operation.method, pathOf(operation), body);
    expectError(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(answer.took_ms).toBeLessThan(DEADLINE_MS);
  });

  it.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=koi8-r', 'nonsense', 'multipart/form-data; boundary=x'])(
    'with Content-Type %j are refused', async (type) => {
      const answer = await admin.post('/api/trunks', { name: `type ${type}`, type: 'auto', capacity: 1 }, { 'Content-Type': type });
      expectError(answer, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type');
    });

  it.each(named(withBody.filter((operation) => operation.requestSchema)))('%s refuses a field that is given twice', async (_, operation) => {
    const answer = await callerOf(operation).send(operation.method, pathOf(operation), '{"zz_field":1,"zz_field":2}');
    expectError(answer, 400, 'INVALID_PARAMS', 'zz_field');
  });
});

describe('queries', () => {
  const withQuery = operations.filter((operation) => operation.parameters.some((parameter) => parameter.in === 'query'));
  it.each(named(withQuery))('%s', async (_, operation) => {
    const findings = new Findings();
    const required = operation.parameters.filter((p) => p.in === 'query' && p.required).map((p) => `${p.name}=${encodeURIComponent(p.example)}`).join('&');
    const ask = (query: string) => admin.send(operation.method, `${pathOf(operation)}?${query}`, operation.hasBody ? 'phone\n+79991234567\n' : undefined);
    const send = (query: string) => ask([required, query].filter(Boolean).join('&'));
    const known = operation.parameters.filter((parameter) => parameter.in === 'query');
    const free = known.filter((parameter) => parameter.schema.type === 'object'); // any names, as the application likes
    for (const parameter of known.filter((one) => !free.includes(one))) {
      const schema = follow(operation.service, parameter.schema);
      for (const value of badQueries(schema)) {
        const target = required.startsWith(`${parameter.name}=`)
          ? ask(`${parameter.name}=${value}`)
          : send(`${parameter.name}=${value}`);
        findings.expectRefused(`${parameter.name}=${value.slice(0, 40)}`, await target, parameter.name);
      }
      const good = encodeURIComponent(parameter.example ?? schema.default ?? schema.enum?.[0] ?? (schema.type === 'boolean' ? 'true' : schema.type === 'integer' ? '1' : 'x'));
      findings.expectRefused(`${parameter.name} twice`, await send(`${parameter.name}=${good}&${parameter.name}=${good}`), parameter.name);
      if (parameter.required) findings.expectRefused(`${parameter.name} missing`, await ask(''), parameter.name);
    }
    if (free.length === 0) findings.expectRefused('unknown parameter', await send('zz_unknown=1'), 'zz_unknown');
    findings.done();
  });

  function badQueries(schema: any): string[] {
    if (schema.enum) return ['nonsense', '', '%27%20OR%201=1--'];
    if (schema.type === 'boolean') return ['1', 'TRUE', '', 'null'];
    if (schema.type === 'integer') {
      return ['abc', '', '1.5', '0x10', '99999999999999999999', '1%202', String(schema.minimum - 1)]
        .concat(schema.maximum ? [String(schema.maximum + 1)] : []);
    }
    if (schema.format === 'vss-time') return ['yesterday', '2025-13-01', '2025-02-30', '2025-01-15T25:00:00Z', '1', ''];
    if (schema.format === 'uuid') return ['not-a-uuid', '', '%27'];
    return [...(schema.maxLength ? ['a'.repeat(schema.maxLength + 1)] : []), ...(schema.minLength ? [''] : []), '%FF%FE'];
  }

  it.each(['/api/slots?%zz', '/api/slots?trunk_id=%', '/api/slots%', '/api/slots%0d%0aX:%20y', '/api/slots?a=%00'])(
    'a malformed address is refused: %s', async (target) => {
      const answer = await admin.on('ottb').get(target);
      expect(answer.status).toBe(400);
    });
});

describe('addresses and methods', () => {
  it.each(['abc', '0', '-1', '1.5', '99999999999999999999', '%27', '..%2f..%2fetc', '1%20', '+1', '１'])('id %s does not exist', async (id) => {
    for (const list of ['/api/trunks', '/api/slots', '/api/users', '/api/roles', '/api/monitor/slots']) {
      const target = `${list}/${encodeURI(decodeURIComponent(id)) === id ? id : id.replace('１', encodeURIComponent('１'))}`;
      expectError(await admin.get(target), 404, 'NOT_FOUND');
    }
  });

  it.each(['/', '/api', '/api/', '/api/nothing', '/api/slots/1/nothing', '/api/slots/', '/metrics/x', '/api/docs/nothing.js', '/api/docs/%2e%2e%2fslots', '/.env'])(
    '%s does not exist', async (target) => {
      for (const service of ['point', 'dci', 'ottb'] as const) {
        expectError(await admin.on(service).get(target), 404, 'NOT_FOUND');
      }
    });

  const byPath = new Map<string, Operation[]>();
  for (const operation of operations) {
    const where = `${operation.service} ${operation.path}`;
    byPath.set(where, [...(byPath.get(where) ?? []), operation]);
  }
  it.each([...byPath.entries()])('%s takes only its methods', async (_, there) => {
    const allowed = there.map((operation) => operation.method);
    const target = pathOf(there[0]!).replace('{file}', 'index.html');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'].filter((m) => !allowed.includes(m))) {
      const answer = await admin.on(there[0]!.service).send(method, target);
      if (target === '/socket.io/' && ['PUT', 'PATCH', 'DELETE'].includes(method)) { // as Engine.IO has it
        expectError(answer, 400, 'INVALID_PARAMS');
        continue;
      }
      expectError(answer, 405, 'METHOD_NOT_ALLOWED');
      expect(String(answer.headers.allow).split(/, */)).toEqual(expect.arrayContaining(allowed));
    }
    const options = await vss.client().on(there[0]!.service).send('OPTIONS', target);
    expect(String(options.headers.allow).split(/, */)).toEqual(expect.arrayContaining(allowed));
  });
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
function sign(header: unknown, claims: unknown, key: string, digest = 'sha256'): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac(digest, key).update(text).digest('base64url')}`;
}

describe('tokens', () => {
  const HEADER = { alg: 'HS256', typ: 'JWT' };
  const claims = () => decode(admin.token!.split('.')[1]!);
  const header = () => decode(admin.token!.split('.')[0]!);
  const now = () => Math.floor(Date.now() / 1000);
  const withoutSignature = (alg: string) => `${encode({ ...HEADER, alg })}.${encode(claims())}.`;

  it('one that the test signs itself with the right key works, so that the refusals below mean something', async () => {
    expectStatus(await vss.client(sign(header(), claims(), JWT_SECRET)).get('/api/auth/me'), 200);
  });

  const REFUSED: [what: string, make: () => string][] = [
    ['empty', () => ''],
    ['not a token', () => 'nonsense'],
    ['two parts', () => admin.token!.split('.').slice(0, 2).join('.')],
    ['four parts', () => `${admin.token}.x`],
    ['signature cut', () => admin.token!.slice(0, -3)],
    ['signature changed', () => admin.token!.slice(0, -4) + (admin.token!.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
    ['claims changed', () => { const [h, , s] = admin.token!.split('.'); return `${h}.${encode({ ...claims(), role: 'admin', x: 1 })}.${s}`; }],
    ...['none', 'None', 'nOnE', 'NONE', ''].map((alg): [string, () => string] => [`alg ${JSON.stringify(alg)} without signature`, () => withoutSignature(alg)]),
    ['alg none with the right signature', () => sign({ ...HEADER, alg: 'none' }, claims(), JWT_SECRET)],
    ['HS512', () => sign({ ...HEADER, alg: 'HS512' }, claims(), JWT_SECRET, 'sha512')],
    ['HS384', () => sign({ ...HEADER, alg: 'HS384' }, claims(), JWT_SECRET, 'sha384')],
    ['RS256 named, HMAC made', () => sign({ ...HEADER, alg: 'RS256' }, claims(), JWT_SECRET)],
    ['another key', () => sign(header(), claims(), 'another key that is long enough 0123456789')],
    ['an empty key', () => sign(header(), claims(), '')],
    ['a key id that is a path', () => sign({ ...HEADER, kid: '../../../../dev/null' }, claims(), '')],
    ['a key address', () => sign({ ...HEADER, jku: 'http://127.0.0.1:9/keys' }, claims(), 'x'.repeat(40))],
    ['no subject', () => sign(header(), { ...claims(), sub: undefined }, JWT_SECRET)],
    ['an unknown session', () => sign(header(), { ...claims(), sid: '00000000-0000-4000-8000-000000000000' }, JWT_SECRET)],
    ['no session', () => sign(header(), { ...claims(), sid: undefined }, JWT_SECRET)],
    ['an unknown subject', () => sign(header(), { ...claims(), sub: '00000000-0000-4000-8000-000000000000' }, JWT_SECRET)],
    ['another issuer', () => sign(header(), { ...claims(), iss: 'evil' }, JWT_SECRET)],
    ['another audience', () => sign(header(), { ...claims(), aud: 'evil' }, JWT_SECRET)],
    ['not valid yet', () => sign(header(), { ...claims(), nbf: now() + 3600, iat: now() + 3600, exp: now() + 7200 }, JWT_SECRET)],
    ['no expiry', () => sign(header(), { ...claims(), exp: undefined }, JWT_SECRET)],
    ['expiry as text', () => sign(header(), { ...claims(), exp: String(now() + 3600) }, JWT_SECRET)],
    ['claims that are a list', () => sign(header(), [1], JWT_SECRET)],
    ['claims nested deeply', () => { const text = `${encode(HEADER)}.${Buffer.from('['.repeat(3000) + ']'.repeat(3000)).toString('base64url')}`; return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`; }],
  ];
  it.each(REFUSED)('%s is refused', async (_, make) => {
    const token = make();
    for (const path of ['/api/auth/me', '/api/slots', '/api/dci/logs']) {
      expectError(await vss.client(token).get(path), 401, 'AUTH_FAIL');
    }
  });

  it('an expired one is named so', async () => {
    const expired = sign(header(), { ...claims(), iat: now() - 7200, nbf: now() - 7200, exp: now() - 3600 }, JWT_SECRET);
    for (const path of ['/api/auth/me', '/api/slots', '/api/dci/logs']) {
      expectError(await vss.client(expired).get(path), 401, 'TOKEN_EXPIRED');
    }
  });

  it.each(['Basic YWRtaW46eA==', 'Bearer', 'Bearer  ', 'Token x', `Bearer ${'a'.repeat(8000)}`])('Authorization: %s is refused', async (value) => {
    expectError(await vss.client().get('/api/slots', { Authorization: value }), 401, 'AUTH_FAIL');
  });

  it('the scheme is read without regard to case', async () => {
    expectStatus(await vss.client().get('/api/slots', { Authorization: `bEARER ${admin.token}` }), 200);
  });
});

describe('text that means something elsewhere', () => {
  const TEXTS = [`'`, `"`, `;`, '`', `$(id)`, `\${x}`, `-1`, `--`, `' OR '1'='1`, `"; DROP TABLE users; --`, `%00`, `%n%s`, `../../x`, `<script>alert(1)</script>`, `😀`, `\u202e`, `{{7*7}}`, `\\`];
  it.each(TEXTS)('%j is kept as it is', async (text) => {
    const trunk = expectStatus(await admin.post('/api/trunks', { name: `n${text}`, type: 'ls', capacity: 1, description: text }), 201);
    expect(trunk).toMatchObject({ name: `n${text}`, description: text });
    const found = await admin.get(`/api/trunks?q=${encodeURIComponent(`n${text}`)}`.replaceAll(/%0[0-9a-f]/gi, ''));
    expect(found.status).toBe(200);
    expectStatus(await admin.delete(`/api/trunks/${trunk.id}`), 200);
    expect(expectStatus(await admin.get('/api/users'), 200).length).toBeGreaterThan(0);
  });

  it('a name holds no line ends and no escapes', async () => {
    for (const name of ['a\nb', 'a\rb', 'a\tb', 'a\u001b[31m'])
      expectError(await admin.post('/api/trunks', { name, type: 'ls', capacity: 1 }), 400, 'INVALID_PARAMS', 'name');
  });
});
