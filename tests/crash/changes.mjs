// The random changes: each asks the server, and tells the model what the answer means.

const kWeights = {createUser: 18, patchUser: 18, deleteUser: 8, createSlot: 14, patchSlot: 14, deleteSlot: 4, assign: 12, release: 8, logEvent: 4};
const kRoles = ['operator', 'seller', 'supervisor'];
const kTypes = ['auto', 'mf', 'ls'];

export class Changes {
  constructor(server, model, random, tag) {
    Object.assign(this, {server, model, random, tag});
    this.trunks = {};
    this.serial = 0;
    this.counts = {acknowledged: 0, refused: 0, unanswered: 0};
    this.problems = [];
  }

  async makeTrunks() {
    for (const type of kTypes) {
      const answer = await this.server.request('ottb', 'POST', '/api/trunks', {name: `${type} hub`, type, capacity: 300});
      if (answer.status !== 201) throw new Error(`POST /api/trunks: ${answer.status} ${JSON.stringify(answer.body)}`);
      this.trunks[type] = answer.body.id;
    }
  }

  /** One change, chosen at random among those that are possible now. */
  async one() {
    const op = this.random.weighted(kWeights);
    await this[op]();
  }

  name(prefix) {
    return `${prefix}-${this.tag}-${++this.serial}`;
  }

  // What the answer means: acknowledged (true), refused (false), or nobody knows (null).
  judge(answer, what) {
    if (answer.status === 200 || answer.status === 201) return this.count('acknowledged', true);
    if (answer.status === 409 || answer.status === 429) return this.count('refused', false);
    if (answer.status === 0 || answer.status === 503) return this.count('unanswered', null);
    this.problems.push(`${what}: unexpected answer ${answer.status} ${JSON.stringify(answer.body)}`);
    return this.count('refused', false);
  }

  count(kind, verdict) {
    ++this.counts[kind];
    return verdict;
  }

  acknowledge(requestId, op, kind, id, fields) {
    this.model.changes.push({requestId, op, kind, id, fields});
  }

  async create(kind, service, path, body, fieldsOf) {
    const requestId = this.name('crash');
    const answer = await this.server.request(service, 'POST', path, body, requestId);
    const verdict = this.judge(answer, `POST ${path}`);
    if (verdict === null) this.model.unansweredCreates.push({kind, fields: fieldsOf(body)});
    if (!verdict) return;
    const fields = {...fieldsOf(body), ...(kind === 'slot' ? {number: answer.body.number} : {})};
    this.model.created(kind, answer.body.id, fields);
    this.acknowledge(requestId, 'create', kind, answer.body.id, fields);
  }

  /** Changes one thing; `fields` is what it becomes, null for deleted. */
  async change(thing, op, service, method, path, body, fields) {
    const requestId = this.name('crash');
    thing.busy = true;
    const answer = await this.server.request(service, method, path, body, requestId);
    const verdict = this.judge(answer, `${method} ${path}`);
    thing.busy = false;
    if (verdict === null) thing.maybe.push(fields);
    if (!verdict) return;
    thing.fields = fields;
    this.acknowledge(requestId, op, thing.kind, thing.id, fields);
  }

  async createUser() {
    const username = this.name('user');
    const body = {username, password: 'Correct-Horse-9-Battery', email: `${username}@example.com`, role: this.random.pick(kRoles)};
    await this.create('user', 'point', '/api/users', body, ({password, ...rest}) => rest);
  }

  async patchUser() {
    const user = this.model.pick('user', this.random);
    if (!user) return this.createUser();
    const change = this.random.pick([{email: `${this.name('mail')}@example.com`}, {role: this.random.pick(kRoles)}]);
    await this.change(user, 'update', 'point', 'PATCH', `/api/users/${user.id}`, change, {...user.fields, ...change});
  }

  async deleteUser() {
    const bound = new Set(this.model.living('slot').flatMap((s) => [s.fields, ...s.maybe]).map((f) => f?.assigned_user));
    const user = this.model.pick('user', this.random, (u) => !bound.has(u.id) && !u.wanted);
    if (!user) return this.createUser();
    await this.change(user, 'delete', 'point', 'DELETE', `/api/users/${user.id}`, undefined, null);
  }

  async createSlot() {
    const type = this.random.pick(kTypes);
    const body = {trunk_id: this.trunks[type], device_id: this.name('device'), type};
    await this.create('slot', 'ottb', '/api/slots', body, (b) => ({...b, assigned_user: null}));
  }

  async patchSlot() {
    const slot = this.model.pick('slot', this.random);
    if (!slot) return this.createSlot();
    const change = {device_id: this.name('device')};
    await this.change(slot, 'update', 'ottb', 'PATCH', `/api/slots/${slot.id}`, change, {...slot.fields, ...change});
  }

  async deleteSlot() {
    const slot = this.model.pick('slot', this.random);
    if (!slot) return this.createSlot();
    await this.change(slot, 'delete', 'ottb', 'DELETE', `/api/slots/${slot.id}`, undefined, null);
  }

  async assign() {
    const slot = this.model.pick('slot', this.random, (s) => !s.fields.assigned_user);
    const user = this.model.pick('user', this.random);
    if (!slot || !user) return this.createSlot();
    user.wanted = (user.wanted ?? 0) + 1;  // so that nobody deletes the user meanwhile
    await this.change(slot, 'assign', 'ottb', 'POST', `/api/slots/${slot.id}/assign`, {user_id: user.id},
                      {...slot.fields, assigned_user: user.id});
    user.wanted -= 1;
  }

  async release() {
    const slot = this.model.pick('slot', this.random, (s) => s.fields.assigned_user);
    if (!slot) return this.assign();
    await this.change(slot, 'release', 'ottb', 'POST', `/api/slots/${slot.id}/release`, {}, {...slot.fields, assigned_user: null});
  }

  async logEvent() {
    const requestId = this.name('crash');
    const message = this.name('line');
    const answer = await this.server.request('dci', 'POST', '/api/dci/log-event', {module: 'CRASH', severity: 'info', message}, requestId);
    if (this.judge(answer, 'POST /api/dci/log-event')) this.acknowledge(requestId, 'log', 'line', answer.body.id, {message});
  }
}
