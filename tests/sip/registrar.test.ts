// Registration: SIPp for what every phone does, an agent for what SIPp cannot.
import { describe, expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { Agent, Phone, token } from './support/agent.ts';
import { Centre } from './support/centre.ts';
import { all, header, tagOf, uriOf, type Message } from './support/message.ts';
import { ask } from './support/play.ts';
import { sleep, until } from './support/wait.ts';
import { REGISTRAR } from './table.ts';

const centre = new Centre(useVss());
const strict = new Centre(useVss({ env: { VSS_SIP_DIGEST: 'both' } }));

describe.concurrent('a phone', () => {
  it.each(REGISTRAR)('$about', async (row) => {
    await centre.untouched(await ask(centre, row));
  });
});

/// The challenge that a REGISTER of the phone gets.
async function challengeFor(phone: Phone, algorithm = 'MD5') {
  const refused = await phone.agent.ask(phone.registerRequest());
  expect(refused.status).toBe(401);
  return Agent.challenges(refused).find((one) => one.algorithm.toUpperCase() === algorithm)!;
}

/// A phone whose Contact is behind NAT, registered; answers OPTIONS with `answers.status`, or not at all.
async function behindNat(answers: { status?: number }) {
  const slot = await centre.slot();
  const phone = await Phone.udp(centre.server, slot);
  let pings = 0;
  phone.agent.filter = (arrival) => {
    if (arrival.message.method !== 'OPTIONS') return false;
    ++pings;
    if (answers.status) phone.agent.respond(arrival, answers.status, 't');
    return true;
  };
  expect((await phone.register([['Contact', `<sip:${slot.username}@192.168.77.5:5060>`], ['Expires', '3600']])).status).toBe(200);
  await centre.slotIs(slot, 'READY');
  return { slot, phone, pings: () => pings };
}

// RFC 3261 §11.2: any answer is one; §17.1.2.2: a silent phone is noticed after three times 32 s.
describe.concurrent('a phone behind NAT', () => {
  it('that answers OPTIONS with 404 is there', async () => {
    const { slot, phone, pings } = await behindNat({ status: 404 });
    await until('two pings', () => pings() >= 2, 80_000);
    expect((await centre.look(slot)).state).toBe('READY');
    phone.close();
  });

  it('that answers nothing takes its slot out of service until it answers', async () => {
    const answers: { status?: number } = {};
    const { slot, phone } = await behindNat(answers);
    const lost = await until('slot out of service', async () => {
      await sleep(300);
      const seen = await centre.look(slot);
      return seen.state === 'REGISTERING' && seen;
    }, 180_000);
    expect(lost.state_reason).toBe('the phone does not answer');
    expect(lost.registration.registered).toBe(true);
    answers.status = 200;
    await centre.slotIs(slot, 'READY', 60_000);
    phone.close();
  }, 260_000);
});

describe.concurrent('the registrar', () => {
  // Windows-1251, a terminal's escape, a NUL behind a backslash: none of it reaches the database or a page.
  it('keeps of a User-Agent what is text', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    expect((await phone.register([['User-Agent', 'Phone \xD2\xE5 \x1B[31m"\\\0"']])).status).toBe(200);
    const { registration } = await centre.slotIs(slot, 'READY');
    expect(registration.user_agent).toBe('Phone \uFFFD\uFFFD [31m"\\"');
    phone.close();
  });

  it('takes a Contact without brackets, with parameters in quotes (RFC 3261 §25.1)', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    const contact = `${phone.contact};+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>";methods="INVITE,BYE";+x="a?b"`;
    const answered = await phone.register([['Contact', contact]]);
    expect(answered.status).toBe(200);
    expect(uriOf(header(answered, 'contact'))).toBe(phone.contact);
    phone.close();
  });

  // RFC 3261 §10.3 step 7, §19.1.4
  it.each([['sip:U@Phone.Example:5070', 'sip:U@phone.example:5070'], ['sip:U@127.0.0.1:5070;ob;line=77', 'sip:U@127.0.0.1:5070;line=77;ob'],
    ['SIP:U@127.0.0.1:5070;transport=UDP', 'sip:U@127.0.0.1:5070;transport=udp']])('knows %s as %s', async (first, second) => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    const as = (uri: string) => `<${uri.replace('U@', `${slot.username}@`)}>`;
    expect((await phone.register([['Contact', as(first)]])).status).toBe(200);
    await centre.slotIs(slot, 'READY');
    const gone = await phone.register([['Contact', as(second)], ['Expires', '0']]);
    expect([gone.status, header(gone, 'contact')]).toEqual([200, '']);
    await centre.slotIs(slot, 'REGISTERING');
    phone.close();
  });

  it('binds all contacts of one REGISTER, or none', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    const good = `<${phone.contact}>;q=0.8, <${phone.contact.replace('sip:', 'sip:second-')}>;q=0.3`;
    const refused = await phone.register([['Contact', `${good}, <sip:brief@127.0.0.1>;expires=5`]]);
    expect(refused.status).toBe(423);
    expect((await centre.look(slot)).registration.registered).toBe(false);
    const bound = await phone.register([['Contact', good]]);
    expect(bound.status).toBe(200);
    expect(all(bound, 'contact')).toHaveLength(2);
    expect((await centre.slotIs(slot, 'READY')).registration.contact).toBe(phone.contact);
    phone.close();
  });

  it('refuses a Contact that is no URI of RFC 3261 §25.1', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    expect((await phone.register([['Contact', `<sip:\xE9@127.0.0.1:${phone.agent.wire.port}>`]])).status).toBe(400);
    phone.close();
  });

  it('tells at the slot that its phone has a wrong password, and from where', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, { ...slot, password: 'not the password' });
    expect((await phone.register()).status).toBe(403);
    const says = `wrong password from udp:127.0.0.1:${phone.agent.wire.port}`;
    await until('the slot says why', async () => (await centre.look(slot)).state_reason === says, 10_000);
    expect((await centre.look(slot)).state).toBe('REGISTERING');
    phone.close();
  });

  it('answers the same for a line that is there and one that is not', async () => {
    const slot = await centre.slot();
    const shape = (message: Message) => message.headers.filter(([name]) => !['via', 'from', 'to', 'call-id', 'cseq'].includes(name))
      .map(([name, value]) => [name, value.replaceAll(/(nonce|opaque)="[^"]*"/g, '$1=""')]);
    const seen = [];
    for (const line of [slot, { ...slot, username: '8998' }, { ...slot, username: 'x'.repeat(40) }]) {
      const phone = await Phone.udp(centre.server, line);
      const first = await phone.agent.ask(phone.registerRequest());
      const proof = phone.proof(Agent.challenges(first)[0]!, 1, 'REGISTER', `sip:${line.domain}`, 'wrong');
      const second = await phone.agent.ask(phone.registerRequest([['Authorization', proof]]));
      seen.push([first.start, shape(first), second.start, shape(second)]);
      phone.close();
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it('says stale when the nonce is not its own but the password is right', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot());
    const challenge = await challengeFor(phone);
    const forged = { ...challenge, nonce: token(16) };
    const refused = await phone.agent.ask(phone.registerRequest([['Authorization', phone.proof(forged)]]));
    expect(refused.status).toBe(401); // RFC 7616 §3.3
    const [fresh] = Agent.challenges(refused);
    expect(fresh!.nonce).not.toBe(forged.nonce);
    const accepted = await phone.agent.ask(phone.registerRequest([['Authorization', phone.proof(fresh!)]]));
    expect(accepted.status).toBe(200);
    phone.close();
  });

  it('takes a nonce count only once (RFC 7616 §3.4)', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    const challenge = await challengeFor(phone);
    const first = [['Authorization', phone.proof(challenge, 1)]] as [string, string][];
    expect((await phone.agent.ask(phone.registerRequest(first))).status).toBe(200);
    expect((await phone.agent.ask(phone.registerRequest(first))).status).toBe(401);
    expect((await phone.agent.ask(phone.registerRequest([['Authorization', phone.proof(challenge, 2)]]))).status).toBe(200);
    phone.close();
  });

  it('takes credentials only for the request that they were made for', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot());
    const challenge = await challengeFor(phone);
    const otherMethod = phone.proof(challenge, 1, 'INVITE');
    expect([401, 403]).toContain((await phone.agent.ask(phone.registerRequest([['Authorization', otherMethod]]))).status);
    const foreignRealm = phone.proof({ ...challenge, realm: 'elsewhere.example' }, 2);
    expect([401, 403]).toContain((await phone.agent.ask(phone.registerRequest([['Authorization', foreignRealm]]))).status);
    phone.close();
  });

  it('lets a line not be registered with the credentials of another', async () => {
    const [mine, other] = [await centre.slot(), await centre.slot()];
    const phone = await Phone.udp(centre.server, mine);
    const aor = `sip:${other.username}@${other.domain}`;
    const as = (more: [string, string][]) => phone.registerRequest([['To', `<${aor}>`], ['From', `<${aor}>;tag=${token()}`], ...more]);
    const refused = await phone.agent.ask(as([]));
    const answered = await phone.agent.ask(as([['Authorization', phone.proof(Agent.challenges(refused)[0]!)]]));
    expect([401, 403]).toContain(answered.status);
    expect((await centre.look(other)).registration.registered).toBe(false);
    phone.close();
  });

  it('slows who guesses, but neither who is registered nor who knows the password', async () => {
    const slot = await centre.slot();
    const owner = await Phone.udp(centre.server, slot, '127.0.0.5');
    await owner.mustRegister();
    for (let i = 0; i < 12; ++i) {
      const guesser = await Phone.udp(centre.server, slot, `127.0.1.${i + 1}`);
      const challenge = await challengeFor(guesser);
      const answered = await guesser.agent.ask(guesser.registerRequest([['Authorization', guesser.proof(challenge, 1, 'REGISTER', `sip:${slot.domain}`, `guess ${i}`)]]));
      expect([401, 403]).toContain(answered.status);
      guesser.close();
    }
    // Locked by now: an address has ten tries more, and what it says after them is not looked at.
    const guesser = await Phone.udp(centre.server, slot, '127.0.1.99');
    const say = async (password: string) => {
      const challenge = await challengeFor(guesser);
      return guesser.agent.ask(guesser.registerRequest([['Authorization', guesser.proof(challenge, 1, 'REGISTER', `sip:${slot.domain}`, password)]]));
    };
    for (let i = 0; i < 12; ++i) expect((await say(`another ${i}`)).status).toBe(403);
    expect((await say(slot.password)).status).toBe(403);
    guesser.close();
    const moved = await Phone.udp(centre.server, slot, '127.0.1.100');
    expect((await moved.register()).status).toBe(200);
    moved.close();
    expect((await owner.register()).status).toBe(200);
    expect((await centre.slotIs(slot, 'READY')).registration.contact).toContain('127.0.0.5');
    owner.close();
  });

  it('makes one binding of a REGISTER that comes twenty times', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot());
    const challenge = await challengeFor(phone);
    const request = phone.registerRequest([['Authorization', phone.proof(challenge)]]);
    for (let i = 0; i < 20; ++i) phone.agent.send(request.text);
    const answers = [];
    for (let i = 0; i < 20; ++i) answers.push(await phone.agent.response(request));
    expect(new Set(answers.map((one) => `${one.status} ${tagOf(header(one, 'to'))}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    phone.close();
  });

  it('sends answers to where the request came from (RFC 3581)', async () => {
    const phone = await Phone.udp(centre.server, await centre.slot());
    const via = `SIP/2.0/UDP 10.255.255.1:5060;branch=z9hG4bK${token()};rport`;
    const answered = await phone.agent.ask(phone.registerRequest([['Via', via]]));
    expect(header(answered, 'via')).toContain(`rport=${phone.agent.wire.port}`);
    expect(header(answered, 'via')).toContain('received=127.0.0.1');
    phone.close();
  });

  it('shows the binding on the slot', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    await phone.register([['User-Agent', 'Testphone/1']]);
    const seen = await centre.slotIs(slot, 'READY');
    expect(seen.registration).toMatchObject({ registered: true, user_agent: 'Testphone/1' });
    expect(seen.registration.contact).toContain(`:${phone.agent.wire.port}`);
    phone.close();
  });

  it('forgets a line whose password was changed', async () => {
    const slot = await centre.slot();
    const phone = await Phone.udp(centre.server, slot);
    await phone.mustRegister();
    await centre.slotIs(slot, 'READY');
    const changed = await (await centre.admin()).post(`/api/slots/${slot.id}/credentials`, {});
    expect([200, 201]).toContain(changed.status);
    expect([401, 403]).toContain((await phone.register()).status);
    phone.close();
  });
});

describe('SHA-256', () => {
  it('is offered before MD5 and works (RFC 8760 §2.3)', async () => {
    const slot = await strict.slot();
    const phone = await Phone.udp(strict.server, slot);
    const refused = await phone.agent.ask(phone.registerRequest());
    expect(Agent.challenges(refused).map((one) => one.algorithm.toUpperCase())).toEqual(['SHA-256', 'MD5']);
    expect((await phone.register([], 'SHA-256')).status).toBe(200);
    expect((await phone.register([], 'MD5')).status).toBe(200);
    await strict.slotIs(slot, 'READY');
    phone.close();
  });

  it('is what AUTO lines register with, too', async () => {
    await strict.slotIs(await strict.slot('auto'), 'READY', 3000);
  });
});

describe('a restart', () => {
  it('takes a line out of service whose connection did not survive it', async () => {
    const slot = await strict.slot();
    const phone = await Phone.tcp(strict.server, slot);
    await phone.mustRegister();
    await strict.slotIs(slot, 'READY');
    await sleep(300); // bindings are written within 100 ms
    await strict.vss.halt();
    await strict.vss.start();
    const seen = await strict.slotIs(slot, 'REGISTERING', 5000);
    expect(seen.registration.registered).toBe(false);
    phone.close();
  });

  it.each(['halt', 'kill'] as const)('by %s keeps the bindings, within three seconds', async (how) => {
    const lines = await Promise.all(Array.from({ length: 5 }, () => strict.slot()));
    const phones = await Promise.all(lines.map((line) => Phone.udp(strict.server, line)));
    for (const phone of phones) await phone.mustRegister();
    for (const line of lines) await strict.slotIs(line, 'READY');
    await new Promise((resolve) => setTimeout(resolve, 300)); // bindings are written within 100 ms
    await strict.vss[how]();
    await strict.vss.start();
    for (const [i, line] of lines.entries()) {
      await strict.slotIs(line, 'READY', 3000);
      const call = await strict.call(line, '+79990000001');
      const dialog = await phones[i]!.incoming(3000);
      phones[i]!.agent.respond(dialog.invite, 486, dialog.tag);
      await strict.closed(line, call, 'line_declined');
    }
    for (const phone of phones) phone.close();
  });
});
