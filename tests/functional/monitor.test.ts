// Measured values: present, plausible, and moving with what happens.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { expectStatus } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();

describe('monitoring', () => {
  it('counts slots by state and type as they are', async () => {
    const admin = await vss.as('admin');
    const trunk = expectStatus(await admin.post('/api/trunks', { name: 'watched', type: 'auto', capacity: 5 }), 201);
    const before = expectStatus(await admin.get('/api/monitor/slots'), 200);
    for (let i = 0; i < 3; ++i) expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: `d${i}`, type: 'auto' }), 201);
    const after = expectStatus(await admin.get('/api/monitor/slots'), 200);
    expect(after.total - before.total).toBe(3);
  });

  it('sees one slot with its state, how long its phone has been registered, and no call', async () => {
    const admin = await vss.as('admin');
    const [{ id, number }] = expectStatus(await admin.get('/api/slots'), 200);
    const look = async () => expectStatus(await admin.get(`/api/monitor/slots/${id}`), 200);
    for (const end = Date.now() + 20_000; (await look()).state !== 'READY' && Date.now() < end; ) await sleep(50);
    const seen = await look();
    expect(seen).toMatchObject({ id, number, type: 'auto', state: 'READY', registered: true, current_call: null });
    expect(seen.registration_age_s).toBeGreaterThanOrEqual(0);
    expect(seen.registration_age_s).toBeLessThan(60);
  });

  it('is for who may see it', async () => {
    expect((await (await vss.as('supervisor')).get('/api/monitor/system')).status).toBe(200);
    expect((await (await vss.as('seller')).get('/api/monitor/system')).status).toBe(403);
  });
});
