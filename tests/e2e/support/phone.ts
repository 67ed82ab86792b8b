// The telephone on somebody's desk: registered as a slot, answers whatever rings, and talks.
import { afterAll } from 'vitest';
import { expectStatus } from '../../functional/support/client.ts';
import type { Vss } from '../../functional/support/vss.ts';
import { Phone } from '../../sip/support/agent.ts';
import { signal } from '../../sip/support/audio.ts';
import { RtpEnd } from '../../sip/support/rtp.ts';
import { mediaOf } from '../../sip/support/telephone.ts';
import { until } from './scenes.ts';

const A_SHIFT_MS = 600_000;

/// Makes the trunk "Desks" with a slot for the telephone; answers the slot when it is ready.
export async function deskPhone(vss: Vss): Promise<any> {
  const admin = await vss.as('admin');
  const trunk = expectStatus(await admin.post('/api/trunks', { name: 'Desks', type: 'ls', capacity: 10 }), 201);
  const slot = expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: 'desk-1', type: 'ls' }), 201);
  const phone = await Phone.udp({ address: '127.0.0.1', port: vss.sipPort }, { number: slot.number, username: slot.sip.username, password: slot.sip.password, domain: slot.sip.domain });
  const ends: RtpEnd[] = [];
  await phone.mustRegister();
  const answer = async () => {
    for (;;) {
      const dialog = await phone.incoming(A_SHIFT_MS);
      const rtp = await RtpEnd.open();
      ends.push(rtp);
      await dialog.accept(rtp.port);
      void rtp.play(mediaOf(dialog.invite.message), signal(120, 7));
      await dialog.hungUp(A_SHIFT_MS);
      rtp.stop();
    }
  };
  void answer().catch(() => undefined); // the phone was taken away
  afterAll(() => {
    for (const end of ends) end.close();
    phone.close();
  });
  await until(async () => expectStatus(await admin.get(`/api/slots/${slot.id}`), 200).state === 'READY');
  return slot;
}
