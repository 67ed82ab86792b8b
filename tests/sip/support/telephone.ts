// Two ends with ears and mouths: a line's telephone and the number at the provider, in a call that VSS bridges.
import type { Centre, Slot } from './centre.ts';
import { Agent, Dialog, Phone, type Server } from './agent.ts';
import type { ExchangeFront } from './exchange_front.ts';
import { line, type Message } from './message.ts';
import { RtpEnd } from './rtp.ts';

/// Where a description wants its RTP.
export function mediaOf(message: Message): Server {
  return { address: line(message.body, 'c=IN IP4 '), port: Number(line(message.body, 'm=audio ').split(' ')[0]) };
}

export interface End {
  dialog: Dialog;
  rtp: RtpEnd;
  vss: Server; // where VSS wants this end's RTP
}

export interface Conversation {
  slot: Slot;
  call: any;
  phone: End;
  number: End;
  close(): void;
}

/// A phone and a number, both answered.
export async function connect(centre: Centre, front: ExchangeFront, called: string): Promise<Conversation> {
  const slot = await centre.slot('ls');
  const phone = await Phone.udp(centre.server, slot);
  await phone.mustRegister();
  const provider = await Agent.udp(centre.server, front.address);
  front.route(called, provider.wire);
  const [near, far] = [await RtpEnd.open(), await RtpEnd.open(front.address)];
  const call = await centre.call(slot, called, { record: true });
  const nearDialog = await phone.incoming();
  nearDialog.ring();
  await nearDialog.accept(near.port);
  const farDialog = new Dialog(provider, await provider.request('INVITE'), `<sip:${called}@${front.address}:${front.port}>`);
  farDialog.ring();
  await farDialog.accept(far.port);
  await centre.callIs(call, 'answered');
  return {
    slot,
    call,
    phone: { dialog: nearDialog, rtp: near, vss: mediaOf(nearDialog.invite.message) },
    number: { dialog: farDialog, rtp: far, vss: mediaOf(farDialog.invite.message) },
    close: () => [phone, provider, near, far].forEach((one) => one.close()),
  };
}
