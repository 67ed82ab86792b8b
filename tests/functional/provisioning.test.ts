// A phone is set up by an address that works once; nobody sees its password.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
let admin: Client;
let trunk: any;
let made = 0;
const phone = () => vss.client();
const makeSlot = async () => expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: `d${++made}`, type: 'mf' }), 201);
const offer = async (slot: any) => expectStatus(await admin.post(`/api/slots/${slot.id}/provisioning`, {}), 201);
const JSON_TYPE = { Accept: 'application/json' };

beforeAll(async () => {
  admin = await vss.as('admin');
  trunk = expectStatus(await admin.post('/api/trunks', { name: 'Phones', type: 'mf', capacity: 20 }), 201);
});

describe('a one-time address', () => {
  it('gives the account to the first who fetches it, through either port', async () => {
    const slot = await makeSlot();
    const { path, expires_at } = await offer(slot);
    expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    const account = expectStatus(await phone().on('workspace').get(path, JSON_TYPE), 200);
    expect(account).toMatchObject({ username: String(slot.number), domain: slot.sip.domain, server: '127.0.0.1', port: vss.sipPort, transport: 'udp' });
    expect(account.password).not.toBe(slot.sip.password);
    expectError(await phone().get(path, JSON_TYPE), 404, 'NOT_FOUND');
    const next = await offer(slot);
    const answer = await phone().get(next.path, { Accept: '*/*' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch('application/xml');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).toContain(`sip:127.0.0.1:${vss.sipPort}`);
  });

  it('is not used up by a browser, a look at the head, or what a messenger sends on', async () => {
    const { path } = await offer(await makeSlot());
    const seen = await phone().get(path, { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('sets up a telephone');
    expect((await phone().send('HEAD', path)).status).toBe(200);
    expectStatus(await phone().get(path, JSON_TYPE), 200);
  });

  it('answers a browser and a look at the head as it would a phone, when it is unknown or used', async () => {
    const { path } = await offer(await makeSlot());
    expectStatus(await phone().get(path, JSON_TYPE), 200);
    for (const gone of [path, '/api/provisioning/never-was']) {
      expect((await phone().send('HEAD', gone)).status).toBe(404);
      expectError(await phone().get(gone, { Accept: 'text/html' }), 404, 'NOT_FOUND');
      expectError(await phone().get(gone, JSON_TYPE), 404, 'NOT_FOUND');
    }
  });

  it('is for one of many that ask at once', async () => {
    const { path } = await offer(await makeSlot());
    const answers = await Promise.all(Array.from({ length: 8 }, () => phone().get(path, JSON_TYPE)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404, 404, 404]);
  });

  it('is offered by who may give out credentials, for a telephone', async () => {
    const slot = await makeSlot();
    expectError(await (await vss.as('operator')).post(`/api/slots/${slot.id}/provisioning`, {}), 403, 'PERMISSION_DENIED');
    const hosted = expectStatus(await admin.post('/api/trunks', { name: 'Hosted', type: 'auto', capacity: 1 }), 201);
    const auto = expectStatus(await admin.post('/api/slots', { trunk_id: hosted.id, device_id: 'a', type: 'auto' }), 201);
    expectError(await admin.post(`/api/slots/${auto.id}/provisioning`, {}), 409, 'CONFLICT');
  });

  it('is audited, offered and used, without a secret', async () => {
    const slot = await makeSlot();
    const { path } = await offer(slot);
    const account = expectStatus(await phone().get(path, { ...JSON_TYPE, 'User-Agent': 'Desk/1.0' }), 200);
    const audit = expectStatus(await admin.get('/api/security/audit?limit=20'), 200);
    expect(audit.find((line: any) => line.action === 'slots.provisioned')).toMatchObject({ target: `slot ${slot.id}`, detail: { offered_by: 'admin', user_agent: 'Desk/1.0' } });
    expect(audit.find((line: any) => line.action === 'slots.provisioning')).toMatchObject({ target: `slot ${slot.id}`, username: 'admin' });
    const told = JSON.stringify([audit, expectStatus(await admin.get('/api/dci/logs?limit=1000'), 200)]) + vss.log();
    expect(told).not.toContain(account.password);
    expect(told).not.toContain(path.split('/').at(-1));
  });
});
