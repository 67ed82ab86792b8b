// Who may call what: role-matrix.json says it for every route and role, and each cell is tried over HTTP.
// A cell is 401, 403, or "pass" (the dispatcher let the caller through, whatever the handler then said).
// `npm run matrix` writes the table from the running binary; read the difference before you commit it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { operations, type Operation } from './support/contract.ts';
import { ADMIN_PASSWORD, ROLES, useVss, type Role } from './support/vss.ts';

const TABLE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'role-matrix.json');
const CALLERS = ['anonymous', ...ROLES] as const;
type Caller = (typeof CALLERS)[number];
type Cell = 'pass' | 401 | 403;
type Row = Record<Caller, Cell>;

const vss = useVss();
const callers = {} as Record<Caller, Client>;
const nameOf = (operation: Operation) => `${operation.service} ${operation.method} ${operation.path}`;
const table: Record<string, Row> = JSON.parse(readFileSync(TABLE, 'utf8'));
const updating = process.env.UPDATE_MATRIX === '1';
const observed: Record<string, Partial<Row>> = {};

beforeAll(async () => {
  callers.anonymous = vss.client();
  for (const role of ROLES) callers[role] = await vss.as(role);
});

// Nothing has these ids and every body is empty, so that a call that passes changes nothing.
function harmless(operation: Operation): string {
  const ids: Record<string, string> = { integer: '999999', string: '00000000-0000-4000-8000-000000000000' };
  const parameter = operation.parameters.find((known) => known.in === 'path');
  const filled = operation.path.replace(/{\w+}/, parameter?.name === 'file' ? parameter.example : ids[parameter?.schema.type]!);
  return operation.operationId === 'checkPermission' ? `${filled}?action=slots.read` : filled;
}

async function callerFor(operation: Operation, name: Caller): Promise<Client> {
  if (!operation.path.endsWith('/auth/logout') || name === 'anonymous') return callers[name];
  return vss.signIn(name, name === 'admin' ? ADMIN_PASSWORD : `password-of-${name as Role}`); // logging out ends it
}

async function tryCell(operation: Operation, name: Caller): Promise<Cell> {
  const client = (await callerFor(operation, name)).on(operation.service);
  const answer = await client.send(operation.method, harmless(operation), operation.hasBody ? {} : undefined);
  if (answer.status !== 401 && answer.status !== 403) return 'pass';
  expect(answer.body.code).toBe(answer.status === 401 ? 'AUTH_FAIL' : 'PERMISSION_DENIED');
  if (answer.status === 403) expect(answer.body.details).toEqual({ permission: operation.permission });
  return answer.status;
}

describe('role × route', () => {
  it('has exactly the routes of the OpenAPI documents', () => {
    if (!updating) expect(Object.keys(table).sort()).toEqual(operations.map(nameOf).sort());
  });

  it.each(operations.map((operation) => [nameOf(operation), operation] as const))('%s', async (name, operation) => {
    const row: Partial<Row> = (observed[name] = {});
    for (const caller of CALLERS) row[caller] = await tryCell(operation, caller);
    if (updating) return;
    expect(row).toEqual(table[name]);
  });
});

afterAll(() => {
  const rows = Object.entries(observed).map(([name, row]) => `  ${JSON.stringify(name)}: ${JSON.stringify(row)}`);
  if (updating) writeFileSync(TABLE, `{\n${rows.join(',\n')}\n}\n`);
});

describe('ways around it', () => {
  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])('%s changes nothing', async (header) => {
    const answer = await callers.operator.get('/api/slots', { [header]: 'POST' });
    expect(answer.status).toBe(200);
    const refused = await callers.operator.post('/api/trunks', {}, { [header]: 'GET' });
    expect(refused.status).toBe(403);
  });

  it.each(operations.filter(({ method, permission }) => method === 'GET' && permission.includes('.')).map((operation) => [nameOf(operation), operation] as const))(
    'HEAD is as protected as %s', async (_, operation) => {
      const head = await callers.anonymous.on(operation.service).send('HEAD', harmless(operation));
      expect(head.status).toBe(401);
    });

  it.each(operations.filter(({ method }) => method === 'GET').map((operation) => [nameOf(operation), operation] as const))(
    'HEAD answers as %s', async (_, operation) => {
      const client = callers.admin.on(operation.service);
      const head = await client.send('HEAD', harmless(operation));
      const get = await client.get(harmless(operation));
      expect(head.status).toBe(get.status);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
      expect(head.text).toBe('');
    });

  it('paths that only look different find no unprotected door', async () => {
    for (const path of ['/api//users', '/api/users/', '/API/users', '/api/./users', '/api/x/../users', '/api/users;x=1', '/api/users%00']) {
      const answer = await callers.anonymous.on('point').get(path);
      expect([400, 401, 404], path).toContain(answer.status);
    }
  });

  it('an encoded path is the path', async () => {
    expect((await callers.anonymous.on('point').get('/api/%75sers')).status).toBe(401);
  });
});
