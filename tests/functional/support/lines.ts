// An AUTO line that can call.
import { expectStatus, type Client } from './client.ts';
import { until } from './realtime.ts';

export async function readyLine(admin: Client): Promise<any> {
  const trunk = expectStatus(await admin.post('/api/trunks', { name: 'with a line', type: 'auto', capacity: 1 }), 201);
  const slot = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: 'line_1', type: 'auto' }), 201);
  await until('the line is ready', async () => (await admin.get(`/api/slots/${slot.id}`)).body.state === 'READY');
  return slot;
}
