// Telephones on a centre without a provider: what they dial, and how they take calls.
import { describe, expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { Agent, Phone } from './support/agent.ts';
import { Centre } from './support/centre.ts';
import { header, parse, sdp, type Headers } from './support/message.ts';
import { ask, callPhone } from './support/play.ts';
import { DIALLED, PHONE } from './table.ts';

const centre = new Centre(useVss());

describe.concurrent('a phone that dials', () => {
  it.each(DIALLED)('$about', async (row) => centre.untouched(await ask(centre, row)));
});

describe.concurrent('a phone that is called', () => {
  it.each(PHONE)('$about', (row) => callPhone(centre, row));
});

// RFC 3261 §8.1.1.8
it.each([['no Contact', ''], ['two', '<sip:a@127.0.0.1:5070>, <sip:b@127.0.0.1:5070>'], ['one that is no SIP URI', '<tel:+79990000001>']])(
  'a phone that dials with %s is refused', async (_, contact) => {
    const phone = await Phone.udp(centre.server, await centre.slot());
    await phone.mustRegister();
    const uri = `sip:9001@${phone.line.domain}`;
    const invite = (cseq: number, more: Headers) => {
      const { text } = phone.agent.build('INVITE', uri, [['From', `<${phone.aor}>;tag=1`], ['Call-ID', `contact-${phone.agent.wire.port}`], ['CSeq', `${cseq} INVITE`],
        ['Contact', contact], ...more], sdp('127.0.0.1', 40_000));
      return parse(contact ? text : text.replace('Contact: \r\n', ''));
    };
    const refused = await phone.agent.ask(invite(1, []));
    expect(refused.status).toBe(401);
    const [challenge] = Agent.challenges(refused);
    expect((await phone.agent.ask(invite(2, [['Authorization', phone.proof(challenge!, 1, 'INVITE', uri)]]))).status).toBe(400);
    phone.close();
  });

// A phone with a stuck redial key must not fill the engine with calls to the echo.
it('a phone that dials has at most two calls to service numbers', async () => {
  const phone = await Phone.udp(centre.server, await centre.slot());
  await phone.mustRegister();
  const uri = `sip:9001@${phone.line.domain}`;
  const invite = async (rtpPort: number): Promise<number> => {
    const own: Headers = [['From', `<${phone.aor}>;tag=${rtpPort}`], ['Call-ID', `redial-${rtpPort}`], ['Content-Type', 'application/sdp']];
    const first = phone.agent.build('INVITE', uri, [...own, ['CSeq', '1 INVITE']], sdp('127.0.0.1', rtpPort));
    const refused = await phone.agent.ask(first);
    const [challenge] = Agent.challenges(refused);
    const second = phone.agent.build('INVITE', uri, [...own, ['CSeq', '2 INVITE'], ['Authorization', phone.proof(challenge, 1, 'INVITE', uri)]], sdp('127.0.0.1', rtpPort));
    return (await phone.agent.ask(second)).status!;
  };
  expect([await invite(40_002), await invite(40_004), await invite(40_006)]).toEqual([200, 200, 480]);
  phone.close();
});

// RFC 5626 §5.3: NAT gives the phone another port in mid-call, and it registers again from there.
it('a phone that registers from another port is hung up on there', async () => {
  const slot = await centre.slot('ls');
  const before = await Phone.udp(centre.server, slot);
  const contact: Headers = [['Contact', `<sip:${slot.username}@192.168.1.5:5060>`]];
  expect((await before.register(contact)).status).toBe(200);
  const call = await centre.call(slot, '+79990000001');
  const dialog = await before.incoming();
  await dialog.accept(40_000);
  await centre.callIs(call, 'answered');
  const after = await Phone.udp(centre.server, slot);
  after.callId = before.callId;
  expect((await after.register([...contact, ['CSeq', '77 REGISTER']])).status).toBe(200);
  await centre.end(call);
  const bye = await after.agent.request('BYE');
  after.agent.respond(bye, 200);
  expect(header(bye.message, 'call-id')).toBe(header(dialog.invite.message, 'call-id'));
  await centre.closed(slot, call, 'normal');
  expect(before.agent.arrivals.filter(({ message }) => message.method === 'BYE')).toEqual([]);
  for (const phone of [before, after]) phone.close();
});

// RFC 3261 §20.10, RFC 5626 §5.3
it('of several contacts the next is called when one is not there, in the order of q', async () => {
  const slot = await centre.slot('ls');
  const phone = await Phone.udp(centre.server, slot);
  const at = (name: string, q: string) => `<sip:${name}@${phone.agent.wire.address}:${phone.agent.wire.port}>;q=${q}`;
  expect((await phone.register([['Contact', [at('third', '0.1'), at('first', '0.9'), at('second', '0.5')].join(', ')]])).status).toBe(200);
  const call = await centre.call(slot, '+79990000001');
  const called: string[] = [];
  for (const status of [430, 503]) {
    const invite = await phone.agent.request('INVITE');
    called.push(invite.message.uri!);
    phone.agent.respond(invite, status, `t${status}`);
  }
  const dialog = await phone.incoming();
  called.push(dialog.invite.message.uri!);
  expect(called.map((uri) => /sip:(\w+)@/.exec(uri)?.[1])).toEqual(['first', 'second', 'third']);
  await dialog.accept(40_000);
  await centre.callIs(call, 'answered');
  await centre.end(call);
  await dialog.hungUp();
  const record = await centre.closed(slot, call, 'normal');
  expect(record.legs.map((leg: any) => leg.role)).toEqual(['line', 'number']);
  phone.close();
});
