// The way to the provider besides the calls: registration, OPTIONS, the trunk's limits (docs/reference/config.md,
// PROVIDER_*). The time-outs are the protocol's, so this waits for minutes; it runs beside the other files.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { Vss } from '../functional/support/vss.ts';
import { Agent, type Arrival } from './support/agent.ts';
import { Centre } from './support/centre.ts';
import { header, uriOf } from './support/message.ts';
import { sleep, until } from './support/wait.ts';

const PROVIDER = '127.0.0.4';
const USER = '78121234567';
const CHALLENGE = 'Digest realm="carrier.example", nonce="b7c9", algorithm=MD5, qop="auth"';

let provider: Agent;
let centre: Centre;
let there = true;
const registers: Arrival[] = [];

/// Answers as a provider does; while it is not there, nothing.
function serve(arrival: Arrival): boolean {
  const { message } = arrival;
  if (message.method !== 'OPTIONS' && message.method !== 'REGISTER') return !there;
  if (!there) return true;
  if (message.method === 'OPTIONS') return provider.respond(arrival, 404, 'p'), true;
  registers.push(arrival);
  const proof = header(message, 'authorization');
  if (!proof) return provider.respond(arrival, 401, 'p', [['WWW-Authenticate', CHALLENGE]]), true;
  const right = proof.includes(`username="${USER}"`) && proof.includes('realm="carrier.example"') && !proof.includes('provider-password');
  provider.respond(arrival, right ? 200 : 403, 'p', right ? [['Contact', `${header(message, 'contact')};expires=120`]] : []);
  return true;
}

const status = async () => expectStatus(await (await centre.admin()).get('/api/pbx/status'), 200);
const stateIs = (state: string, ms: number) =>
  until(`provider ${state}`, async () => (await sleep(300), (await status()).detail.provider_state === state), ms);

beforeAll(async () => {
  provider = await Agent.udp({ address: '127.0.0.1', port: 0 }, PROVIDER);
  provider.filter = serve;
  const vss = new Vss({
    env: { PROVIDER_HOST: PROVIDER, PROVIDER_PORT: String(provider.wire.port), PROVIDER_USER: USER, PROVIDER_PASSWORD: 'provider-password',
      PROVIDER_REGISTER: 'on', PROVIDER_MAX_CALLS: '1' },
  });
  centre = new Centre(vss);
  await vss.start();
});
afterAll(async () => {
  await centre.vss.stop();
  provider.close();
});

describe('a provider that wants registration', () => {
  // RFC 3261 §10.2, §22.2
  it('gets it, with credentials', async () => {
    const { detail } = await until('registered', async () => {
      const seen = await status();
      return seen.detail.provider_registered === true && seen.detail.provider_state === 'up' && seen;
    });
    expect(detail.provider_resolved).toBe(true);
    const { message } = registers[0]!;
    expect(message.uri).toBe(`sip:${PROVIDER}`);
    expect(uriOf(header(message, 'to'))).toBe(`sip:${USER}@${PROVIDER}`);
    expect(uriOf(header(message, 'contact'))).toBe(`sip:${USER}@127.0.0.1:${centre.vss.sipPort}`);
    expect(header(message, 'user-agent')).toBe('VSS');
  });

  it('carries no more calls at once than PROVIDER_MAX_CALLS', async () => {
    const [first, second] = [await centre.slot('auto'), await centre.slot('auto')];
    const ringing = await centre.call(first, '+79995551001');
    const invite = await provider.request('INVITE');
    provider.respond(invite, 180, 't1');
    await centre.callIs(ringing, 'ringing');
    await centre.closed(second, await centre.call(second, '+79995551002'), 'congestion');
    await centre.end(ringing);
    const cancel = await provider.request('CANCEL');
    provider.respond(cancel, 200, 't1');
    provider.respond(invite, 487, 't1');
    await centre.closed(first, ringing, 'cancelled');
  });

  // RFC 3261 §11: three OPTIONS in a row without an answer, each for 32 s (§17.1.2.2, Timer F).
  it('counts as down when it stops answering, and calls are refused until it is back', async () => {
    const slot = await centre.slot('auto');
    await centre.slotIs(slot, 'READY');
    there = false;
    await stateIs('down', 150_000);
    const admin = await centre.admin();
    const refused = await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79995551003' });
    expect([refused.status, refused.body.code]).toEqual([503, 'PBX_UNAVAILABLE']);
    await centre.untouched(slot);
    there = true;
    await stateIs('up', 60_000);
    const call = await centre.call(slot, '+79995551004');
    const invite = await provider.request('INVITE');
    provider.respond(invite, 486, 't2');
    await centre.closed(slot, call, 'busy');
  }, 240_000);
});
