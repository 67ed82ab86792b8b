// Whose rows a role reaches: every list, detail, export and event, for somebody who sees their own, their team's, and all.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Answer, type Client } from './support/client.ts';
import { connect, listen, until, type Heard } from './support/realtime.ts';
import { useVss } from './support/vss.ts';

const vss = useVss({ env: { VSS_RECORD_CALLS: 'on', VSS_TIMEZONE: 'Etc/UTC' } });
const PASSWORD = 'password-of-somebody';
const RESOURCES = ['call_control', 'calls', 'leads', 'recordings', 'reports'] as const;
const PERMISSIONS = {
  calls: ['create', 'end', 'read'], cdr: ['read'], crm: ['delete', 'read', 'write'], dashboard: ['read'], notes: ['create', 'read'],
  recordings: ['read'], reports: ['generate', 'read'], slots: ['read', 'use'],
};
const REACHES = ['own', 'team', 'all'] as const;
type Reach = (typeof REACHES)[number];
type Name = 'own' | 'team' | 'all' | 'mate' | 'stranger';
const TEAM: Name[] = ['own', 'team', 'all', 'mate'];
const EVERYBODY: Name[] = [...TEAM, 'stranger'];

/// Somebody with what is theirs.
interface Person {
  client: Client;
  id: string;
  lead: any;
  clientId: string;
  note: any;
  call: any;
}

let admin: Client;
let team: any;
const people = {} as Record<Name, Person>;
const heard = {} as Record<Reach, Heard[]>;
const SEES: Record<Reach, Name[]> = { own: ['own'], team: TEAM, all: EVERYBODY };
const reach = (scope: Reach) => Object.fromEntries(RESOURCES.map((resource) => [resource, scope]));
const nameOf = (id: string | null) => EVERYBODY.find((name) => people[name].id === id) ?? String(id);
const names = (rows: any[], field: string) => [...new Set(rows.map((row) => nameOf(row[field])))].sort();
const phoneOf = (name: Name) => `+7916555${String(1000 + EVERYBODY.indexOf(name))}`;

async function makePerson(name: Name): Promise<Person> {
  const role = REACHES.includes(name as Reach) ? `reads.${name}` : 'reads.own';
  const { id } = expectStatus(await admin.post('/api/users', { username: name, password: PASSWORD, role }), 201);
  const client = await vss.signIn(name, PASSWORD);
  return { client, id, lead: null, clientId: '', note: null, call: null };
}

/// A lead with a client and a note, and a call to it that was answered and recorded.
async function giveWork(name: Name): Promise<void> {
  const person = people[name];
  const phone = phoneOf(name);
  person.clientId = expectStatus(await admin.post('/api/crm/clients', { name: `Scope ${name}` }), 201).id;
  person.lead = expectStatus(await admin.post('/api/crm/leads', { client_name: `Scope ${name}`, phone, assigned_seller: person.id, client_id: person.clientId }), 201);
  person.note = expectStatus(await admin.post('/api/crm/note', { lead_id: person.lead.id, text: `note of ${name}` }), 201);
  const started = expectStatus(await person.client.post('/api/call/start', { phone_number: phone }), 201);
  const look = async () => expectStatus(await person.client.get(`/api/calls/${started.call_id}`), 200);
  await until('answered', async () => (await look()).state === 'answered');
  await new Promise((resolve) => setTimeout(resolve, 200)); // so much sound is in the recording
  expectStatus(await person.client.post('/api/call/end', { call_id: started.call_id }), 200);
  await until('recorded', async () => (person.call = await look()).recording_id !== null && person.call.ended_at !== null);
}

beforeAll(async () => {
  admin = await vss.as('admin');
  for (const scope of REACHES) expectStatus(await admin.post('/api/roles', { name: `reads.${scope}`, permissions: PERMISSIONS, scope: reach(scope) }), 201);
  for (const name of EVERYBODY) people[name] = await makePerson(name);
  team = expectStatus(await admin.post('/api/teams', { name: 'Красные', members: TEAM.map((name) => people[name].id) }), 201);
  const trunk = expectStatus(await admin.post('/api/trunks', { name: 'scopes', type: 'auto', capacity: 5 }), 201);
  const slots = [];
  for (const name of EVERYBODY) slots.push(expectStatus(await admin.post('/api/slots', { trunk_id: trunk.id, device_id: name, type: 'auto' }), 201));
  for (const slot of slots) await until('ready', async () => (await admin.get(`/api/slots/${slot.id}`)).body.state === 'READY');
  for (const scope of REACHES) {
    const socket = await connect(vss, people[scope].client.token);
    heard[scope] = listen(socket);
    for (const topic of ['calls', 'leads']) expect((await socket.emitWithAck(`subscribe:${topic}`)).ok).toBe(true);
  }
  for (const name of EVERYBODY) await giveWork(name);
}, 120_000);

const csvColumn = (answer: Answer, column: string): any[] => {
  const [header, ...rows] = answer.text.trimEnd().split('\r\n').map((line) => line.split(','));
  return rows.map((row) => ({ [column]: row[header!.indexOf(column)] }));
};

const LISTS: [path: string, field: string][] = [
  ['/api/crm/leads', 'assigned_seller'],
  ['/api/crm/leads?status=new', 'assigned_seller'],
  ['/api/crm/leads?q=scope', 'assigned_seller'],
  ['/api/crm/leads?sort=client_name&limit=2', 'assigned_seller'],
  ['/api/calls', 'user_id'],
  ['/api/calls/feed', 'user_id'],
  ['/api/cdr/records', 'user_id'],
  ['/api/recordings', 'user_id'],
];

describe.each(REACHES)('somebody whose scope is %s', (scope) => {
  const seen = () => [...SEES[scope]].sort();
  const client = () => people[scope].client;
  const hidden = () => EVERYBODY.filter((name) => !SEES[scope].includes(name));

  it.each(LISTS)('finds theirs in %s, and counts them', async (path, field) => {
    const found: any[] = [];
    let total = '';
    for (let next: string | undefined = path; next; ) {
      const answer: Answer = await client().get(next);
      found.push(...expectStatus(answer, 200));
      total ||= String(answer.headers['x-total-count']);
      next = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1];
    }
    expect(names(found, field)).toEqual(seen());
    expect(total).toBe(String(seen().length));
  });

  it('finds theirs by searching, and their clients', async () => {
    const hits = expectStatus(await client().get('/api/crm/search?q=scope&limit=100'), 200);
    expect(names(hits.filter((hit: any) => hit.kind === 'lead'), 'assigned_seller')).toEqual(seen());
    for (const clients of [hits.filter((hit: any) => hit.kind === 'client'), expectStatus(await client().get('/api/crm/clients'), 200)])
      expect(clients.map((one: any) => one.name).sort()).toEqual(seen().map((name) => `Scope ${name}`));
  });

  it('reads each of theirs, and of others finds nothing', async () => {
    for (const name of EVERYBODY) {
      const { lead, clientId, call, note } = people[name];
      const status = SEES[scope].includes(name) ? 200 : 404;
      for (const path of [
        `/api/crm/leads/${lead.id}`, `/api/crm/leads/${lead.id}/timeline`, `/api/crm/clients/${clientId}`, `/api/crm/notes?lead_id=${lead.id}`, `/api/crm/notes/${note.id}`,
        `/api/calls/${call.call_id}`, `/api/call/${call.call_id}`, `/api/cdr/records/${call.call_id}`, `/api/crm/notes?call_id=${call.call_id}`,
        `/api/recordings/${call.recording_id}`, `/api/recordings/${call.recording_id}/audio`, `/api/recordings/${call.recording_id}/waveform`,
      ]) expect([path, (await client().get(path)).status]).toEqual([path, status]);
    }
  });

  it('cannot change what they do not see, nor put into it', async () => {
    for (const name of hidden()) {
      const { lead, call, clientId } = people[name];
      expectError(await client().patch(`/api/crm/leads/${lead.id}`, { status: 'lost' }), 404, 'NOT_FOUND');
      expectError(await client().delete(`/api/crm/leads/${lead.id}`), 404, 'NOT_FOUND');
      expectError(await client().post('/api/crm/leads/assign', { lead_ids: [lead.id], assigned_seller: people[scope].id }), 404, 'NOT_FOUND');
      expectError(await client().post(`/api/crm/leads/${lead.id}/merge`, { into: people[scope].lead.id }), 404, 'NOT_FOUND');
      expectError(await client().post('/api/crm/note', { lead_id: lead.id, text: 'x' }), 400, 'INVALID_PARAMS', 'lead_id');
      expectError(await client().post('/api/crm/leads', { client_name: 'x', phone: '+79165559999', client_id: clientId }), 400, 'INVALID_PARAMS', 'client_id');
      expectError(await client().post('/api/crm/leads/assign', { lead_ids: [people[scope].lead.id], assigned_seller: people[name].id }), 400, 'INVALID_PARAMS', 'assigned_seller');
      expectError(await client().post('/api/call/end', { call_id: call.call_id }), 404, 'NOT_FOUND');
    }
  });

  it('takes theirs away as files', async () => {
    expect(names(csvColumn(await client().get('/api/cdr/records', { Accept: 'text/csv' }), 'user_id'), 'user_id')).toEqual(seen());
    expect(names(csvColumn(await client().get('/api/reports/operator?format=csv'), 'user_id'), 'user_id')).toEqual(seen());
    for (const name of EVERYBODY) {
      const person = expectStatus(await client().get(`/api/crm/persons/${encodeURIComponent(phoneOf(name))}/export`), 200);
      const much = SEES[scope].includes(name) ? 1 : 0;
      expect({ name, leads: person.leads.length, notes: person.notes.length, calls: person.calls.length, recordings: person.recordings.length })
        .toEqual({ name, leads: much, notes: much, calls: much, recordings: much });
      expect(person.omitted).toEqual(scope === 'all' ? [] : ['leads', 'clients', 'changes', 'notes', 'calls', 'recordings']);
    }
  });

  it('has theirs in dashboard and reports', async () => {
    const dashboard = expectStatus(await client().get('/api/dashboard'), 200);
    expect(dashboard).toMatchObject({ scope, today: { attempts: seen().length, answered: seen().length }, leads: { scope, total: seen().length } });
    expect(dashboard.slots === null).toBe(scope !== 'all');
    for (const report of ['daily', 'operator', 'slots']) {
      const { total, rows } = expectStatus(await client().get(`/api/reports/${report}`), 200);
      expect(total).toMatchObject({ attempts: seen().length, answered: seen().length });
      if (report === 'operator') expect(names(rows, 'user_id')).toEqual(seen());
    }
  });

  it('hears of theirs', async () => {
    for (const name of EVERYBODY) expectStatus(await admin.patch(`/api/crm/leads/${people[name].lead.id}`, { status: 'contacted' }), 200);
    const last = people.stranger.lead.id;
    await until('everything was told', () => heard.all.some((event) => event.name === 'lead.update' && event.data.id === last && event.data.status === 'contacted'));
    await until('own leads were told', () => heard[scope].some((event) => event.name === 'lead.update' && event.data.id === people[scope].lead.id && event.data.status === 'contacted'));
    const of = (name: string, field: string) => names(heard[scope].filter((event) => event.name === name).map(({ data }) => data), field);
    expect(of('call.update', 'user_id')).toEqual(seen());
    expect(of('cdr.update', 'user_id')).toEqual(seen());
    expect(of('recording.update', 'user_id')).toEqual(seen());
    expect(of('lead.update', 'assigned_seller')).toEqual(seen());
    expect(of('note.update', 'lead_id').length).toBe(seen().length);
    for (const name of EVERYBODY) expectStatus(await admin.patch(`/api/crm/leads/${people[name].lead.id}`, { status: 'new' }), 200);
  });
});

describe('a role', () => {
  it('that is new reaches what is one\'s own, and nothing else', async () => {
    const role = expectStatus(await admin.post('/api/roles', { name: 'fresh.one', permissions: { crm: ['read'] } }), 201);
    expect(role.scope).toEqual(reach('own'));
    expectStatus(await admin.post('/api/users', { username: 'newcomer', password: PASSWORD, role: 'fresh.one' }), 201);
    const client = await vss.signIn('newcomer', PASSWORD);
    expect(client.session.scope).toEqual(reach('own'));
    expect(expectStatus(await client.get('/api/crm/leads'), 200)).toEqual([]);
    expectStatus(await admin.patch(`/api/roles/${role.id}`, { scope: { leads: 'all' } }), 200);
    await until('it sees all', async () => (await client.get('/api/crm/leads')).body.length === EVERYBODY.length);
    expect(expectStatus(await client.get('/api/auth/me'), 200).scope).toEqual({ ...reach('own'), leads: 'all' });
  });

  it('that is a copy of seller keeps the rules of seller', async () => {
    const seller = expectStatus(await admin.get('/api/roles'), 200).find((role: any) => role.name === 'seller');
    expect(seller.scope).toEqual(reach('own'));
    expectStatus(await admin.post('/api/roles', { name: 'seller.copy', permissions: seller.permissions, scope: seller.scope }), 201);
    const { id } = expectStatus(await admin.post('/api/users', { username: 'copied', password: PASSWORD, role: 'seller.copy' }), 201);
    const client = await vss.signIn('copied', PASSWORD);
    const lead = expectStatus(await client.post('/api/crm/leads', { client_name: 'mine', phone: '+79165557777' }), 201);
    expect(lead.assigned_seller).toBe(id);
    expect(expectStatus(await client.get('/api/crm/leads'), 200).map((one: any) => one.id)).toEqual([lead.id]);
    expectError(await client.get(`/api/crm/leads/${people.mate.lead.id}`), 404, 'NOT_FOUND');
    expectStatus(await client.delete(`/api/crm/leads/${lead.id}`), 200);
  });

  it.each([[{ leads: 'everyone' }, 'scope.leads'], [{ slots: 'own' }, 'scope.slots'], ['all', 'scope']])('refuses the scope %j by name', async (scope, field) => {
    expectError(await admin.post('/api/roles', { name: 'refused', permissions: {}, scope }), 400, 'INVALID_PARAMS', field);
  });

  it('that is built in says how far it reaches', async () => {
    const roles = Object.fromEntries(expectStatus(await admin.get('/api/roles'), 200).map((role: any) => [role.name, role.scope]));
    expect(roles.admin).toEqual(reach('all'));
    expect(roles.operator).toMatchObject({ call_control: 'own', calls: 'all', leads: 'all' });
    expect(roles.supervisor).toMatchObject({ call_control: 'own', calls: 'all', leads: 'all', recordings: 'all', reports: 'all' });
  });

  it('cannot be given by who reaches less far', async () => {
    expectStatus(await admin.post('/api/roles', { name: 'helpdesk', permissions: { ...PERMISSIONS, roles: true, users: true }, scope: reach('team') }), 201);
    expectStatus(await admin.post('/api/users', { username: 'helper', password: PASSWORD, role: 'helpdesk' }), 201);
    const helper = await vss.signIn('helper', PASSWORD);
    const user = { username: 'made', password: PASSWORD };
    const refused = await helper.post('/api/users', { ...user, role: 'reads.all' });
    expectError(refused, 403, 'PERMISSION_DENIED');
    expect(refused.body.details).toEqual({ scope: 'call_control' });
    expectStatus(await helper.post('/api/roles', { name: 'wider', permissions: {}, scope: { leads: 'all' } }), 403);
    expectStatus(await helper.post('/api/users', { ...user, role: 'reads.team' }), 201);
    expectError(await helper.post('/api/teams', { name: 'mine' }), 403, 'PERMISSION_DENIED');
    expectError(await helper.patch(`/api/teams/${team.id}`, { lead_user: helper.session.user.id }), 403, 'PERMISSION_DENIED');
  });
});

describe('ending a call', () => {
  it('is for whom it belongs to, and for administrators', async () => {
    expectStatus(await admin.post('/api/users', { username: 'operator2', password: PASSWORD, role: 'operator' }), 201);
    const other = await vss.signIn('operator2', PASSWORD);
    const running = expectStatus(await people.mate.client.post('/api/call/start', { phone_number: '+79990000001' }), 201);
    const refused = await other.post('/api/call/end', { call_id: running.call_id });
    expectError(refused, 403, 'PERMISSION_DENIED');
    expect(refused.body.details).toEqual({ permission: 'calls.end', scope: 'own' });
    const [line] = expectStatus(await admin.get('/api/security/audit?action=calls.end&limit=1'), 200);
    expect(line).toMatchObject({ username: 'operator2', success: false, target: `call ${running.call_id}` });
    expect((await admin.get(`/api/calls/${running.call_id}`)).body.ended_at).toBeNull();
    expectStatus(await people.team.client.post('/api/call/end', { call_id: running.call_id }), 200);
    await until('over', async () => (await admin.get(`/api/calls/${running.call_id}`)).body.ended_at !== null);
  });
});

describe('what one permission shows of other things', () => {
  it('is nothing in a timeline, nor in a person\'s export', async () => {
    expectStatus(await admin.post('/api/roles', { name: 'crm.only', permissions: { crm: ['read'] }, scope: reach('all') }), 201);
    expectStatus(await admin.post('/api/users', { username: 'crmonly', password: PASSWORD, role: 'crm.only' }), 201);
    const client = await vss.signIn('crmonly', PASSWORD);
    const { lead } = people.mate;
    const items = expectStatus(await client.get(`/api/crm/leads/${lead.id}/timeline`), 200);
    expect(items.filter((item: any) => item.call || item.recording || item.note)).toEqual([]);
    expect(items.map((item: any) => item.kind)).toContain('created');
    const person = expectStatus(await client.get(`/api/crm/persons/${encodeURIComponent(lead.phone)}/export`), 200);
    expect(person).toMatchObject({ notes: [], calls: [], recordings: [], omitted: ['notes', 'calls', 'recordings'] });
    expect(person.leads).toHaveLength(1);
  });

  it('is no number in the history of a slot', async () => {
    expectStatus(await admin.post('/api/roles', { name: 'slots.only', permissions: { slots: ['read'] } }), 201);
    expectStatus(await admin.post('/api/users', { username: 'slotsonly', password: PASSWORD, role: 'slots.only' }), 201);
    const client = await vss.signIn('slotsonly', PASSWORD);
    const { slot_id, phone_number } = people.mate.call;
    const history = await client.get(`/api/slots/${slot_id}/history?limit=1000`);
    expectStatus(history, 200);
    const digits = (answer: Answer) => answer.text.includes(phone_number.slice(1));
    expect(digits(history)).toBe(false);
    expect(digits(await client.get(`/api/slots/${slot_id}`))).toBe(false);
    expect(digits(await admin.get(`/api/slots/${slot_id}/history?limit=1000`))).toBe(true);
  });
});

describe('teams', () => {
  it('have members in one team at most, whose leads go along', async () => {
    expect(team).toMatchObject({ name: 'Красные', lead_user: null, leads: 0 });
    expect(expectStatus(await admin.on('workspace').get('/api/teams'), 200)).toEqual(expectStatus(await admin.on('point').get('/api/teams'), 200));
    expect(expectStatus(await admin.get(`/api/teams/${team.id}`), 200)).toMatchObject({ leads: TEAM.length });
    const leadOf = async (name: Name) => expectStatus(await admin.get(`/api/crm/leads/${people[name].lead.id}`), 200);
    expect((await leadOf('mate')).team_id).toBe(team.id);
    const blue = expectStatus(await admin.post('/api/teams', { name: 'Синие', members: [people.mate.id], lead_user: people.team.id }), 201);
    expect((await leadOf('mate')).team_id).toBe(blue.id);
    expect(expectStatus(await admin.get(`/api/teams/${team.id}`), 200).members).not.toContain(people.mate.id);
    expect(expectStatus(await admin.get(`/api/users/${people.mate.id}`), 200).team_id).toBe(blue.id);
    await until('who leads it sees it', async () => (await people.team.client.get(`/api/crm/leads/${people.mate.lead.id}`)).status === 200);
    expectStatus(await admin.patch(`/api/teams/${blue.id}`, { lead_user: null }), 200);
    await until('who led it does not', async () => (await people.team.client.get(`/api/crm/leads/${people.mate.lead.id}`)).status === 404);
    expectStatus(await people.team.client.get(`/api/calls/${people.mate.call.call_id}`), 200); // it was made in the red team
    expectStatus(await admin.patch(`/api/users/${people.mate.id}`, { team_id: team.id }), 200);
    expect((await leadOf('mate')).team_id).toBe(team.id);
    expectStatus(await admin.delete(`/api/teams/${blue.id}`), 200);
    expectError(await admin.get(`/api/teams/${blue.id}`), 404, 'NOT_FOUND');
  });

  it('are refused by name', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    expectError(await admin.post('/api/teams', { name: 'Красные' }), 409, 'CONFLICT', 'name');
    expectError(await admin.post('/api/teams', { name: ' ' }), 400, 'INVALID_PARAMS', 'name');
    expectError(await admin.post('/api/teams', { name: 'x', members: [nobody] }), 400, 'INVALID_PARAMS', 'members');
    expectError(await admin.post('/api/teams', { name: 'x', lead_user: nobody }), 400, 'INVALID_PARAMS', 'lead_user');
    expectError(await admin.patch(`/api/users/${people.mate.id}`, { team_id: nobody }), 400, 'INVALID_PARAMS', 'team_id');
    expectError(await admin.patch(`/api/crm/leads/${people.stranger.lead.id}`, { team_id: team.id }), 400, 'INVALID_PARAMS', 'team_id');
  });
});
