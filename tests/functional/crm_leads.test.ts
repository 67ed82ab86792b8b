// Leads and clients: what they hold, how they are found, who sees them.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Client } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
let admin: Client;
let seller: Client;
let other: Client; // another seller
const NOBODY = '00000000-0000-4000-8000-000000000000';
const idOf = (client: Client): string => client.session.user.id;

beforeAll(async () => {
  admin = await vss.as('admin');
  seller = await vss.as('seller');
  expectStatus(await admin.post('/api/users', { username: 'seller2', password: 'password-of-seller2', role: 'seller' }), 201);
  other = await vss.signIn('seller2', 'password-of-seller2');
});

let made = 0;
const phone = () => `+7999${String(1000000 + ++made)}`;
async function makeLead(fields: object = {}, client = admin): Promise<any> {
  return expectStatus(await client.post('/api/crm/leads', { client_name: 'Иван Иванов', phone: phone(), ...fields }), 201);
}

async function eventually<T>(look: () => Promise<T>, until: (found: T) => boolean): Promise<T> {
  const end = Date.now() + 5_000;
  for (;;) {
    const found = await look();
    if (until(found) || Date.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a lead', () => {
  it('keeps what it is given, its number in E.164 and its e-mail in lower case', async () => {
    const given = {
      client_name: '  Иван Иванов ', phone: '8 (999) 123-45-67', email: 'Ivan@Example.COM', status: 'qualified', source: 'Сайт',
      timezone: 'Asia/Omsk', fields: { город: 'Омск', 'любимый цвет': 'синий' }, assigned_seller: idOf(seller),
    };
    const answer = await admin.post('/api/crm/leads', given);
    const lead = expectStatus(answer, 201);
    expect(lead).toMatchObject({ ...given, client_name: 'Иван Иванов', phone: '+79991234567', email: 'ivan@example.com', region: 'RU', version: 1, client_id: null, last_call_at: null });
    expect(answer.headers.location).toBe(`/api/crm/leads/${lead.id}`);
    expect(answer.headers.etag).toBe('"v1"');
    expect(expectStatus(await admin.get(`/api/crm/leads/${lead.id}`), 200)).toEqual(lead);
  });

  it.each([
    [{ phone: '123' }, 'phone'],
    [{ phone: 'позвони мне' }, 'phone'],
    [{ email: 'no@dot' }, 'email'],
    [{ status: 'sold' }, 'status'],
    [{ timezone: 'Moscow' }, 'timezone'],
    [{ assigned_seller: NOBODY }, 'assigned_seller'],
    [{ assigned_seller: 'seller_uuid' }, 'assigned_seller'],
    [{ client_id: NOBODY }, 'client_id'],
    [{ fields: { a: 1 } }, 'fields'],
    [{ client_name: '   ' }, 'client_name'],
    [{ client_name: 'two\nlines' }, 'client_name'],
  ])('refuses %j by name', async (fields, name) => {
    const answer = await admin.post('/api/crm/leads', { client_name: 'x', phone: '+79991234567', ...fields });
    expectError(answer, 400, 'INVALID_PARAMS', name);
  });

  it('is assigned to those who may change leads only', async () => {
    const give = async (client: Client) => admin.post('/api/crm/leads', { client_name: 'x', phone: phone(), assigned_seller: idOf(client) });
    expectError(await give(await vss.as('supervisor')), 400, 'INVALID_PARAMS', 'assigned_seller');
    expectStatus(await give(await vss.as('operator')), 201);
  });

  it('changes field by field, and says what it is then', async () => {
    const lead = await makeLead({ email: 'a@example.com', fields: { a: '1' } });
    const changed = expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'contacted', email: null, fields: { b: '2' } }), 200);
    expect(changed).toMatchObject({ status: 'contacted', email: null, fields: { b: '2' }, client_name: lead.client_name, version: 2 });
    expectError(await admin.patch(`/api/crm/leads/${lead.id}`, {}), 400, 'INVALID_PARAMS', 'body');
    const same = expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'contacted' }), 200);
    expect(same.version, 'nothing changed').toBe(2);
  });

  it('is not overwritten by somebody who read an older version', async () => {
    const lead = await makeLead();
    const etag = (await admin.get(`/api/crm/leads/${lead.id}`)).headers.etag!;
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'won' }, { 'If-Match': etag }), 200);
    expectError(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'lost' }, { 'If-Match': etag }), 409, 'CONFLICT');
    expectError(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'lost' }, { 'If-Match': 'nonsense' }), 409, 'CONFLICT');
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'lost' }, { 'If-Match': '*' }), 200);
    expect((await admin.get(`/api/crm/leads/${lead.id}`)).body.status).toBe('lost');
  });

  it('is gone when it is deleted', async () => {
    const lead = await makeLead();
    expect(expectStatus(await admin.delete(`/api/crm/leads/${lead.id}`), 200).deleted.lead.id).toBe(lead.id);
    for (const answer of [await admin.get(`/api/crm/leads/${lead.id}`), await admin.delete(`/api/crm/leads/${lead.id}`), await admin.get('/api/crm/leads/nonsense')]) {
      expectError(answer, 404, 'NOT_FOUND');
    }
  });

  it('takes words of SQL as words', async () => {
    const words = `Robert'); DROP TABLE crm_leads;-- "%_* AND OR NEAR(x) ^ {a}: \\`;
    const lead = await makeLead({ client_name: words, source: words.slice(0, 60), fields: { [words.slice(0, 60)]: words } });
    expect((await admin.get(`/api/crm/leads/${lead.id}`)).body).toEqual(lead);
    for (const q of [words, '"', "'", '*', 'a* OR b*', 'search:x', 'NEAR(a b)', '-x', '{', '\\', '%', '_', 'Robert DROP']) {
      expectStatus(await admin.get(`/api/crm/leads?q=${encodeURIComponent(q)}`), 200);
      expectStatus(await admin.get(`/api/crm/search?q=${encodeURIComponent(q)}`), 200);
    }
    expect((await admin.get('/api/crm/search?q=robert%20drop')).body.map((hit: any) => hit.id)).toEqual([lead.id]);
  });
});

describe('the list', () => {
  it('filters, sorts and pages, and knows how many there are', async () => {
    const source = 'list test';
    const before = Number((await admin.get('/api/crm/leads?status=callback&limit=1')).headers['x-total-count']);
    const leads = [];
    for (const name of ['Яна', 'Анна', 'Борис', 'Глеб', 'Вера']) leads.push(await makeLead({ client_name: name, status: 'callback', source, assigned_seller: idOf(other) }));
    const names = async (query: string) => expectStatus(await admin.get(`/api/crm/leads?status=callback&assigned_seller=${idOf(other)}&${query}`), 200).map((lead: any) => lead.client_name);
    expect(await names('sort=client_name')).toEqual(['Анна', 'Борис', 'Вера', 'Глеб', 'Яна']);
    expect(await names('')).toEqual(['Вера', 'Глеб', 'Борис', 'Анна', 'Яна']);
    expect(await names('sort=id')).toEqual(['Яна', 'Анна', 'Борис', 'Глеб', 'Вера']);
    const first = await admin.get(`/api/crm/leads?status=callback&assigned_seller=${idOf(other)}&sort=-client_name&limit=3`);
    expect(first.body.map((lead: any) => lead.client_name)).toEqual(['Яна', 'Глеб', 'Вера']);
    expect(first.headers['x-total-count']).toBe('5');
    const next = /<([^>]+)>/.exec(first.headers.link as string)![1]!;
    expect((await admin.get(next)).body.map((lead: any) => lead.client_name)).toEqual(['Борис', 'Анна']);
    expect((await admin.get('/api/crm/leads?status=callback&limit=1')).headers['x-total-count']).toBe(String(before + 5));
    expectStatus(await admin.patch(`/api/crm/leads/${leads[0].id}`, { status: 'won', assigned_seller: null }), 200);
    expectStatus(await admin.delete(`/api/crm/leads/${leads[1].id}`), 200);
    expect((await admin.get(`/api/crm/leads?status=callback&assigned_seller=${idOf(other)}`)).headers['x-total-count']).toBe('3');
  });

  it('finds by number in any form, e-mail, client and time', async () => {
    const client = expectStatus(await admin.post('/api/crm/clients', { name: 'Заказчик' }), 201);
    const lead = await makeLead({ phone: '+79995550011', email: 'find.me@example.com', client_id: client.id });
    for (const query of ['phone=8(999)555-00-11', 'phone=%2B79995550011', 'email=FIND.ME@example.com', `client_id=${client.id}`]) {
      expect((await admin.get(`/api/crm/leads?${query}`)).body.map((one: any) => one.id), query).toEqual([lead.id]);
    }
    expect((await admin.get(`/api/crm/leads?client_id=${client.id}&from=2020-01-01&to=2020-12-31`)).body).toEqual([]);
    expectError(await admin.get('/api/crm/leads?phone=abc'), 400, 'INVALID_PARAMS', 'phone');
    expectError(await admin.get('/api/crm/leads?zz=1&status=x&assigned_seller=y'), 400, 'INVALID_PARAMS', 'zz', 'status', 'assigned_seller');
    expectError(await admin.get('/api/crm/leads?q=x&sort=client_name'), 400, 'INVALID_PARAMS', 'sort');
  });
});

describe('some of the list', () => {
  it('is asked for by ids, as far as the caller may see them', async () => {
    const [one, two] = [await makeLead({ assigned_seller: idOf(seller) }), await makeLead()];
    const ids = async (client: Client) => expectStatus(await client.get(`/api/crm/leads?ids=${one.id},${two.id},${NOBODY}`), 200).map(({ id }: any) => id);
    expect((await ids(admin)).sort()).toEqual([one.id, two.id].sort());
    expect(await ids(seller)).toEqual([one.id]);
    expectError(await admin.get('/api/crm/leads?ids=nobody-in-particular-at-all-whatsoever-'), 400, 'INVALID_PARAMS', 'ids');
  });

  it('comes as CSV with the columns that are asked for, and stands in the audit once', async () => {
    const source = `csv ${made}`;
    const client = expectStatus(await admin.post('/api/crm/clients', { name: source }), 201);
    for (const [name, city] of [['=Formula', 'Омск'], ['Вторая', 'Казань']]) await makeLead({ client_name: name, client_id: client.id, fields: { Город: city } });
    const list = `/api/crm/leads?client_id=${client.id}&sort=created_at&limit=1&fields=${encodeURIComponent('Город')}`;
    const first = await admin.get(list, { Accept: 'text/csv' });
    expect(first.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(first.headers['x-total-count']).toBe('2');
    const [header, row] = first.text.split('\r\n');
    expect(header).toBe('id,name,phone,email,status,assigned_seller,assigned_seller_name,source,region,timezone,last_call_at,created_at,updated_at,Город');
    expect(row).toContain(",'=Formula,");
    expect(row).toMatch(/,Омск$/);
    const rest = await admin.get(/^<([^>]+)>/.exec(String(first.headers.link))![1]!, { Accept: 'text/csv' });
    expect(rest.text.split('\r\n')[1]).toMatch(/,Вторая,.*,Казань$/);
    const audited = expectStatus(await admin.get('/api/security/audit?action=leads.export'), 200);
    expect(audited).toHaveLength(1);
    expect(audited[0].detail).toEqual({ leads: 2 });
    const sheet = await admin.get(`/api/crm/leads?client_id=${client.id}&limit=1&fields=*&excel=semicolon`, { Accept: 'text/csv' });
    expect(sheet.text).toMatch(/^\ufeff?id;name;.*;assigned_seller_name;.*;Город(;|\r)/);
    expectError(await admin.get('/api/crm/leads?excel=yes', { Accept: 'text/csv' }), 400, 'INVALID_PARAMS', 'excel');
  });
});

describe('search', () => {
  it('finds by beginnings of words and by digits in any grouping, whatever the case', async () => {
    const lead = await makeLead({ client_name: 'Королёва Екатерина', phone: '+79161234890', email: 'katya.k@romashka.example' });
    const hits = async (q: string) => expectStatus(await admin.get(`/api/crm/search?q=${encodeURIComponent(q)}`), 200).map((hit: any) => hit.id);
    for (const q of ['КОРОЛ', 'королева', 'ёкатерина'.replace('ё', 'е'), 'екат корол', 'katya', 'romashka', '+7 916 123', '8 (916) 123-48-90', '916 123', '4890', '34890']) {
      expect(await hits(q), q).toContain(lead.id);
    }
    for (const q of ['катерина', 'zzz', '+7 915', '1111']) expect(await hits(q), q).not.toContain(lead.id);
    expect((await admin.get(`/api/crm/leads?q=${encodeURIComponent('королёва')}&status=new`)).body.map((one: any) => one.id)).toEqual([lead.id]);
    expect((await admin.get(`/api/crm/leads?q=${encodeURIComponent('королёва')}&status=won`)).body).toEqual([]);
    expectError(await admin.get('/api/crm/search'), 400, 'INVALID_PARAMS', 'q');
  });

  it('follows a lead that changes', async () => {
    const lead = await makeLead({ client_name: 'Прежнее Имя' });
    const found = async (q: string) => (await admin.get(`/api/crm/search?q=${encodeURIComponent(q)}`)).body.length;
    expect(await found('прежнее')).toBe(1);
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { client_name: 'Новейшее Имя' }), 200);
    expect([await found('прежнее'), await found('новейшее')]).toEqual([0, 1]);
    expectStatus(await admin.delete(`/api/crm/leads/${lead.id}`), 200);
    expect(await found('новейшее')).toBe(0);
  });
});

describe('a seller', () => {
  it('sees, finds and changes own leads, and no others', async () => {
    const own = await makeLead({ client_name: 'Продаваемый Первый', assigned_seller: idOf(seller) });
    const foreign = await makeLead({ client_name: 'Продаваемый Второй', assigned_seller: idOf(other) });
    const free = await makeLead({ client_name: 'Продаваемый Третий' });
    expect((await seller.get('/api/crm/search?q=' + encodeURIComponent('продаваемый'))).body.map((hit: any) => hit.id)).toEqual([own.id]);
    expect((await seller.get('/api/crm/leads?q=' + encodeURIComponent('продаваемый'))).body.map((lead: any) => lead.id)).toEqual([own.id]);
    const list = expectStatus(await seller.get('/api/crm/leads?limit=1000'), 200);
    expect(new Set(list.map((lead: any) => lead.assigned_seller))).toEqual(new Set([idOf(seller)]));
    for (const query of [`assigned_seller=${idOf(other)}`, 'assigned_seller=none', `phone=${encodeURIComponent(foreign.phone)}`]) {
      const answer = await seller.get(`/api/crm/leads?${query}`);
      expect([answer.body, answer.headers['x-total-count']], query).toEqual([[], '0']);
    }
    for (const lead of [foreign, free]) {
      expectError(await seller.get(`/api/crm/leads/${lead.id}`), 404, 'NOT_FOUND');
      expectError(await seller.get(`/api/crm/leads/${lead.id}/timeline`), 404, 'NOT_FOUND');
      expectError(await seller.patch(`/api/crm/leads/${lead.id}`, { status: 'won' }), 404, 'NOT_FOUND');
      expectError(await seller.delete(`/api/crm/leads/${lead.id}`), 404, 'NOT_FOUND');
      expectError(await seller.post(`/api/crm/leads/${lead.id}/merge`, { into: own.id }), 404, 'NOT_FOUND');
      expectError(await seller.post(`/api/crm/leads/${own.id}/merge`, { into: lead.id }), 404, 'NOT_FOUND');
      expectError(await seller.post('/api/crm/leads/assign', { lead_ids: [own.id, lead.id], assigned_seller: idOf(seller) }), 404, 'NOT_FOUND');
      expectError(await seller.get(`/api/crm/notes?lead_id=${lead.id}`), 404, 'NOT_FOUND');
      expectError(await seller.post('/api/crm/note', { lead_id: lead.id, text: 'x' }), 400, 'INVALID_PARAMS', 'lead_id');
    }
    expectStatus(await seller.patch(`/api/crm/leads/${own.id}`, { status: 'won' }), 200);
  });

  it('keeps own leads and gives none away', async () => {
    const lead = await makeLead({}, seller);
    expect(lead.assigned_seller).toBe(idOf(seller));
    for (const assigned_seller of [idOf(other), null]) {
      expectError(await seller.patch(`/api/crm/leads/${lead.id}`, { assigned_seller }), 400, 'INVALID_PARAMS', 'assigned_seller');
      expectError(await seller.post('/api/crm/leads/assign', { lead_ids: [lead.id], assigned_seller }), 400, 'INVALID_PARAMS', 'assigned_seller');
    }
    expectError(await seller.post('/api/crm/leads', { client_name: 'x', phone: phone(), assigned_seller: idOf(other) }), 400, 'INVALID_PARAMS', 'assigned_seller');
  });

  it('sees clients of own leads and those that it made', async () => {
    const mine = expectStatus(await seller.post('/api/crm/clients', { name: 'Мой клиент' }), 201);
    const linked = expectStatus(await admin.post('/api/crm/clients', { name: 'Связанный клиент' }), 201);
    const foreign = expectStatus(await admin.post('/api/crm/clients', { name: 'Чужой клиент' }), 201);
    await makeLead({ client_id: linked.id, assigned_seller: idOf(seller) });
    const ids = (answer: any) => answer.body.map((client: any) => client.id);
    expect(new Set(ids(await seller.get('/api/crm/clients')))).toEqual(new Set([mine.id, linked.id]));
    expect(new Set(ids(await seller.get(`/api/crm/clients?q=${encodeURIComponent('клиент')}&sort=-id`)))).toEqual(new Set([mine.id, linked.id]));
    expectError(await seller.get(`/api/crm/clients/${foreign.id}`), 404, 'NOT_FOUND');
    expectError(await seller.patch(`/api/crm/clients/${foreign.id}`, { name: 'x' }), 404, 'NOT_FOUND');
    expectError(await seller.delete(`/api/crm/clients/${foreign.id}`), 404, 'NOT_FOUND');
    expectError(await seller.post('/api/crm/leads', { client_name: 'x', phone: phone(), client_id: foreign.id }), 400, 'INVALID_PARAMS', 'client_id');
  });
});

describe('assignment', () => {
  it('moves many leads at once, or none', async () => {
    const leads = [await makeLead(), await makeLead(), await makeLead({ assigned_seller: idOf(seller) })];
    const lead_ids = leads.map((lead) => lead.id);
    expectError(await admin.post('/api/crm/leads/assign', { lead_ids: [...lead_ids, NOBODY], assigned_seller: idOf(seller) }), 404, 'NOT_FOUND');
    expect((await admin.get(`/api/crm/leads/${lead_ids[0]}`)).body.assigned_seller).toBeNull();
    expect(expectStatus(await admin.post('/api/crm/leads/assign', { lead_ids, assigned_seller: idOf(seller) }), 200)).toEqual({ assigned: 2, unchanged: 1 });
    expectStatus(await seller.get(`/api/crm/leads/${lead_ids[0]}`), 200);
    expect(expectStatus(await admin.post('/api/crm/leads/assign', { lead_ids, assigned_seller: null }), 200).assigned).toBe(3);
    expectError(await seller.get(`/api/crm/leads/${lead_ids[0]}`), 404, 'NOT_FOUND');
    expectError(await admin.post('/api/crm/leads/assign', { lead_ids: [], assigned_seller: null }), 400, 'INVALID_PARAMS', 'lead_ids');
    expectError(await admin.post('/api/crm/leads/assign', { lead_ids: ['x'] }), 400, 'INVALID_PARAMS', 'lead_ids', 'assigned_seller');
  });
});

describe('the timeline', () => {
  it('tells what happened, newest first, page by page', async () => {
    const lead = await makeLead();
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { status: 'contacted' }), 200);
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { assigned_seller: idOf(seller), source: 'сайт' }), 200);
    expectStatus(await seller.post('/api/crm/note', { lead_id: lead.id, text: 'Перезвонить' }), 201);
    const all = expectStatus(await seller.get(`/api/crm/leads/${lead.id}/timeline`), 200);
    expect(new Set(all.map((item: any) => item.kind))).toEqual(new Set(['note', 'assigned', 'updated', 'status', 'created']));
    expect(all.find((item: any) => item.kind === 'status').change).toEqual({ from: 'new', to: 'contacted', fields: [] });
    expect(all.find((item: any) => item.kind === 'assigned').change).toMatchObject({ from: null, to: idOf(seller) });
    expect(all.find((item: any) => item.kind === 'updated').change.fields).toEqual(['source']);
    expect(all.find((item: any) => item.kind === 'note').note.text).toBe('Перезвонить');
    const times = all.map((item: any) => item.at);
    expect([...times].sort().reverse()).toEqual(times);
    const first = await seller.get(`/api/crm/leads/${lead.id}/timeline?limit=2`);
    expect(first.headers['x-total-count']).toBe('5');
    const next = await seller.get(/<([^>]+)>/.exec(first.headers.link as string)![1]!);
    expect([...first.body, ...next.body].map((item: any) => item.id)).toEqual(all.slice(0, 4).map((item: any) => item.id));
  });
});

describe('merge', () => {
  it('brings notes and history along, and what the other lacks', async () => {
    const from = await makeLead({ email: 'old@example.com', fields: { a: '1', b: 'theirs' }, source: 'file' });
    const into = await makeLead({ fields: { b: 'ours' } });
    expectStatus(await admin.post('/api/crm/note', { lead_id: from.id, text: 'заметка' }), 201);
    const preview = expectStatus(await admin.get(`/api/crm/leads/${from.id}/merge?into=${into.id}`), 200);
    expect(expectStatus(await admin.get(`/api/crm/leads/${into.id}`), 200), 'a preview changes nothing').toEqual(into);
    const merged = expectStatus(await admin.post(`/api/crm/leads/${from.id}/merge`, { into: into.id }), 200);
    expect(merged).toMatchObject({ id: into.id, phone: into.phone, email: 'old@example.com', source: 'file', fields: { a: '1', b: 'ours', b_2: 'theirs', phone_2: from.phone } });
    expect(preview).toEqual({ ...merged, version: into.version, updated_at: into.updated_at });
    expect((await admin.get(`/api/crm/leads/${from.id}`)).body).toMatchObject({ code: 'NOT_FOUND', details: { merged_into: into.id } });
    expectError(await admin.get(`/api/crm/leads/${into.id}/merge`), 400, 'INVALID_PARAMS', 'into');
    expect((await admin.get(`/api/crm/notes?lead_id=${into.id}`)).body.map((note: any) => note.text)).toEqual(['заметка']);
    const timeline = (await admin.get(`/api/crm/leads/${into.id}/timeline`)).body;
    expect(timeline.find((item: any) => item.kind === 'merged').change.from).toBe(from.id);
    expectError(await admin.post(`/api/crm/leads/${into.id}/merge`, { into: into.id }), 400, 'INVALID_PARAMS', 'into');
    expectError(await admin.post(`/api/crm/leads/${into.id}/merge`, { into: NOBODY }), 404, 'NOT_FOUND');
  });

  it('keeps the other e-mail and the status that says more', async () => {
    const from = await makeLead({ email: 'from@example.com', status: 'contacted' });
    const into = await makeLead({ email: 'into@example.com' });
    expect(expectStatus(await admin.post(`/api/crm/leads/${from.id}/merge`, { into: into.id }), 200))
      .toMatchObject({ email: 'into@example.com', status: 'contacted', fields: { email_2: 'from@example.com', phone_2: from.phone } });
  });

  it('takes the draft of a note along', async () => {
    const from = await makeLead(), into = await makeLead();
    expectStatus(await admin.send('PUT', `/api/drafts/lead-note:${from.id}`, { fields: { text: 'полфразы' } }), 200);
    expectStatus(await admin.post(`/api/crm/leads/${from.id}/merge`, { into: into.id }), 200);
    expect(expectStatus(await admin.get('/api/drafts'), 200)).toMatchObject([{ name: `lead-note:${into.id}`, fields: { text: 'полфразы' } }]);
    expectStatus(await admin.delete(`/api/crm/leads/${into.id}`), 200);
    expect(expectStatus(await admin.get('/api/drafts'), 200)).toEqual([]);
  });
});

describe('clients', () => {
  it('are made, changed, found and deleted; their leads stay', async () => {
    const made = expectStatus(await admin.post('/api/crm/clients', { name: 'Пётр', phone: '8 916 555 66 77', email: 'P@Example.com', company: 'ООО «Ромашка»', fields: { инн: '7701' } }), 201);
    expect(made).toMatchObject({ phone: '+79165556677', email: 'p@example.com', version: 1, created_by: idOf(admin) });
    const lead = await makeLead({ client_id: made.id });
    expect(expectStatus(await admin.patch(`/api/crm/clients/${made.id}`, { company: null, name: 'Пётр Великий' }), 200)).toMatchObject({ company: null, version: 2 });
    for (const query of [`q=${encodeURIComponent('великий')}`, 'q=916555', 'phone=89165556677']) {
      expect((await admin.get(`/api/crm/clients?${query}`)).body.map((client: any) => client.id), query).toContain(made.id);
    }
    expect((await admin.get('/api/crm/search?q=' + encodeURIComponent('великий'))).body[0]).toMatchObject({ kind: 'client', id: made.id });
    expectError(await admin.patch(`/api/crm/clients/${made.id}`, { phone: 'x' }), 400, 'INVALID_PARAMS', 'phone');
    expectStatus(await admin.delete(`/api/crm/clients/${made.id}`), 200);
    expectError(await admin.get(`/api/crm/clients/${made.id}`), 404, 'NOT_FOUND');
    expect((await admin.get(`/api/crm/leads/${lead.id}`)).body.client_id).toBeNull();
  });
});

describe('what others hear of it', () => {
  it('every change is an event with the seller before and after, and an audit record without personal data', async () => {
    const lead = await makeLead({ client_name: 'Событийный' });
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { assigned_seller: idOf(seller) }), 200);
    expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, { assigned_seller: idOf(other) }), 200);
    expectStatus(await admin.delete(`/api/crm/leads/${lead.id}`), 200);
    const lines = await eventually(async () => {
      const found = expectStatus(await admin.get('/api/dci/logs?q=lead.update&limit=1000'), 200);
      return found.filter((line: any) => JSON.stringify(line).includes(lead.id));
    }, (found) => found.length >= 4);
    expect(lines.length).toBe(4);
    const audit = expectStatus(await admin.get('/api/security/audit?limit=10'), 200);
    const ours = audit.filter((record: any) => record.target === `lead ${lead.id}`);
    expect(ours.map((record: any) => record.action)).toEqual(['leads.delete', 'leads.update', 'leads.update', 'leads.create']);
    expect(JSON.stringify(ours)).not.toContain('Событийный');
  });
});

describe('roles', () => {
  it('a supervisor reads and changes nothing; an operator does not delete', async () => {
    const lead = await makeLead();
    const supervisor = await vss.as('supervisor');
    const operator = await vss.as('operator');
    expectStatus(await supervisor.get(`/api/crm/leads/${lead.id}`), 200);
    expectError(await supervisor.patch(`/api/crm/leads/${lead.id}`, { status: 'won' }), 403, 'PERMISSION_DENIED');
    expectStatus(await operator.patch(`/api/crm/leads/${lead.id}`, { status: 'won' }), 200);
    expectError(await operator.delete(`/api/crm/leads/${lead.id}`), 403, 'PERMISSION_DENIED');
    expectError(await vss.client().get('/api/crm/leads'), 401, 'AUTH_FAIL');
  });
});
