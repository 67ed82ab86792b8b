// The auditor of calls: compares the restarted server's books with what the test did, what the far end saw, and what lies on
// the disk. Each check answers a list of problems, empty when all is well.
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

/** Asks until `problems()` is empty or the time is over. `from`: when the time began to run. */
async function within(ms, from, problems) {
  for (;;) {
    const found = await problems();
    if (found.length === 0) return [];
    if (Date.now() > from + ms) return found.concat(`(after ${Date.now() - from} ms)`);
    await sleep(50);
  }
}

const slotsOf = (server) => server.all('ottb', '/api/slots?limit=1000');

export function registrationsAreBack(server, readyAt) {
  return within(3000, readyAt, async () => (await slotsOf(server)).filter((s) => !s.registration.registered).map((s) => `slot ${s.id} (${s.number}) is ${s.state} and not registered`));
}

export function slotsAreReady(server, from, ms) {
  return within(ms, from, async () => (await slotsOf(server)).filter((s) => s.state !== 'READY' || s.current_call)
      .map((s) => `slot ${s.id} (${s.number}) is ${s.state} with call ${s.current_call}: ${s.state_reason}`));
}

async function books(server) {
  const calls = await server.all('ottb', '/api/calls?limit=1000');
  const cdrs = await server.all('ottb', '/api/cdr/records?limit=1000');
  const byCall = new Map();
  for (const cdr of cdrs) byCall.set(cdr.call_id, [...(byCall.get(cdr.call_id) ?? []), cdr]);
  return {calls, cdrs, byCall};
}

/** Every call that there ever was is over and has one CDR; every call that was acknowledged is there. */
export function everyCallHasOneCdr(server, attempts, readyAt) {
  return within(10_000, readyAt, async () => {
    const {calls, cdrs, byCall} = await books(server);
    const known = new Set(calls.map((c) => c.call_id));
    return [
      ...calls.filter((c) => !c.ended_at).map((c) => `${c.call_id} is ${c.state}`),
      ...calls.filter((c) => byCall.get(c.call_id)?.length !== 1).map((c) => `${c.call_id} has ${byCall.get(c.call_id)?.length ?? 0} CDRs`),
      ...cdrs.filter((c) => !known.has(c.call_id)).map((c) => `a CDR tells of ${c.call_id}, which is no call`),
      ...attempts.filter((a) => a.callId && !known.has(a.callId)).map((a) => `${a.callId} was acknowledged and is not there`),
    ];
  });
}

/** The sums that reports read say what the records say: both commit together or not at all. */
export async function reportsSayWhatRecordsSay(server) {
  const {cdrs} = await books(server);
  const {total, complete} = (await server.request('workspace', 'GET', '/api/reports/daily?from=2020-01-01')).body;
  const talk = cdrs.reduce((sum, cdr) => sum + cdr.talk_s, 0);
  const answered = cdrs.filter((cdr) => cdr.disposition === 'answered').length;
  const notPlaced = cdrs.filter((cdr) => cdr.disposition === 'not_placed').length;
  return [
    ...(complete ? [] : ['reports are not complete']),
    ...(total.attempts === cdrs.length - notPlaced ? [] : [`reports count ${total.attempts} attempts of ${cdrs.length} records, of which ${notPlaced} were not placed`]),
    ...(total.not_placed === notPlaced ? [] : [`reports count ${total.not_placed} calls that were not placed of ${notPlaced}`]),
    ...(total.answered === answered ? [] : [`reports count ${total.answered} answered calls of ${answered}`]),
    ...(Math.abs(total.talk_s - talk) < 0.01 ? [] : [`reports count ${total.talk_s} s of talk, records ${talk}`]),
  ];
}

/** What the kill cut says `system`; what was over before keeps its own cause. */
export async function causesAreRight(server, attempts) {
  const {byCall} = await books(server);
  const problems = [];
  for (const attempt of attempts.filter((a) => a.callId)) {
    const cdr = byCall.get(attempt.callId)?.[0];
    if (!cdr) continue;  // told by everyCallHasOneCdr
    const cut = cdr.hangup_cause === 'system';
    if (attempt.over && cut) problems.push(`${attempt.callId} was over before the kill, and its CDR says system`);
    if (!attempt.over && !attempt.ending && !cut) problems.push(`${attempt.callId} was cut, and its CDR says ${cdr.hangup_cause}`);
    if (attempt.answered && !cdr.answered_at) problems.push(`${attempt.callId} was answered, and its CDR does not say so`);
  }
  return problems;
}

/** No number was called twice for one attempt, and none without a call in the books. */
export async function farEndSawEachOnce(server, provider) {
  const {calls} = await books(server);
  const ordered = new Map();
  for (const call of calls) ordered.set(call.phone_number, (ordered.get(call.phone_number) ?? 0) + 1);
  const problems = provider.unexpected.slice();
  for (const [number, callIds] of provider.invites) {
    if (callIds.size > (ordered.get(number) ?? 0)) {
      problems.push(`${number} got ${callIds.size} INVITEs for ${ordered.get(number) ?? 0} calls in the books: ${[...callIds].join(' ')}`);
    }
  }
  return problems;
}

async function filesBelow(folder) {
  const entries = await readdir(folder, {withFileTypes: true, recursive: true}).catch(() => []);
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
}

export async function noPartIsLeft(dataDir) {
  return (await filesBelow(dataDir)).filter((f) => f.endsWith('.part')).map((f) => `${f} is left`);
}

/** Calls that had talked for a while when the kill came: their recordings are there, called truncated, and play. */
export async function cutRecordingsPlay(server, attempts) {
  const recordings = new Map((await server.all('ottb', '/api/recordings?limit=1000')).map((r) => [r.call_id, r]));
  const problems = [];
  for (const attempt of attempts.filter((a) => a.callId && a.talkedMs >= 3000 && !a.over && !a.ending)) {
    const recording = recordings.get(attempt.callId);
    if (!recording) problems.push(`${attempt.callId} had talked for ${attempt.talkedMs} ms and has no recording`);
    else if (!recording.truncated) problems.push(`${recording.recording_id} of ${attempt.callId} is not called truncated`);
    else problems.push(...(await playable(server, recording)));
  }
  return problems;
}

async function playable(server, recording) {
  const wav = await server.bytes('ottb', recording.audio);
  if (!wav) return [`${recording.recording_id}: no audio`];
  const data = wav.indexOf('data', 12, 'latin1');
  const audio = data < 0 ? 0 : wav.readUInt32LE(data + 4);
  const whole = wav.toString('latin1', 0, 4) === 'RIFF' && wav.readUInt32LE(4) + 8 === wav.length && data + 8 + audio <= wav.length;
  const plays = whole && audio >= 8000 && wav.readUInt16LE(22) === 2 && wav.readUInt32LE(24) === 8000;
  return plays && recording.duration_s > 0 ? []
    : [`${recording.recording_id} does not play: ${wav.length} bytes, ${audio} of audio, ${recording.duration_s} s, ${wav.toString('hex', 0, 44)}`];
}

/** The process has as many UDP ports open as before the first call. */
export function noPortIsLeaked(server, before, from) {
  return within(5000, from, async () => {
    const now = await server.udpPorts();
    return now.length === before.length ? [] : [`${now.length} UDP ports are open, ${before.length} before the first call`];
  });
}

/** After the end: none of the ports that the process had is open. */
export async function portsAreFree(server, ports) {
  const open = new Set(await server.allUdpPorts());
  return ports.filter((p) => open.has(p)).map((p) => `UDP port ${p} is still open`);
}
