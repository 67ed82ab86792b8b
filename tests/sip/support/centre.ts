// A call centre as the API sees it: trunks, slots and their lines, calls, their records.
import { expect } from 'vitest';
import { expectStatus, type Client } from '../../functional/support/client.ts';
import type { Vss } from '../../functional/support/vss.ts';
import type { Line, Server } from './agent.ts';
import { until } from './wait.ts';

export type SlotType = 'auto' | 'mf' | 'ls';

/// A slot and the account that its telephone registers with.
export interface Slot extends Line {
  id: number;
}

export class Centre {
  private trunks = new Map<SlotType, Promise<number>>();
  private made = 0;
  constructor(readonly vss: Vss) {}

  get server(): Server {
    return { address: '127.0.0.1', port: this.vss.sipPort };
  }
  admin(): Promise<Client> {
    return this.vss.as('admin');
  }

  private trunk(type: SlotType): Promise<number> {
    const make = async () => expectStatus(await (await this.admin()).post('/api/trunks', { name: `trunk of ${type}`, type, capacity: 500 }), 201).id;
    if (!this.trunks.has(type)) this.trunks.set(type, make());
    return this.trunks.get(type)!;
  }

  async slot(type: SlotType = 'ls'): Promise<Slot> {
    const trunk_id = await this.trunk(type);
    const made = expectStatus(await (await this.admin()).post('/api/slots', { trunk_id, device_id: `device_${++this.made}`, type }), 201);
    return { id: made.id, number: made.number, username: made.sip.username, password: made.sip.password, domain: made.sip.domain };
  }

  async look(slot: Slot): Promise<any> {
    return expectStatus(await (await this.admin()).get(`/api/slots/${slot.id}`), 200);
  }

  async slotIs(slot: Slot, state: string, ms = 10_000): Promise<any> {
    let seen: any;
    return until(`slot ${slot.number} ${state}`, async () => (seen = await this.look(slot)).state === state && seen, ms)
      .catch((error: Error) => Promise.reject(new Error(`${error.message}; it is ${seen?.state} (${seen?.state_reason})`)));
  }

  /// Places a call and gives it as started.
  async call(slot: Slot, phone_number: string, fields: Record<string, unknown> = {}): Promise<any> {
    await this.slotIs(slot, 'READY');
    return expectStatus(await (await this.admin()).post('/api/call/start', { slot_id: slot.id, phone_number, ...fields }), 201);
  }

  async end(call: any): Promise<any> {
    return expectStatus(await (await this.admin()).post('/api/call/end', { call_id: call.call_id }), 200);
  }

  async lookAt(call: any): Promise<any> {
    return expectStatus(await (await this.admin()).get(`/api/calls/${call.call_id}`), 200);
  }

  async callIs(call: any, states: string | string[], ms = 15_000): Promise<any> {
    let seen: any;
    return until(`call ${call.call_id} ${states}`, async () => [states].flat().includes((seen = await this.lookAt(call)).state) && seen, ms)
      .catch((error: Error) => Promise.reject(new Error(`${error.message}; it is ${seen?.state}, ${seen?.hangup_cause}`)));
  }

  async recordsOf(slot: Slot): Promise<any[]> {
    return expectStatus(await (await this.admin()).get(`/api/cdr/records?slot_id=${slot.id}`), 200);
  }

  /// The call is over with that cause; its slot has one record and is free again.
  async closed(slot: Slot, call: any, hangup_cause: string | string[], ms = 20_000): Promise<any> {
    const over = await this.callIs(call, ['ended', 'failed'], ms);
    expect([hangup_cause].flat(), `of ${call.call_id}: ${over.sip_status}, Q.850 ${over.q850}`).toContain(over.hangup_cause);
    const records = await until('CDR', async () => {
      const found = await this.recordsOf(slot);
      return found.length > 0 && found;
    });
    expect(records.map((record) => record.call_id)).toEqual([call.call_id]);
    expect(records[0].hangup_cause).toBe(over.hangup_cause);
    // A number that was never called was not reached, busy or away: the call is nobody's failure but ours.
    const dialled = records[0].legs.some((leg: any) => leg.role === 'number' && leg.invited_at !== null);
    if (over.hangup_cause !== 'system') expect(records[0].disposition === 'not_placed', `${over.hangup_cause}: ${records[0].disposition}`).toBe(!dialled);
    const free = await until('slot without a call', async () => {
      const seen = await this.look(slot);
      return seen.current_call === null && ['READY', 'REGISTERING', 'ASSIGNED'].includes(seen.state) && seen;
    });
    expect(free.current_call).toBeNull();
    return records[0];
  }

  /// No call was ever made on that slot.
  async untouched(slot: Slot): Promise<void> {
    expect(await this.recordsOf(slot)).toEqual([]);
    expect((await this.look(slot)).current_call).toBeNull();
  }

  async recording(call: any): Promise<Buffer> {
    const found = await until('recording', async () => (await this.lookAt(call)).recording_id ?? false);
    const answer = await (await this.admin()).get(`/api/recordings/${found}/audio`, { 'Accept-Encoding': '' });
    expectStatus(answer, 200);
    return answer.bytes;
  }
}
