// Plays the rows of the table.
import { expect } from 'vitest';
import type { Ask, Called } from '../table.ts';
import type { Line } from './agent.ts';
import type { Centre, Slot } from './centre.ts';
import type { ExchangeFront } from './exchange_front.ts';
import { freeUdpPort, Sipp } from './sipp.ts';
import { sleep, until } from './wait.ts';

/// A telephone, or somebody who would like to be one, asks VSS for something.
export async function ask(centre: Centre, row: Ask): Promise<Slot> {
  const slot = await centre.slot('ls');
  const line: Line = row.as === 'unknown line' ? { ...slot, username: '8999' } : slot;
  const password = row.as === 'wrong password' ? 'not-the-password' : undefined;
  await Sipp.run(row.scenario, { server: centre.server, line, password, service: row.service, transport: row.over === 'tcp' ? 't1' : 'u1' });
  if (row.registered !== undefined) {
    const seen = await centre.slotIs(slot, row.registered ? 'READY' : 'REGISTERING');
    expect(seen.registration.registered).toBe(row.registered);
  }
  return slot;
}

/// A registered telephone is called by call/start; the number is one of the test exchange.
export async function callPhone(centre: Centre, row: Called): Promise<void> {
  const slot = await centre.slot('ls');
  const port = await freeUdpPort();
  await Sipp.run('register_success', { server: centre.server, line: slot, port });
  const phone = await Sipp.start(row.scenario, { server: centre.server, line: slot, port, timeout_s: seconds(row) });
  await goThrough(centre, row, slot, row.number ?? '+79990000001', phone);
}

/// An AUTO line calls a number that this scenario answers at the provider.
export async function callProvider(centre: Centre, front: ExchangeFront, row: Called, number: string): Promise<void> {
  const slot = await centre.slot('auto');
  const keys = { here: `${front.address}:${front.port}` };
  const provider = await Sipp.start(row.scenario, { server: centre.server, address: front.address, service: number, keys, timeout_s: seconds(row) });
  front.route(number, { address: front.address, port: provider.port });
  await goThrough(centre, row, slot, number, provider);
  expect(front.invites.get(number)?.size, 'INVITEs with Call-IDs of their own').toBe(1);
}

const seconds = (row: Called) => Math.ceil((row.within_ms ?? 25_000) / 1000) + 10;

async function goThrough(centre: Centre, row: Called, slot: Slot, number: string, callee: Sipp): Promise<void> {
  try {
    const call = await centre.call(slot, number);
    for (const state of row.shows ?? []) {
      // Ringing may be over before anybody looks; that it rang stays in the call.
      if (state === 'ringing') await until('ringing', async () => (await centre.lookAt(call)).ringing_at ?? false, row.within_ms);
      else await centre.callIs(call, state, row.within_ms);
    }
    if (row.end) {
      if (row.end.once !== 'started') await centre.callIs(call, row.end.once === 'ringing' ? ['ringing', 'early'] : 'answered');
      await sleep(row.end.after_ms ?? 200);
      await centre.end(call);
    }
    await callee.done;
    const record = await centre.closed(slot, call, row.cause, row.within_ms);
    const redirects = record.legs.flatMap((leg: any) => leg.redirects).map(({ sip_status, uri, followed, reason }: any) => ({ sip_status, uri, followed, reason }));
    expect(redirects).toEqual(row.redirected ? [{ sip_status: 302, uri: 'sip:+78005553535@192.0.2.9', followed: false, reason: row.redirected }] : []);
  } finally {
    callee.stop();
  }
}
