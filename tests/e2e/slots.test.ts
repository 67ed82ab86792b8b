import { describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { trunkWithSlots, until } from './support/scenes.ts';
import { slotForm, slotList, slotPage } from './pages/slots.ts';

const vss = useVss();
const people = usePeople(vss);

describe('the list of slots', () => {
  it('says what comes first while there is nothing', async () => {
    const page = await people.signedIn('admin', '/slots');
    await page.getByRole('heading', { name: 'No slots yet' }).waitFor();
    await page.getByRole('link', { name: 'Create a trunk first' }).waitFor();
    await takePictures(page, 'slots-empty');
    await expectAccessible(page);
  });

  it('filters by state and words, and keeps the filter in the address', async () => {
    const admin = await vss.as('admin');
    await trunkWithSlots(admin, { name: 'North', count: 6 });
    await trunkWithSlots(admin, { name: 'Phones', type: 'mf', count: 3 });
    const page = await people.signedIn('admin', '/slots');
    const list = slotList(page);
    await list.row(6001).waitFor();
    expect(await list.rows.count()).toBe(9);
    await takePictures(page, 'slots');
    await expectAccessible(page);
    await list.chip('registering').click();
    await expect.poll(() => list.rows.count()).toBe(3);
    await page.reload();
    await list.row(7001).waitFor();
    expect(await list.rows.count()).toBe(3);
    await list.chip('all').click();
    await page.keyboard.press('/');
    await page.keyboard.type('7002');
    await expect.poll(() => list.rows.count()).toBe(1);
  });

  it('follows calls live without moving rows', async () => {
    const admin = await vss.as('admin');
    const page = await people.signedIn('supervisor', '/slots');
    const list = slotList(page);
    await page.getByText('Online').waitFor();
    await list.row(6003).getByText('ready').waitFor();
    const before = await list.rows.allInnerTexts();
    const [slot] = (await admin.get('/api/slots')).body.filter((one: any) => one.number === 6003);
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79990000001' }), 201);
    await list.row(6003).getByText('talking').waitFor();
    const numbers = (texts: string[]) => texts.map((text) => text.slice(0, 4));
    expect(numbers(await list.rows.allInnerTexts())).toEqual(numbers(before));
    await takePictures(page, 'slots-calling');
    await page.goto(`/slots/${slot.id}`);
    await page.getByRole('table').getByText(/^\d\.\d\d$/).first().waitFor(); // a MOS
    await takePictures(page, 'slot-in-call');
    await expectAccessible(page);
    await admin.post('/api/call/end', { call_id: call.call_id });
    await page.getByText('No active call on this slot.').waitFor();
  });

  it('works by keyboard alone', async () => {
    const page = await people.signedIn('admin', '/dashboard');
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await slotList(page).row(6001).waitFor();
    for (const key of ['j', 'j', 'k', 'j']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await slotPage(page, 6002).heading.waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await takePictures(page, 'keys');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).waitFor();
    await page.keyboard.type('trun');
    await takePictures(page, 'palette');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Trunks', exact: true }).waitFor();
  });
});

describe('a slot', () => {
  it('is created with credentials that are shown once, as a code for phones', async () => {
    const page = await people.signedIn('admin', '/slots?new');
    await slotForm(page).trunk.getByRole('option', { name: /^Phones/ }).waitFor({ state: 'attached' });
    await slotForm(page).trunk.selectOption({ label: (await slotForm(page).trunk.getByRole('option', { name: /^Phones/ }).textContent())! });
    await slotForm(page).device.fill('не то');
    await slotForm(page).submit.click();
    await page.getByText('Up to 64 Latin letters').waitFor();
    await slotForm(page).device.fill('pixel-9');
    await slotForm(page).submit.click();
    const dialog = page.getByRole('dialog', { name: /^SIP credentials of slot 70\d\d/ });
    await dialog.getByRole('img', { name: 'One-time setup address as a QR code' }).waitFor();
    await takePictures(page, 'credentials');
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    const password = await dialog.locator('code').nth(3).innerText();
    expect(password.length).toBeGreaterThanOrEqual(16);
    await dialog.getByRole('button', { name: 'I’ve saved these' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('waiting for its phone to register').first().waitFor();
    expect(await page.content()).not.toContain(password);
  });

  it('is taken, released, and tells all of it in its history', async () => {
    const admin = await vss.as('admin');
    const [slot] = (await admin.get('/api/slots')).body.filter((one: any) => one.number === 6005);
    const page = await people.signedIn('operator', `/slots/${slot.id}`);
    const screen = slotPage(page, 6005);
    await screen.heading.waitFor();
    await screen.act('Assign to me');
    await page.getByText('Slot 6005 assigned to you').waitFor();
    await page.getByRole('definition').getByText('you', { exact: true }).waitFor();
    await screen.history.getByText('assigned to you · user · by operator').waitFor();
    await until(async () => (await admin.get(`/api/slots/${slot.id}`)).body.state === 'READY');
    await takePictures(page, 'slot');
    await expectAccessible(page);
    await screen.act('Release slot');
    await page.getByText('Slot 6005 released').waitFor();
    await screen.history.getByText(/^released/).waitFor();
    expect((await admin.get(`/api/slots/${slot.id}`)).body).toMatchObject({ state: 'IDLE', assignment: 'none' });
  });

  it('is given to one user by who looks after slots', async () => {
    const admin = await vss.as('admin');
    const operator = await vss.as('operator');
    const [slot] = (await admin.get('/api/slots')).body.filter((one: any) => one.number === 6005);
    const page = await people.signedIn('admin', `/slots/${slot.id}`);
    await slotPage(page, 6005).act('Assign to a user');
    await page.getByRole('dialog', { name: 'Assign slot 6005 to a user' }).waitFor();
    await page.getByRole('combobox', { name: 'User' }).fill('oper');
    await page.getByRole('option', { name: /^operator/ }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Assign slot' }).click();
    await page.getByText('Slot 6005 assigned to operator').waitFor();
    expect((await admin.get(`/api/slots/${slot.id}`)).body).toMatchObject({ assignment: 'user', assigned_user: operator.session.user.id });
    expect((await admin.post(`/api/slots/${slot.id}/release`, {})).status).toBe(200);
  });

  it('says why something is not possible before it is tried', async () => {
    const admin = await vss.as('admin');
    const [slot] = (await admin.get('/api/slots')).body.filter((one: any) => one.number === 6006);
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slot.id, phone_number: '+79990000002' }), 201);
    const page = await people.signedIn('admin', `/slots/${slot.id}`);
    await page.getByRole('button', { name: 'Actions' }).click();
    const remove = page.getByRole('menuitem', { name: /^Delete slot/ });
    expect(await remove.innerText()).toContain('The slot has an active call: end it first');
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await expectAccessible(page);
    await admin.post('/api/call/end', { call_id: call.call_id });
  });

  it('is deleted after a question that names it', async () => {
    const admin = await vss.as('admin');
    const [slot] = (await admin.get('/api/slots')).body.filter((one: any) => one.number === 7003);
    const page = await people.signedIn('admin', `/slots/${slot.id}`);
    await slotPage(page, 7003).act('Delete slot');
    const dialog = page.getByRole('dialog', { name: 'Delete slot 7003?' });
    await dialog.getByRole('button', { name: 'Delete slot' }).click();
    await slotList(page).grid.waitFor();
    await expect.poll(() => slotList(page).row(7003).count()).toBe(0);
    expect((await admin.get(`/api/slots/${slot.id}`)).status).toBe(404);
  });
});

describe('in Russian', () => {
  it('everything is said in Russian, and the choice is kept', async () => {
    const page = await people.signedIn('admin', '/slots', { language: 'ru' });
    await page.getByRole('heading', { name: 'Слоты', exact: true }).waitFor();
    await page.getByRole('grid', { name: 'Слоты' }).getByText('готов').first().waitFor();
    await page.getByText('Онлайн').waitFor();
    await takePictures(page, 'slots-ru');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Сводка' }).click();
    await page.getByRole('heading', { name: 'Сводка' }).waitFor();
    await page.getByRole('heading', { name: /Всё в порядке|требу/ }).waitFor();
    await takePictures(page, 'dashboard-ru');
    await page.getByRole('button', { name: /^Учётная запись/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  });
});
