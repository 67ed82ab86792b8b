// What the test knows must be true. It learns from answers only, never from the server's own tables.

/** A thing that was acknowledged. `maybe` holds what a change without an answer would have made of it. */
class Thing {
  constructor(kind, id, fields) {
    Object.assign(this, {kind, id, fields, maybe: [], busy: false});
  }
}

export class Model {
  constructor() {
    this.things = new Map();       // "kind id" → Thing
    this.unansweredCreates = [];   // {kind, fields}
    this.changes = [];             // acknowledged in this round: {requestId, op, kind, id, fields}
  }

  created(kind, id, fields) {
    if (this.things.has(`${kind} ${id}`)) throw new Error(`${kind} ${id} was given out twice`);
    this.things.set(`${kind} ${id}`, new Thing(kind, id, fields));
  }

  /** A thing that no other worker is changing right now. */
  pick(kind, random, condition = () => true) {
    const free = [...this.things.values()].filter((t) => t.kind === kind && t.fields && !t.busy && !t.maybe.length && condition(t));
    return free.length ? random.pick(free) : null;
  }

  living(kind) {
    return [...this.things.values()].filter((t) => t.kind === kind && t.fields);
  }

  startRound() {
    this.changes = [];
  }

  /** After the check: what is there is what counts from now on. */
  settle(thing, fields) {
    Object.assign(thing, {fields, maybe: [], busy: false});
    if (!fields) this.things.delete(`${thing.kind} ${thing.id}`);
  }
}

/** The fields of `expected` that `actual` has otherwise; null when there are none. `null` means: not there. */
export function difference(expected, actual) {
  if (!expected || !actual) return expected === actual ? null : {expected, actual};
  const wrong = Object.entries(expected).filter(([name, value]) => actual[name] !== value);
  return wrong.length ? Object.fromEntries(wrong.map(([name, value]) => [name, {expected: value, actual: actual[name]}])) : null;
}
