// What a journey stands on, made through the API.
import { expectStatus, type Client } from '../../functional/support/client.ts';

export interface Scene {
  trunk: any;
  slots: any[];
}

/// A trunk with slots on it; AUTO slots are waited for until they are ready.
export async function trunkWithSlots(admin: Client, { name = 'North', type = 'auto', count = 1, capacity = Math.max(10, count) }: { name?: string; type?: string; count?: number; capacity?: number } = {}): Promise<Scene> {
  const trunk = expectStatus(await admin.post('/api/trunks', { name, type, capacity, region: 'Moscow', description: `Lines of ${name}`, caller_ids: ['+74951234567'] }), 201);
  const slots: any[] = [];
  for (let index = 1; index <= count; ++index) {
    slots.push(expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: `${type}-${trunk.id}-${index}`, type }), 201));
  }
  if (type === 'auto') for (const slot of slots) await until(async () => expectStatus(await admin.get(`/api/slots/${slot.id}`), 200).state === 'READY');
  return { trunk, slots };
}

export async function until(condition: () => Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
