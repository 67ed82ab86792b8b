// Leads: from a file to a call to a note; who sees which; by mouse, by keyboard, in Russian.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectStatus, type Client } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { deskPhone } from './support/phone.ts';
import { trunkWithSlots } from './support/scenes.ts';

const vss = useVss();
const people = usePeople(vss);
let admin: Client, seller: Client;

let made = 0;
const makeLead = async (fields: object = {}) => expectStatus(await admin.post('/api/crm/leads', { client_name: `Client ${++made}`, phone: `+7999555${String(made).padStart(4, '0')}`, ...fields }), 201);

beforeAll(async () => {
  admin = await vss.as('admin');
  seller = await vss.as('seller');
  await trunkWithSlots(admin, { count: 2 });
  await deskPhone(vss);
});

it('come from a file, are called, and keep the note', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'vss-leads-')), 'leads.csv');
  writeFileSync(file, 'Name;Phone;City\nAnna Import;+7 999 000-00-01;Omsk\nBoris Import;8 999 000 00 02;Kazan\nNobody;12;\n');
  const page = await people.signedIn('operator', '/leads');
  await page.getByText('No leads yet').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import' }).first().click();
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByText('2 of the first 3 rows can be imported').waitFor();
  expect(await page.getByRole('combobox', { name: 'Phone: Import as' }).inputValue()).toBe('phone');
  expect(await page.getByRole('combobox', { name: 'City: Import as' }).inputValue()).toBe('fields.City');
  await expectAccessible(page);
  await takePictures(page, 'import');
  await page.getByRole('button', { name: 'Start import' }).click();
  await page.getByText('3 rows · 2 new · 0 updated · 0 duplicates · 1 rejected').waitFor();
  const [refused] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download rejected rows' }).click()]);
  expect(await refused.failure()).toBeNull();
  await page.getByRole('link', { name: 'Show the leads' }).click();

  await page.getByRole('link', { name: 'Anna Import' }).click();
  await page.getByRole('heading', { name: 'Anna Import' }).waitFor();
  await page.getByText('Omsk').waitFor();
  await page.keyboard.press('c');
  await page.getByText('Lead: Anna Import').waitFor();
  await expectAccessible(page);
  await takePictures(page, 'call-pad');
  await page.getByRole('main').getByRole('button', { name: 'Call', exact: true }).click();
  const dock = page.getByRole('complementary', { name: 'Current call' });
  await dock.getByText('talking').waitFor();

  // A reload in mid-call: the card is there again, the timer goes on.
  await page.reload();
  await dock.getByText('Lead: Anna Import').waitFor();
  await dock.getByText('talking').waitFor();
  await takePictures(page, 'call-live');
  await dock.getByRole('textbox', { name: 'Note' }).fill('Wants an offer on Monday');
  await dock.getByRole('button', { name: 'Save note' }).click();
  await page.getByText('Note saved').first().waitFor();
  await dock.getByRole('button', { name: 'End call' }).click();
  await dock.getByRole('heading', { name: 'Wrap-up' }).waitFor(); // the card stays until one is done with it
  await dock.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => dock.getByText('Anna Import').count()).toBe(0);

  await page.getByRole('link', { name: 'Anna Import' }).click();
  const timeline = page.getByRole('list', { name: 'Activity' });
  await timeline.getByText('Wants an offer on Monday').waitFor();
  await timeline.getByText(/hung up/).first().waitFor();
  await expectAccessible(page);
  await takePictures(page, 'lead');
});

describe('a seller', () => {
  it('sees the own leads only: in lists, in search, by address, and as they come and go', async () => {
    const own = await makeLead({ client_name: 'Own Lead', assigned_seller: seller.session.user.id });
    const other = await makeLead({ client_name: 'Other Lead' });
    const page = await people.signedIn('seller', '/leads', { expected: /status of 404/ });
    await page.getByRole('link', { name: 'Own Lead' }).waitFor();
    expect(await page.getByText('Other Lead').count()).toBe(0);
    await page.getByRole('searchbox').fill('Other');
    await page.getByText('No matching leads').waitFor();
    await page.goto(`/leads/${other.id}`);
    await page.getByText('Not found').waitFor();
    await page.goto(`/leads/${own.id}`);
    await page.getByRole('heading', { name: 'Own Lead' }).waitFor();
    expect(await page.getByRole('button', { name: 'Call', exact: true }).count()).toBe(0); // sellers do not hold calls.create

    await page.goto('/leads');
    await page.getByRole('link', { name: 'Own Lead' }).waitFor();
    expectStatus(await admin.post('/api/crm/leads/assign', { lead_ids: [other.id], assigned_seller: seller.session.user.id }), 200);
    await page.getByRole('button', { name: /\d+ new/ }).click();
    await page.getByRole('link', { name: 'Other Lead' }).waitFor();
    expectStatus(await admin.post('/api/crm/leads/assign', { lead_ids: [other.id], assigned_seller: null }), 200);
    await expect.poll(() => page.getByRole('link', { name: 'Other Lead' }).count()).toBe(0);
  });

  it('has a dashboard of the own numbers', async () => {
    const page = await people.signedIn('seller', '/dashboard');
    await page.getByRole('heading', { name: 'Calls to my leads today' }).waitFor();
    await page.getByRole('heading', { name: /^My leads \d/ }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'dashboard-seller');
  });
});

describe('the board', () => {
  it('moves a card by keyboard alone, and takes it back', async () => {
    const lead = await makeLead({ client_name: 'Card Carlson' });
    const page = await people.signedIn('admin', '/leads?view=board');
    const lane = (name: string) => page.getByRole('region', { name, exact: true });
    const card = (name: string) => lane(name).getByRole('listitem').filter({ hasText: 'Card Carlson' });
    await card('new').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await card('contacted').waitFor();
    await expect.poll(() => card('contacted').evaluate((one) => one === document.activeElement)).toBe(true);
    await expect.poll(async () => (await admin.get(`/api/crm/leads/${lead.id}`)).body.status).toBe('contacted');
    await page.getByRole('button', { name: 'Undo' }).last().click(); // it is there for seconds only
    await card('new').waitFor();
    await card('new').dragTo(lane('won'));
    await card('won').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'leads-board');
  });
});

it('many at once are given to a seller', async () => {
  for (let index = 0; index < 3; ++index) await makeLead({ client_name: `Many ${index}` });
  const page = await people.signedIn('admin', '/leads?q=Many');
  await page.getByRole('link', { name: 'Many 2' }).waitFor();
  await page.keyboard.press('a');
  const bulk = page.getByRole('region', { name: '3 leads selected' });
  await bulk.waitFor();
  await expectAccessible(page);
  await takePictures(page, 'leads');
  await bulk.getByRole('combobox', { name: 'Set status…' }).selectOption('qualified');
  await page.getByText('3 leads set to: qualified').waitFor();
  await page.keyboard.press('a');
  await bulk.getByRole('combobox', { name: 'Assign to…' }).selectOption({ label: 'seller' });
  await page.getByText('3 leads assigned').waitFor();
  const leads = expectStatus(await seller.get('/api/crm/leads?q=Many'), 200);
  expect(leads.map(({ status }: any) => status)).toEqual(['qualified', 'qualified', 'qualified']);
});

it('two of one person become one, with all that is known of both, and every way leads to the one that stays', async () => {
  const into = await makeLead({ client_name: 'Twin Stays', email: 'stays@example.com' });
  const from = await makeLead({ client_name: 'Twin Goes', email: 'goes@example.com', status: 'contacted' });
  const page = await people.signedIn('admin', `/leads/${from.id}`, { expected: /status of 404/ });
  await page.getByRole('heading', { name: 'Twin Goes' }).waitFor();
  await page.getByRole('textbox', { name: 'Note' }).fill('Half a note of the one that goes');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /^Merge/ }).click();
  await page.getByLabel('Lead to keep').fill('Twin Stays');
  await page.getByRole('radio', { name: /Twin Stays/ }).check();
  const preview = page.getByRole('table', { name: 'Result' });
  await preview.getByRole('row', { name: /Status contacted from this lead/ }).waitFor();
  await preview.getByRole('row', { name: /E-mail stays@example.com/ }).waitFor();
  await preview.getByRole('row', { name: /E-mail 2 goes@example.com from this lead/ }).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'lead-merge');
  await page.getByRole('button', { name: 'Merge into Twin Stays' }).click();
  await page.getByRole('heading', { name: 'Twin Stays' }).waitFor();
  await page.getByText('goes@example.com').waitFor();
  await expect.poll(() => page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Half a note of the one that goes');
  expect(expectStatus(await admin.get(`/api/crm/leads/${into.id}`), 200)).toMatchObject({ status: 'contacted', email: 'stays@example.com' });
  // An address that somebody kept of the lead that is gone.
  await page.goto('/leads');
  await page.getByRole('link', { name: 'Twin Stays' }).waitFor();
  await page.evaluate((address) => history.pushState(null, '', address), `/leads/${from.id}`);
  await page.reload();
  await page.getByRole('heading', { name: 'Twin Stays' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/leads/${into.id}`);
});

it('a form that is open is of the lead on screen, and of no other', async () => {
  const [one, other] = [await makeLead({ client_name: 'One Form' }), await makeLead({ client_name: 'Other Form' })];
  const page = await people.signedIn('admin', `/leads/${one.id}`);
  await page.getByRole('textbox', { name: 'Note' }).fill('about one');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill('One Form changed');
  // The other's page, as a link or Back brings it, while the form is open.
  await page.evaluate((address) => { history.pushState(null, '', address); dispatchEvent(new PopStateEvent('popstate', { state: null })); }, `/leads/${other.id}`);
  await page.getByRole('heading', { name: 'Other Form' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('');
  await page.getByRole('button', { name: 'Edit' }).click();
  expect(await page.getByLabel('Name').inputValue()).toBe('Other Form');
});

it('a person is exported whole, and erased after the name was typed', async () => {
  const lead = await makeLead({ client_name: 'Erase Me' });
  const page = await people.signedIn('admin', `/leads/${lead.id}`, { expected: /status of 404/ }); // the event that it is gone may come first
  await page.getByRole('button', { name: 'More actions' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /^Export/ }).click()]);
  expect(file.suggestedFilename()).toBe(`${lead.phone}.json`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /^Erase/ }).click();
  const ask = page.getByRole('dialog', { name: 'Erase personal data of Erase Me?' });
  await ask.getByRole('textbox').fill('Erase Me');
  await ask.getByRole('button', { name: 'Erase personal data' }).click();
  await page.getByText(/^Erased\. Leads: 1/).waitFor();
  expect((await admin.get(`/api/crm/leads/${lead.id}`)).status).toBe(404);
});

it('are in Russian for who reads Russian', async () => {
  const page = await people.signedIn('admin', '/leads?view=board', { language: 'ru', theme: 'dark' });
  await page.getByRole('region', { name: 'новый', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Таблица' }).click();
  await page.getByRole('grid', { name: 'Лиды' }).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'leads-ru');
  for (const [address, title] of [['/users', 'Пользователи'], ['/roles', 'Роли'], ['/audit', 'Аудит'], ['/logs', 'Логи'], ['/reports', 'Отчёты'], ['/calls', 'Звонки'], ['/account', 'Моя учётная запись']]) {
    await page.goto(address!);
    await page.getByRole('heading', { name: title!, exact: true }).waitFor();
    await expectAccessible(page);
  }
});
