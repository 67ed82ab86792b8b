// The user manual's own curl commands, sent by the real curl. fixtures/manual/*.sh are copied literally from it; only
// ports, tokens, the password and the id 44 are put in.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { check } from './support/contract.ts';
import { Curl, PORTS } from './support/curl.ts';
import { ADMIN_PASSWORD, useVss } from './support/vss.ts';

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures/manual');

const vss = useVss();
let token = '';

// What a reader sees after each command. `slot` and `trunk` are those that the commands before made.
const EXPECTED: [file: string, status: number, sees: (body: any, text: string) => void][] = [
  ['01-ottb-health', 200, (body) => expect(body).toMatchObject({ status: 'ok', service: 'ottb' })],
  ['02-dci-health', 200, (body) => expect(body).toMatchObject({ status: 'ok', service: 'dci' })],
  ['03-workspace-health', 200, (body) => expect(body).toMatchObject({ status: 'ok', service: 'workspace' })],
  ['04-login', 200, (body) => {
    expect(body.user).toMatchObject({ username: 'admin', role: 'admin' });
    token = body.token;
  }],
  ['05-create-user', 201, (body) => {
    expect(body).toMatchObject({ username: 'operator1', email: 'operator1@example.com', role: 'operator' });
    expect(body.warning).toMatch(/16/); // secure_password has 15 characters
  }],
  ['06-create-role', 201, (body) => expect(body).toMatchObject({
    name: 'custom_role',
    permissions: { calls: expect.arrayContaining(['read', 'create']), slots: ['read'], crm: expect.arrayContaining(['read', 'write']) },
  })],
  ['07-rolecheck', 200, (body) => expect(body).toMatchObject({ allowed: true, action: 'slots.read', role: 'admin' })],
  ['08-create-trunk', 201, (body) => expect(body).toMatchObject({ id: 1, name: 'AUTO HUB 1', type: 'auto', capacity: 10, description: 'Primary AUTO hub' })],
  ['09-create-slot', 201, (body) => expect(body).toMatchObject({ id: 1, trunk_id: 1, device_id: 'device_001', number: 6001, sip: { username: '6001' } })],
  ['10-slots', 200, (body) => expect(body.map((slot: any) => slot.number)).toEqual([6001])],
  ['11-slot', 200, (body) => expect(body).toMatchObject({ id: 1, device_id: 'device_001' })],
  ['12-slots-of-trunk', 200, (body) => expect(body).toHaveLength(1)],
  ['13-monitor-slot', 200, (body) => expect(body).toBeTypeOf('object')],
  ['14-metrics', 200, (_, text) => expect(text).toContain('# TYPE vss_http_requests_total counter')],
  ['15-logs', 200, (body) => expect(body).toBeInstanceOf(Array)],
  ['16-monitor-system', 200, (body) => expect(body).toBeTypeOf('object')],
  ['17-monitor-slots', 200, (body) => expect(body).toBeTypeOf('object')],
  ['18-monitor-network', 200, (body) => expect(body).toBeTypeOf('object')],
  ['19-audit', 200, (body) => expect(body.map((record: any) => record.action)).toContain('trunks.create')],
];

const adapted = (command: string) =>
  curl.adapt(command).replaceAll(/<(admin_)?token>/g, token).replaceAll('your_password', ADMIN_PASSWORD).replaceAll('slots/44', 'slots/1');

const curl = new Curl(vss);
beforeAll(() => curl.prepare());

describe('the manual', () => {
  it('has an expectation for every command that was copied', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(EXPECTED.map(([file]) => `${file}.sh`));
  });

  it.each(EXPECTED)('%s answers %i', async (file, status, sees) => {
    const command = readFileSync(path.join(FIXTURES, `${file}.sh`), 'utf8');
    const answer = await curl.run(adapted(command));
    expect(answer.status, answer.text).toBe(status);
    const [, port, target] = /localhost:(\d+)([^\s"']*)/.exec(command)!;
    check(PORTS[port!]!, / -X POST /.test(command) ? 'POST' : 'GET', adapted(target!), answer);
    sees(answer.body, answer.text);
  });
});
