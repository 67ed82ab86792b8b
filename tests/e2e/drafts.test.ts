// What somebody types is never lost: not when the call ends, not by a reload, another tab, a restart, signing out.
import { beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { expectStatus, type Client } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { expectAccessible } from './support/axe.ts';
import { usePeople } from './support/browser.ts';
import { deskPhone } from './support/phone.ts';
import { takePictures } from './support/pictures.ts';
import { until } from './support/scenes.ts';
import { login } from './pages/login.ts';

const vss = useVss();
const people = usePeople(vss);
let admin: Client;

const dockOf = (page: Page) => page.getByRole('complementary', { name: 'Current call' });
const noteOf = (page: Page) => dockOf(page).getByRole('textbox', { name: 'Note' });
const draftsOf = async (client: Client) => expectStatus(await client.get('/api/drafts'), 200) as any[];
const RESTARTS = /WebSocket|ERR_|status of 50|status of 401|Failed to load/;

beforeAll(async () => {
  admin = await vss.as('admin');
  await deskPhone(vss);
});

async function talk(page: Page, operator: Client, number: string): Promise<any> {
  const call = expectStatus(await operator.post('/api/call/start', { phone_number: number }), 201);
  await dockOf(page).getByText('talking').waitFor();
  return call;
}
const end = async (client: Client, call: any) => {
  expectStatus(await client.post('/api/call/end', { call_id: call.call_id }), 200);
  await until(async () => ['ended', 'failed'].includes(expectStatus(await client.get(`/api/calls/${call.call_id}`), 200).state));
};

it('a note survives the hang-up, and the keys that follow go into it', async () => {
  const operator = await vss.as('operator');
  const page = await people.signedIn('operator', '/leads', { expected: RESTARTS });
  await page.getByText('No leads yet').waitFor();
  const call = await talk(page, operator, '+79990000001');
  await noteOf(page).click();
  await page.keyboard.type('Wants an offer');
  await end(operator, call); // the customer hangs up
  await page.keyboard.type(', not now, next year'); // n would be "New lead"
  await dockOf(page).getByRole('heading', { name: 'Wrap-up' }).waitFor();
  await page.keyboard.type('.');
  expect(await noteOf(page).inputValue()).toBe('Wants an offer, not now, next year.');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await dockOf(page).getByText('Draft saved').waitFor();
  await expectAccessible(page);
  await takePictures(page, 'wrap-up');

  // Reload, and another tab.
  await page.reload();
  await expect.poll(() => noteOf(page).inputValue()).toBe('Wants an offer, not now, next year.');
  const tab = await page.context().newPage();
  await tab.goto('/calls');
  await expect.poll(() => noteOf(tab).inputValue()).toBe('Wants an offer, not now, next year.');
  await noteOf(tab).press('End');
  await noteOf(tab).pressSequentially(' Call in May.');
  await expect.poll(() => noteOf(page).inputValue()).toBe('Wants an offer, not now, next year. Call in May.');
  await tab.close();

  // A restart of the server, and a second computer.
  await expect.poll(async () => (await draftsOf(operator))[0]?.fields.text).toContain('May.');
  await vss.restart();
  admin = await vss.as('admin');
  const elsewhere = await people.somebody({ expected: RESTARTS });
  await elsewhere.goto('/');
  await login(elsewhere).as('operator', 'password-of-operator');
  await expect.poll(() => noteOf(elsewhere).inputValue()).toContain('Call in May.');

  // Ctrl-Enter saves, and the card goes.
  await noteOf(elsewhere).press('Control+Enter');
  await elsewhere.getByText('Note saved').first().waitFor();
  await expect.poll(() => dockOf(elsewhere).getByRole('heading').count()).toBe(0);
  expect(expectStatus(await admin.get(`/api/crm/notes/${call.call_id}`), 200).map((note: any) => note.text)).toEqual(['Wants an offer, not now, next year. Call in May.']);
  const again = await vss.signIn('operator', 'password-of-operator');
  await expect.poll(async () => draftsOf(again)).toEqual([]);
});

it('a form survives a reload and says so; signing out sends it, and the next person at this browser finds nothing', async () => {
  await vss.as('operator');
  const page = await people.signedIn('admin', '/leads?new', { expected: /status of 401/ });
  await page.getByRole('dialog').getByLabel('Name').fill('Half Typed');
  await page.getByRole('dialog').getByLabel('Number').fill('+7 999 55');
  await page.reload();
  const dialog = page.getByRole('dialog', { name: 'New lead' });
  await dialog.getByText('Your unsaved draft').waitFor();
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Half Typed');
  await expectAccessible(page);
  await dialog.getByLabel('Name').fill('Half Typed More');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).waitFor();
  await page.keyboard.type('sign out'); // at once: the field is there before its list
  await page.getByRole('option', { name: /Sign out/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in to VSS' }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('vss.draft.')))).toEqual([]);
  await login(page).as('operator', 'password-of-operator');
  await page.getByRole('navigation').waitFor();
  await page.goto('/leads?new');
  expect(await page.getByRole('dialog').getByLabel('Name').inputValue()).toBe('');
  const fresh = await vss.signIn('admin', 'functional-tests-admin');
  expect(await draftsOf(fresh)).toMatchObject([{ name: 'new-lead', fields: { client_name: 'Half Typed More' } }]);
  expectStatus(await fresh.delete('/api/drafts/new-lead'), 204);
});

it('two people change one lead: what both changed is for the person to choose, the rest is kept from both', async () => {
  const lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Two Editors', phone: '+79995550191', source: 'fair' }), 201);
  const leadNow = async () => expectStatus(await admin.get(`/api/crm/leads/${lead.id}`), 200);
  const change = async (body: object) => expectStatus(await admin.patch(`/api/crm/leads/${lead.id}`, body), 200);
  // Its own save is refused as outdated once: the other change comes in the moment before.
  const page = await people.signedIn('operator', `/leads/${lead.id}`, { expected: /status of 409/ });
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Two Editors Ltd');
  await dialog.getByLabel('E-mail').fill('two@example.com');
  await change({ client_name: 'Two Editors GmbH', status: 'qualified' });
  const overtaken = dialog.getByText('Name: changed to “Two Editors GmbH” meanwhile');
  await overtaken.waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  // Nothing is sent, and who saves is led to the choice.
  await dialog.getByText('Choose for each field below first').waitFor();
  await expect.poll(() => dialog.getByRole('button', { name: 'Use it: Name' }).evaluate((one) => one === document.activeElement)).toBe(true);
  expect(await leadNow()).toMatchObject({ client_name: 'Two Editors GmbH', email: null });
  await dialog.getByRole('button', { name: 'Keep mine: Name' }).click();
  await overtaken.waitFor({ state: 'hidden' });

  // A change that the page has not heard of: it reads the lead again, and what it changes does not touch is saved with it.
  let first = true;
  await page.route(`**/api/crm/leads/${lead.id}`, async (route) => {
    if (first && route.request().method() === 'PATCH') {
      first = false;
      await change({ source: 'phone' });
    }
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.unrouteAll({ behavior: 'wait' });
  expect(await leadNow()).toMatchObject({ client_name: 'Two Editors Ltd', email: 'two@example.com', status: 'qualified', source: 'phone' });

  // Taking what is saved leaves nothing to save.
  await page.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByLabel('Source').fill('mine');
  await change({ source: 'theirs' });
  await dialog.getByRole('button', { name: 'Use it: Source' }).click();
  expect(await dialog.getByLabel('Source').inputValue()).toBe('theirs');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await leadNow()).toMatchObject({ source: 'theirs' });
});

it('keys go by their place on a Russian keyboard, and the palette finds what one may see', async () => {
  const lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Пётр Раскладкин', phone: '+79995550190' }), 201);
  const page = await people.signedIn('operator', '/leads', { language: 'ru' });
  await page.getByRole('link', { name: 'Пётр Раскладкин' }).waitFor();
  const press = (key: string, code: string, more: object = {}) =>
    page.evaluate(([key, code, more]) => void document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more } as KeyboardEventInit)), [key, code, more] as const);
  await press('т', 'KeyN');
  const form = page.getByRole('dialog', { name: 'Новый лид' });
  await form.waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });
  // One after the other within a moment, however slow the machine is.
  await page.evaluate(() => {
    for (const [key, code] of [['п', 'KeyG'], ['ы', 'KeyS']] as const) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
  });
  await page.getByRole('heading', { name: 'Слоты' }).waitFor();
  await press('л', 'KeyK', { ctrlKey: true });
  const field = page.getByRole('combobox', { name: 'Поиск и действия' });
  await field.fill('раскладкин');
  await page.getByRole('option', { name: /Пётр Раскладкин/ }).click();
  await page.getByRole('heading', { name: 'Пётр Раскладкин' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/leads/${lead.id}`);
  for (const [text, found] of [['8001', /8001/], ['тема', /Тема: Тёмная|Тема: тёмная/i], ['выйти', /Выйти/]] as const) {
    await press('л', 'KeyK', { ctrlKey: true });
    await field.fill(text);
    await page.getByRole('option', { name: found }).first().waitFor();
    await page.keyboard.press('Escape');
  }
  // An operator may not see users.
  await press('л', 'KeyK', { ctrlKey: true });
  await field.fill('admin');
  await page.getByText(/Ничего не найдено/).waitFor();
  await page.keyboard.press('Escape');
  await press('о', 'KeyJ'); // nothing here: no error either
});
