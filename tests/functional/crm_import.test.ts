// Imports of leads: what files may look like, what becomes of their rows, and what does not.
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Answer, type Client } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
let admin: Client;
let seller: Client;
const CSV = { 'Content-Type': 'text/csv' };
const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures/import');
const idOf = (client: Client): string => client.session.user.id;

beforeAll(async () => {
  admin = await vss.as('admin');
  seller = await vss.as('seller');
});

const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const upload = (file: string | Buffer, parameters: Record<string, string> = {}, client = admin): Promise<Answer> =>
  client.post(`/api/crm/leads/import?${query(parameters)}`, file, CSV);

async function ended(id: string, client = admin): Promise<any> {
  const until = Date.now() + 20_000;
  for (;;) {
    const found = expectStatus(await client.get(`/api/crm/imports/${id}`), 200);
    if (!['queued', 'running'].includes(found.state) || Date.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function imported(file: string | Buffer, parameters: Record<string, string> = {}, client = admin): Promise<any> {
  const answer = await upload(file, parameters, client);
  const started = expectStatus(answer, 202);
  expect(answer.headers.location).toBe(`/api/crm/imports/${started.id}`);
  return ended(started.id, client);
}

const byPhone = async (phone: string): Promise<any[]> => expectStatus(await admin.get(`/api/crm/leads?phone=${encodeURIComponent(phone)}`), 200);

describe('a file', () => {
  it('becomes leads, with titles that people use, and columns that nobody knows as fields', async () => {
    const done = await imported(
      'ФИО;Телефон;E-mail;Город;Статус\r\n"Иванов; Иван";8 (999) 700-00-01;IVAN@Example.com;"Омск ""центр""";contacted\r\n;+79997000002;;;\r\n',
      { name: 'клиенты.csv', source: 'выставка' });
    expect(done).toMatchObject({ state: 'done', name: 'клиенты.csv', rows: 2, created: 2, updated: 0, skipped: 0, rejected: 0, problem: null });
    expect(done.bytes_read).toBe(done.bytes);
    expect((await byPhone('+79997000001'))[0]).toMatchObject({
      client_name: 'Иванов; Иван', phone: '+79997000001', email: 'ivan@example.com', status: 'contacted', source: 'выставка', region: 'RU', fields: { Город: 'Омск "центр"' } });
    const [unnamed] = await byPhone('+79997000002');
    expect(unnamed).toMatchObject({ client_name: '+79997000002', status: 'new' });
    const [item] = expectStatus(await admin.get(`/api/crm/leads/${unnamed.id}/timeline`), 200);
    expect(item).toMatchObject({ kind: 'imported', import: { import_id: done.id } });
    expect((await admin.get('/api/crm/search?q=' + encodeURIComponent('иванов'))).body[0].phone).toBe('+79997000001');
  });

  it('may be Windows-1251, with tabs, with a byte order mark, with any line ends', async () => {
    const cp1251 = Buffer.concat([Buffer.from('name\tphone\n'), Buffer.from([0xcf, 0xb8, 0xf2, 0xf0]), Buffer.from('\t+79997000011\n')]);
    expect(await imported(cp1251)).toMatchObject({ state: 'done', created: 1 });
    expect((await byPhone('+79997000011'))[0].client_name).toBe('Пётр');
    expect(await imported('\ufeffname,phone\rАнна,+79997000012\r\r\rОльга,+79997000013')).toMatchObject({ state: 'done', created: 2, rejected: 0 });
  });

  it.each([
    ['with a byte order mark', '\ufeffname;phone\nИгорь;+79997000014\n', '+79997000014'],
    ['without one', 'name;phone\nИгорь;+79997000015\n', '+79997000015'],
  ])('may be UTF-16 %s', async (_, text, phone) => {
    expect(await imported(Buffer.from(text, 'utf16le'))).toMatchObject({ state: 'done', created: 1 });
    expect((await byPhone(phone))[0].client_name).toBe('Игорь');
  });

  it('counts a line that is too long once, and says where it is', async () => {
    const done = await imported(`name,phone\n${'x'.repeat(1_000_000)},+79997000016\nPetr,+79997000017\n`);
    expect(done).toMatchObject({ created: 1, rejected: 1 });
    expect((await admin.get(`/api/crm/imports/${done.id}/rejects`)).text).toContain('2,the line is longer than 65536 bytes,');
  });

  it.each([
    ['nothing', '', 'body'],
    ['an Excel workbook', Buffer.from('PK\x03\x04\x14\0\x06\0[Content_Types].xml', 'latin1'), 'file'],
    ['gzip', Buffer.from('\x1f\x8b\x08\0', 'latin1'), 'file'],
  ])('with %s is refused', async (_, file, field) => {
    expectError(await upload(file), 400, 'INVALID_PARAMS', field);
    expectError(await upload(file, { preview: 'true' }), 400, 'INVALID_PARAMS', field);
  });

  it('without a column of numbers is shown, so that one can be chosen, and is not imported', async () => {
    const file = 'Kto,Kuda\nAnna,+79997000081\n';
    expectError(await upload(file), 400, 'INVALID_PARAMS', 'mapping');
    const preview = expectStatus(await upload(file, { preview: 'true' }), 200);
    expect(preview).toMatchObject({ valid: 0, rows_checked: 1, columns: [{ title: 'Kto', field: 'fields.Kto', samples: ['Anna'] }, { title: 'Kuda', field: 'fields.Kuda', samples: ['+79997000081'] }] });
    const mapping = JSON.stringify({ Kto: 'client_name', Kuda: 'phone' });
    expect(expectStatus(await upload(file, { preview: 'true', mapping }), 200).valid).toBe(1);
    expect(await imported(file, { mapping })).toMatchObject({ created: 1 });
  });

  it.each([
    ['Windows-1252', 'german_windows-1252.csv', [['+4930901822', 'Jürgen Groß'], ['+4930901823', 'Käthe Müller']]],
    ['Windows-1250', 'polish_windows-1250.csv', [['+48221234567', 'Paweł Wałęsa'], ['+48221234568', 'Zażółć Gęślą']]],
    ['a line sep=; and delimiters at the ends', 'excel_sep.csv', [['+79997000091', 'ООО "Ромашка"'], ['+79997000092', '"Мир" ООО']]],
    ['pipes and letters in two characters', 'pipes_nfd.csv', [['+79997000093', 'Андрей Чайковский']]],
  ])('may have %s', async (_, name, leads) => {
    const done = await imported(readFileSync(path.join(FIXTURES, name)));
    expect(done).toMatchObject({ state: 'done', created: leads.length, rejected: 0 });
    for (const [phone, client_name] of leads) expect(await byPhone(phone!)).toMatchObject([{ phone, client_name }]);
  });

  it('is Windows-1251 also when its first letters beyond ASCII come late', async () => {
    const ascii = 'name;phone\n' + `${'x'.repeat(150)};\n`.repeat(2_000);
    const late = Buffer.concat([Buffer.from(ascii), Buffer.from([0xcf, 0xb8, 0xf2, 0xf0]), Buffer.from(';+79997000094\n')]);
    expect(await imported(late)).toMatchObject({ rows: 2_001, created: 1, rejected: 2_000 });
    expect(await byPhone('+79997000094')).toMatchObject([{ client_name: 'Пётр' }]);
  });

  it('brings names that are found in either normal form', async () => {
    for (const q of ['Андрей Чайковский', 'Андрей Чайковский'.normalize('NFD')]) {
      expect(expectStatus(await admin.get('/api/crm/search?q=' + encodeURIComponent(q)), 200), q).toMatchObject([{ name: 'Андрей Чайковский' }]);
    }
  });

  it.each([
    [{ mapping: '{"zz":"phone"}' }, 'mapping'],
    [{ mapping: '{"phone":"telephone"}' }, 'mapping'],
    [{ mapping: '{"phone":1}' }, 'mapping'],
    [{ mapping: '[]' }, 'mapping'],
    [{ mapping: '{"phone":null}' }, 'mapping'],
    [{ policy: 'replace' }, 'policy'],
    [{ delimiter: ',' }, 'delimiter'],
    [{ encoding: 'koi8-r' }, 'encoding'],
    [{ assigned_seller: '00000000-0000-4000-8000-000000000000' }, 'assigned_seller'],
    [{ zz: '1' }, 'zz'],
  ])('with %j is refused', async (parameters, field) => {
    expectError(await upload('name,phone\nx,+79997000000\n', parameters as any), 400, 'INVALID_PARAMS', field);
    expect(await byPhone('+79997000000')).toEqual([]);
  });

  it('leaves nothing behind but what was refused', async () => {
    const left = readdirSync(path.join(vss.dataDir, 'imports'));
    expect(left.filter((name) => !name.endsWith('.rejects.csv'))).toEqual([]);
  });
});

describe('mapping', () => {
  it('is what was asked for, and by title for the rest', async () => {
    const done = await imported('A,B,Фамилия,№\nПётр,8-999-700-00-21,Петров,5\n', { mapping: JSON.stringify({ A: 'client_name', B: 'phone', '№': null }) });
    expect(done.created).toBe(1);
    expect((await byPhone('+79997000021'))[0]).toMatchObject({ client_name: 'Пётр Петров', fields: {} });
  });
});

describe('a telephone number', () => {
  // The table of spellings is in src/base/phone_number_test.cpp.
  it('is what it looks like, in a file, in a body and in a call', async () => {
    const written = '8\u00a0(999)\u00a0700\u201101\u201301';
    expect(await imported(`name,phone\nx,${written}\n`)).toMatchObject({ created: 1 });
    expect(await byPhone(written)).toMatchObject([{ phone: '+79997000101' }]);
    expectStatus(await admin.post('/api/crm/leads', { client_name: 'x', phone: '\u202a\uff0b7 999 7000102\u202c' }), 201);
    expect(await byPhone('+79997000102')).toHaveLength(1);
    expectError(await admin.post('/api/call/start', { phone_number: 'tel:１１２' }), 403, 'DESTINATION_NOT_ALLOWED');
  });

  it('is never read out of a fraction', async () => {
    const done = await imported('name,phone\nx,+4930123456.0\nx,79997000103.0\nx,7.99971E+10\n');
    expect(done).toMatchObject({ created: 0, rejected: 3 });
    const text = (await admin.get(`/api/crm/imports/${done.id}/rejects`)).text;
    expect(text).toContain('phone: has a fraction (.0)');
    expect(text).toContain('shortens it (7.99971E+10)');
    expect(text, 'as it came').toContain(',x,+4930123456.0\r\n');
    expectError(await admin.post('/api/crm/leads', { client_name: 'x', phone: '+4930123456.0' }), 400, 'INVALID_PARAMS', 'phone');
  });

  it('may stand in the second column, and more than one may be there', async () => {
    expect(await imported('Имя,Телефон,Мобильный\nx,,+79997000104\ny,"+79997000105, +79997000106",+79997000107\n')).toMatchObject({ created: 2 });
    expect((await byPhone('+79997000104'))[0].fields).toEqual({});
    expect((await byPhone('+79997000105'))[0].fields).toEqual({ 'Телефон 2': '+79997000106', Мобильный: '+79997000107' });
  });
});

describe('a preview', () => {
  it('shows columns, mapping, first rows and rejects, and stores nothing', async () => {
    const file = 'Имя;Телефон;Цвет\nИван;+79997000031;синий\nБез номера;;\nПлохой;12;\n"незакрытая;x\n';
    const preview = expectStatus(await upload(file, { preview: 'true' }), 200);
    expect(preview).toMatchObject({
      delimiter: 'semicolon', encoding: 'utf-8', rows_checked: 4, valid: 1,
      columns: [
        { title: 'Имя', field: 'client_name', samples: ['Иван', 'Без номера', 'Плохой'] },
        { title: 'Телефон', field: 'phone', samples: ['+79997000031', '12', 'x'] },
        { title: 'Цвет', field: 'fields.Цвет', samples: ['синий'] }],
    });
    expect(preview.rows[0]).toEqual(['Иван', '+79997000031', 'синий']);
    expect(preview.rejects.map((reject: any) => reject.row)).toEqual([3, 4, 5]);
    expect(preview.rejects[0].reason).toBe('phone: is missing');
    expect(await byPhone('+79997000031')).toEqual([]);
  });
});

describe('rejects', () => {
  it('are counted, and can be fetched, corrected and imported again', async () => {
    const done = await imported('name,phone,email,status\nok,+79997000041,,\nbad,call me,,\n-Anna- (VIP),+79997000042x,a@example.com,callback\n=cmd(),1,,\n"open,+7 999 7000045,,\nok,+79997000043,a@example.com,,too many\n');
    expect(done).toMatchObject({ state: 'done', rows: 6, created: 1, rejected: 5 });
    const answer = await admin.get(`/api/crm/imports/${done.id}/rejects`);
    const lines = answer.text.split('\r\n');
    expect(lines).toEqual([
      'row,reason,name,phone,email,status',
      '3,"phone: holds ""c"" (U+0063), which is no part of a telephone number",bad,call me,,',
      expect.stringMatching(/^4,"?phone: .*,'-Anna- \(VIP\),'\+79997000042x,a@example.com,callback$/),
      expect.stringMatching(/^5,"?phone: .*,'=cmd\(\),1,,$/),
      `6,the line has a quote that is never closed,"""open",+7 999 7000045,,`,
      '7,"has 5 cells; the header line has 4",ok,+79997000043,a@example.com,,too many',
      '']);
    const corrected = answer.text.replace('call me', '+79997000044').replace('42x', '42').replace('"""open"', 'open').replace(',1,', ',+79997000046,').replace(',too many', '');
    expect(await imported(corrected)).toMatchObject({ created: 4, skipped: 1, rejected: 0 });
    expect((await byPhone('+79997000042'))[0]).toMatchObject({ client_name: '-Anna- (VIP)', status: 'callback', fields: {} });
    expect((await byPhone('+79997000046'))[0]).toMatchObject({ client_name: '=cmd()' });
    expect((await byPhone('+79997000045'))[0]).toMatchObject({ client_name: 'open' });
  });

  it('open in a spreadsheet when asked for that', async () => {
    const done = await imported('name,phone\n"a;b",1\n');
    const address = `/api/crm/imports/${done.id}/rejects`;
    expect((await admin.get(`${address}?excel=semicolon`)).text).toMatch(/^\ufeff?row;reason;name;phone\r\n2;.*;"a;b";1\r\n$/);
    expect((await admin.get(`${address}?excel=semicolon&lang=ru`)).text).toMatch(/^\ufeff?строка;причина;name;phone\r\n2;[^;]*номер[^;]*;"a;b";1\r\n$/);
    expectError(await admin.get(`${address}?lang=de`), 400, 'INVALID_PARAMS', 'lang');
    expectError(await admin.get(`${address}?excel=yes`), 400, 'INVALID_PARAMS', 'excel');
  });

  it('are bounded by the size of the upload', async () => {
    const file = 'phone\n' + 'x\n'.repeat(20_000);
    const done = await imported(file);
    expect(done).toMatchObject({ rows: 20_000, rejected: 20_000 });
    const { text } = await admin.get(`/api/crm/imports/${done.id}/rejects`);
    expect(text.length).toBeLessThan(1024 * 1024 + 2 * file.length + 1000);
    expect(text.slice(-200)).toContain('those below this one are not in it');
  });

  it.each([
    ['an address that is none', 'E-mail', 'boris@', 'email', { email: null }],
    ['a time zone that is none', 'Часовой пояс', 'Moscow', 'timezone', { timezone: null }],
    ['a region that is too long', 'Регион', 'р'.repeat(65), 'region', { region: 'RU' }],
  ])('are not made by %s: the row is a lead without it, and the report says so', async (_, title, value, field, lead) => {
    const phone = `+7999701${1000 + Buffer.byteLength(value + field)}`;
    const file = `name,phone,${title}\nx,${phone},${value}\n`;
    const preview = expectStatus(await upload(file, { preview: 'true' }), 200);
    expect(preview).toMatchObject({ valid: 1, rejects: [], warnings: [{ row: 2, reasons: [expect.stringMatching(new RegExp(`^${field}: `))] }] });
    expect(await imported(file)).toMatchObject({ created: 1, rejected: 0, warned: 1 });
    expect((await byPhone(phone))[0]).toMatchObject({ ...lead, fields: { [title]: value } });
  });

  it('are refused with a status that nobody knows, for it may mean that nobody calls', async () => {
    const file = 'name,phone,status\nx,+79997000049,opt-out\n';
    expect(await imported(file)).toMatchObject({ created: 0, rejected: 1, warned: 0 });
  });
  it('have no warned rows among them when all is right', async () => {
    expect(await imported('name,phone,status\nx,+79997000048,won\n')).toMatchObject({ created: 1, warned: 0 });
  });
});

describe('an update', () => {
  const before = { client_name: 'Анна', phone: '+79997000111', email: 'anna@example.com', status: 'do_not_call', source: 'выставка', timezone: 'Asia/Omsk', region: 'Сибирь, вторая группа', fields: { vip: 'да' } };
  beforeAll(async () => { expectStatus(await admin.post('/api/crm/leads', before), 201); });

  it.each([
    ['cells that are empty', 'phone,name,email,status,source,timezone,region,vip\n+79997000111,,,,,,,\n', {}],
    ['columns that it does not have', 'phone,city\n+79997000111,Омск\n', { fields: { vip: 'да', city: 'Омск' } }],
  ])('leaves what the file does not say: %s', async (_, file, changed) => {
    expectStatus(await upload(file, { policy: 'update', source: 'весна', status: 'new' }), 202);
    await imported('phone\n+79997000112\n');
    expect((await byPhone('+79997000111'))[0]).toMatchObject({ ...before, ...changed });
  });

  it('takes what the file says, but does not take back that somebody is not to be called', async () => {
    expect(await imported('phone,status,region\n+79997000111,won,Урал\n', { policy: 'update' })).toMatchObject({ updated: 1 });
    expect((await byPhone('+79997000111'))[0]).toMatchObject({ status: 'do_not_call', region: 'Урал', source: 'выставка' });
  });
});

describe('known numbers and e-mails', () => {
  const file = 'name,phone,email,note\nНовое Имя,+79997000051,,x\nПо почте,+79997000053,known@example.com,\nДважды,+79997000054,,\nДважды,+79997000054,,\n';
  beforeAll(async () => {
    for (const lead of [{ phone: '+79997000051' }, { phone: '+79997000052', email: 'known@example.com' }]) {
      expectStatus(await admin.post('/api/crm/leads', { client_name: 'Старое Имя', ...lead }), 201);
    }
  });

  it('are left alone with skip', async () => {
    expect(await imported(file)).toMatchObject({ created: 1, skipped: 3, updated: 0 });
    expect((await byPhone('+79997000051'))[0]).toMatchObject({ client_name: 'Старое Имя', version: 1 });
  });

  it('get the values of the row with update, once', async () => {
    expect(await imported(file, { policy: 'update' })).toMatchObject({ created: 0, updated: 2, skipped: 2 });
    expect((await byPhone('+79997000051'))[0]).toMatchObject({ client_name: 'Новое Имя', fields: { note: 'x' }, version: 2 });
    expect((await byPhone('+79997000053'))[0]).toMatchObject({ client_name: 'По почте', email: 'known@example.com' });
    expect((await admin.get('/api/crm/search?q=' + encodeURIComponent('новое имя'))).body).toHaveLength(1);
    expect(await imported(file, { policy: 'update' })).toMatchObject({ created: 0, updated: 0, skipped: 4 });
  });

  it('become second leads with create', async () => {
    expect(await imported(file, { policy: 'create' })).toMatchObject({ created: 4 });
    expect(await byPhone('+79997000054')).toHaveLength(3);
  });
});

describe('a seller', () => {
  it('imports for themselves, touches nobody else, and sees own imports only', async () => {
    expectStatus(await admin.post('/api/crm/leads', { client_name: 'Чужой', phone: '+79997000061' }), 201);
    const done = await imported('name,phone\nПереименован,+79997000061\nМой,+79997000062\n', { policy: 'update' }, seller);
    expect(done).toMatchObject({ state: 'done', created: 1, skipped: 1, updated: 0 });
    expect((await byPhone('+79997000061'))[0].client_name).toBe('Чужой');
    expect((await byPhone('+79997000062'))[0].assigned_seller).toBe(idOf(seller));
    const others = await imported('name,phone\nx,+79997000063\n');
    expectError(await seller.get(`/api/crm/imports/${others.id}`), 404, 'NOT_FOUND');
    expectError(await seller.get(`/api/crm/imports/${others.id}/rejects`), 404, 'NOT_FOUND');
    expectError(await seller.delete(`/api/crm/imports/${others.id}`), 404, 'NOT_FOUND');
    expect((await seller.get('/api/crm/imports')).body.map((one: any) => one.id)).toEqual([done.id]);
    expect((await admin.get('/api/crm/imports?limit=2')).body[0].id).toBe(others.id);
    expectError(await upload('phone\n+79997000064\n', { assigned_seller: idOf(admin) }, seller), 400, 'INVALID_PARAMS', 'assigned_seller');
  });
});

describe('a long import', () => {
  const rows = (count: number, first: number) => 'name,phone,city\n' + Array.from({ length: count }, (_, i) => `Человек ${i},+7${String(9_100_000_000 + first + i)},Город ${i % 100}\n`).join('');

  it('shows its progress, can be stopped, and keeps what it stored', async () => {
    const started = expectStatus(await upload(rows(20_000, 0)), 202);
    let seen = started;
    for (const until = Date.now() + 20_000; seen.rows === 0 && Date.now() < until;) seen = (await admin.get(`/api/crm/imports/${started.id}`)).body;
    const stopped = expectStatus(await admin.delete(`/api/crm/imports/${started.id}`), 200);
    const last = await ended(started.id);
    expect(last.state).toBe('cancelled');
    expect(last.rows).toBeGreaterThan(0);
    expect(last.rows).toBeLessThan(20_000);
    expect(stopped.state).toBe('cancelled');
    const count = Number((await admin.get('/api/crm/leads?limit=1&q=' + encodeURIComponent('человек'))).headers['x-total-count']);
    expect(count).toBe(Math.min(last.created, 1000));
    expect(expectStatus(await admin.delete(`/api/crm/imports/${started.id}`), 200).state, 'stopping twice').toBe('cancelled');
  });

  it.each<[string, number, object, RegExp]>([
    ['is disabled', 30_000_000, { active: false }, /changer0 may not change leads any more/],
    ['gets a role that may not', 40_000_000, { role: 'supervisor' }, /changer1 may not change leads any more/],
  ])('stops when its user %s, and says so', async (_, first, change, problem) => {
    const username = problem.source.split(' ')[0];
    const user = expectStatus(await admin.post('/api/users', { username, password: `password-of-${username}-1`, role: 'seller' }), 201);
    const client = await vss.signIn(username!, `password-of-${username}-1`);
    const started = expectStatus(await upload(rows(20_000, first), {}, client), 202);
    let seen = started;
    for (const until = Date.now() + 20_000; seen.rows === 0 && Date.now() < until;) seen = (await admin.get(`/api/crm/imports/${started.id}`)).body;
    expectStatus(await admin.patch(`/api/users/${user.id}`, change), 200);
    const last = await ended(started.id);
    expect(last).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem), started_at: expect.any(String), finished_at: expect.any(String) });
    expect(last.rows).toBeGreaterThan(0);
    expect(last.rows).toBeLessThan(20_000);
    expect(Number((await admin.get(`/api/crm/leads?limit=1&assigned_seller=${user.id}`)).headers['x-total-count'])).toBe(last.created);
  });

  it.each([
    ['a stop', 10_000_000, () => vss.restart()],
    ['a kill', 20_000_000, () => vss.kill().then(() => vss.start())],
  ])('goes on after %s without losing or doubling a row', async (_, first, cut) => {
    const started = expectStatus(await upload(rows(6_000, first) + 'плохая,1,x\n', { policy: 'create' }), 202);
    let seen = started;
    for (const until = Date.now() + 20_000; seen.rows < 1_000 && Date.now() < until;) seen = (await admin.get(`/api/crm/imports/${started.id}`)).body;
    expect(seen.state).toBe('running');
    await cut();
    admin = await vss.signIn('admin', 'functional-tests-admin');
    expect(await ended(started.id)).toMatchObject({ state: 'done', rows: 6_001, created: 6_000, rejected: 1 });
    for (const i of [0, 499, 500, 999, 1_000, 1_499, 1_500, 5_999]) expect(await byPhone(`+7${9_100_000_000 + first + i}`), String(i)).toHaveLength(1);
    expect((await admin.get(`/api/crm/imports/${started.id}/rejects`)).text.split('\r\n')).toHaveLength(3);
  });
});

describe('an upload', () => {
  it('of somebody who may not is refused before it is read', async () => {
    const supervisor = await vss.signIn('admin', 'functional-tests-admin').then(async (client) => {
      await client.post('/api/users', { username: 'looker', password: 'password-of-looker', role: 'supervisor' });
      return vss.signIn('looker', 'password-of-looker');
    });
    const large = Buffer.alloc(8 * 1024 * 1024, 'x');
    expectError(await upload(large, {}, supervisor), 403, 'PERMISSION_DENIED');
    expectError(await upload(large, {}, vss.client()), 401, 'AUTH_FAIL');
    expect(uploads()).toEqual([]);
  });

  it('that is too large is refused at once, and one that breaks off leaves nothing', async () => {
    const head = (more: string) => `POST /api/crm/leads/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.token}\r\nContent-Type: text/csv\r\n${more}\r\n\r\n`;
    expect(await said(head('Content-Length: 2000000000'))).toMatch(/^HTTP\/1.1 413 /);
    const socket = net.connect(vss.ports.workspace, '127.0.0.1');
    socket.write(`${head('Transfer-Encoding: chunked')}6\r\nphone\n\r\n`);
    await eventually(() => uploads().length === 1);
    socket.destroy();
    await eventually(() => uploads().length === 0);
  });

  it('that a crash cuts is gone after the next start', async () => {
    const socket = net.connect(vss.ports.workspace, '127.0.0.1').on('error', () => undefined);
    socket.write(`POST /api/crm/leads/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.token}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nphone\n\r\n`);
    await eventually(() => uploads().length === 1);
    await vss.kill();
    expect(uploads()).toHaveLength(1);
    await vss.start();
    admin = await vss.signIn('admin', 'functional-tests-admin');
    await eventually(() => uploads().length === 0);
  });

  it('may come in pieces of any size', async () => {
    const answer = await said(`POST /api/crm/leads/import?preview=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${admin.token}\r\nTransfer-Encoding: chunked\r\n\r\n` +
      [...'phone\n+79997000071\n'].map((letter) => `1\r\n${letter}\r\n`).join('') + '0\r\n\r\n');
    expect(answer).toContain('"valid":1');
  });
});

const uploads = () => readdirSync(path.join(vss.dataDir, 'imports')).filter((name) => name.startsWith('upload-'));

async function eventually(look: () => boolean): Promise<void> {
  for (const until = Date.now() + 5_000; !look(); ) {
    if (Date.now() > until) throw new Error('not within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/// What the server says to these bytes until it closes, or has said all of an answer.
function said(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(vss.ports.workspace, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no end: ${text}`)));
    socket.on('data', (part) => (text += part)).on('error', reject).on('close', () => resolve(text));
  });
}
