// The auditor: compares what the restarted server shows with what it had acknowledged. Each check answers a list of
// problems, empty when all is well.
import {setTimeout as sleep} from 'node:timers/promises';
import {difference} from './model.mjs';

const kWhere = {user: ['point', '/api/users'], slot: ['ottb', '/api/slots']};

async function find(server, thing) {
  const [service, path] = kWhere[thing.kind];
  const answer = await server.request(service, 'GET', `${path}/${thing.id}`);
  if (answer.status === 200) return answer.body;
  if (answer.status === 404) return null;
  throw new Error(`GET ${path}/${thing.id}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Every acknowledged change is there; a change without an answer happened wholly or not at all. */
export async function acknowledgedChangesAreThere(server, model) {
  const problems = [];
  for (const thing of [...model.things.values()]) {
    const actual = await find(server, thing);
    const allowed = [thing.fields, ...thing.maybe];
    const fitting = allowed.findIndex((fields) => difference(fields, actual) === null);
    if (fitting < 0) {
      problems.push(`${thing.kind} ${thing.id}: ${JSON.stringify(difference(thing.fields, actual))}`);
    }
    model.settle(thing, fitting < 0 ? (actual && pick(actual, thing.fields)) : allowed[fitting]);
  }
  return problems;
}

const pick = (actual, like) => (like ? Object.fromEntries(Object.keys(like).map((name) => [name, actual[name]])) : null);

/** Nothing is there that nobody asked for; what a create without an answer made becomes known here. */
export async function nothingElseIsThere(server, model) {
  const problems = [];
  for (const [kind, [service, path]] of Object.entries(kWhere)) {
    for (const item of await server.all(service, `${path}?limit=1000`)) {
      if (model.things.has(`${kind} ${item.id}`) || item.username === 'admin') continue;
      const at = model.unansweredCreates.findIndex((c) => c.kind === kind && difference(c.fields, item) === null);
      if (at < 0) {
        problems.push(`${kind} ${item.id} was never asked for: ${JSON.stringify(item)}`);
        continue;
      }
      const [create] = model.unansweredCreates.splice(at, 1);
      model.created(kind, item.id, {...create.fields, ...(kind === 'slot' ? {number: item.number} : {})});
    }
  }
  model.unansweredCreates = [];
  return problems;
}

export async function slotNumbersAreUnique(server) {
  const slots = await server.all('ottb', '/api/slots?limit=1000');
  const seen = new Map();
  const problems = [];
  for (const {id, number} of slots) {
    if (seen.has(number)) problems.push(`slots ${seen.get(number)} and ${id} both have the number ${number}`);
    seen.set(number, id);
  }
  return problems;
}

/** Every acknowledged change of a user or slot has its audit record, found by the request's id. */
export async function acknowledgedChangesAreAudited(server, model, since) {
  const records = await server.all('point', `/api/security/audit?limit=1000&from=${encodeURIComponent(since)}`);
  const audited = new Set(records.filter((r) => r.success).map((r) => r.request_id));
  return model.changes.filter((c) => c.kind !== 'line' && !audited.has(c.requestId))
      .map((c) => `${c.op} of ${c.kind} ${c.id} (${c.requestId}) has no audit record`);
}

export async function auditChainVerifies(server) {
  const {code, output} = await server.run('audit', 'verify');
  return code === 0 ? [] : [`vss audit verify: exit code ${code}: ${output.trim()}`];
}

export async function outboxDrains(server, deadlineMs = 20_000) {
  const until = Date.now() + deadlineMs;
  let depth = null;
  while (Date.now() < until) {
    const answer = await server.request('dci', 'GET', '/api/dci/status');
    depth = answer.body?.outbox?.depth ?? null;
    if (depth === 0) return [];
    await sleep(50);
  }
  return [`the outbox still holds ${depth} events after ${deadlineMs} ms`];
}

const kMatches = {
  create: (c, f) => f.change === 'created',
  delete: (c, f) => f.change === 'deleted',
  update: (c, f) => f.device_id === c.fields.device_id,
  assign: (c, f) => f.assigned_user === c.fields.assigned_user,
  release: (c, f) => f.assigned_user === null && f.change !== 'created',
};

/** Every acknowledged slot change was published, once per event; every acknowledged line is in the log. */
export async function eventsAreInTheLog(server, model, since) {
  const from = `limit=1000&from=${encodeURIComponent(since)}`;
  const events = (await server.all('dci', `/api/dci/logs?module=OTTB&${from}`)).filter((l) => l.message === 'slot.update');
  const lines = new Set((await server.all('dci', `/api/dci/logs?module=crash&${from}`)).map((l) => `${l.id} ${l.message}`));
  const problems = [];
  const bySlot = groupBy(events, (e) => e.fields.id);
  for (const change of model.changes) {
    if (change.kind === 'line' && !lines.has(`${change.id} ${change.fields.message}`)) {
      problems.push(`line ${change.id} was acknowledged and is not in the log`);
    }
    if (change.kind !== 'slot') continue;
    const matches = (bySlot.get(change.id) ?? []).some((e) => kMatches[change.op](change, e.fields));
    if (!matches) problems.push(`no event tells of: ${change.op} of slot ${change.id}`);
  }
  const ids = events.map((e) => e.event_id);
  if (new Set(ids).size !== ids.length) problems.push(`${ids.length - new Set(ids).size} events are in the log twice`);
  return problems;
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
