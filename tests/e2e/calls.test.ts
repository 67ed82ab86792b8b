// Calls: as they run, as they were, how they sounded; and what they add up to.
import { beforeAll, expect, it } from 'vitest';
import { expectStatus, type Client } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { trunkWithSlots, until } from './support/scenes.ts';

const vss = useVss();
const people = usePeople(vss);
let admin: Client;
const look = async (call: any) => expectStatus(await admin.get(`/api/calls/${call.call_id}`), 200);
const start = async (phone_number: string) => expectStatus(await admin.post('/api/call/start', { phone_number, record: true }), 201);

beforeAll(async () => {
  admin = await vss.as('admin');
  await trunkWithSlots(admin, { count: 3 });
});

it('are seen as they run, and ended from their page by who may', async () => {
  const page = await people.signedIn('operator', '/calls');
  await page.getByText('No active calls').waitFor();
  await expectAccessible(page);
  const call = await start('+79990000001');
  await page.getByRole('row', { name: /\+7 999 000-00-01.*talking/ }).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'calls');
  // More come while one looks: at once, without a word to press, and they go at once.
  const more = [await start('+79990000021'), await start('+79990000031')];
  for (const number of ['00-21', '00-31']) await page.getByRole('row', { name: new RegExp(`\\+7 999 000-${number}`) }).waitFor();
  await page.getByRole('button', { name: 'Now 3' }).waitFor();
  expect(await page.getByRole('button', { name: /\d new/ }).count()).toBe(0);
  for (const { call_id } of more) expectStatus(await admin.post('/api/call/end', { call_id }), 200);
  await expect.poll(() => page.getByRole('row', { name: /000-00-[23]1/ }).count()).toBe(0);
  await page.getByRole('link', { name: '+7 999 000-00-01' }).click();
  await page.getByRole('heading', { name: /7 999 000-00-01/ }).waitFor();
  await page.getByText('You don’t have permission to see call records').waitFor(); // operators lack cdr.read
  expect(await page.getByRole('button', { name: 'End call' }).count()).toBe(0); // and another's call is not theirs to end
  const theirs = await people.signedIn('admin', `/calls/${call.call_id}`);
  await theirs.getByRole('main').getByRole('button', { name: 'End call' }).click();
  await expect.poll(async () => (await look(call)).state).toBe('ended');
});

it('are kept with what happened, how it sounded, and what was said', async () => {
  const call = await start('+79990000001');
  await until(async () => (await look(call)).state === 'answered');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expectStatus(await admin.post('/api/call/end', { call_id: call.call_id }), 200);
  await until(async () => (await look(call)).recording_id !== null && (await look(call)).state === 'ended');
  const page = await people.signedIn('admin', '/calls?history');
  await page.getByRole('row', { name: /\+7 999 000-00-01/ }).first().click();
  const ladder = page.getByRole('table', { name: 'Call flow' });
  for (const said of ['INVITE', '180', '200', 'BYE']) await ladder.getByText(said).first().waitFor();
  await page.getByText(/packets, 0 lost/).first().waitFor();
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expectAccessible(page);
  await takePictures(page, 'call');
  expect((await admin.get('/api/security/audit?action=recordings.play')).body.length).toBeGreaterThan(0);
});

it('that reached nobody say why', async () => {
  const call = await start('+79990000004');
  await until(async () => ['ended', 'failed'].includes((await look(call)).state));
  const page = await people.signedIn('supervisor', `/calls/${call.call_id}`);
  await page.getByRole('definition').getByText('busy', { exact: true }).waitFor();
  await page.getByRole('table', { name: 'Call flow' }).getByText('486').waitFor();
  await page.getByText('Not answered: nothing was measured.').waitFor();
  await expectAccessible(page);
  await takePictures(page, 'call-busy');
});

it('that were redirected say where to, and why that was not followed', async () => {
  const call = await start('+79990000014');
  await until(async () => ['ended', 'failed'].includes((await look(call)).state));
  const page = await people.signedIn('supervisor', `/calls/${call.call_id}`);
  const ladder = page.getByRole('table', { name: 'Call flow' });
  await ladder.getByText(/302 → sip:\+79990000001@.* · not followed: another number/).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'call-redirected');
});

it('a number is judged as it is typed, and the palette calls it', async () => {
  const page = await people.signedIn('operator', '/call');
  const number = page.getByLabel('Number to call');
  await number.pressSequentially('89990000');
  expect(await number.inputValue()).toBe('8 (999) 000-0');
  expect(await page.getByRole('main').getByRole('button', { name: 'Call', exact: true }).getAttribute('aria-disabled')).toBe('true');
  await number.pressSequentially('00019999');
  await page.getByText('Enter a full number').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('+79990000001');
  await page.getByRole('option', { name: /\+7 999 000-00-01/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => number.inputValue()).toMatch(/999.*000-?.?00.?-?01$/);
});

it('add up in reports, as a picture, a table and a file', async () => {
  const page = await people.signedIn('admin', '/reports');
  await page.getByRole('grid', { name: 'By day' }).getByRole('row').nth(1).waitFor();
  await page.getByRole('img', { name: 'Calls per day' }).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'reports');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^daily-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  await page.getByRole('button', { name: 'By operator' }).click();
  await page.getByRole('grid', { name: 'By operator' }).getByText('admin').waitFor();
  await page.getByRole('button', { name: 'By slot' }).click();
  await page.getByRole('grid', { name: 'By slot' }).getByRole('link', { name: '6001' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('From', { exact: true }).fill('2020-01-01');
  await page.getByLabel('To', { exact: true }).fill('2020-01-31');
  await page.getByText('No calls in this period').waitFor();
});

it('a restart in mid-call: the page says how old it is, recovers by itself, and the call has its end', async () => {
  const page = await people.signedIn('admin', '/calls', { expected: /WebSocket|ERR_|status of 50|Failed to load/ });
  const call = await start('+79990000001');
  await page.getByRole('row', { name: /\+7 999 000-00-01.*talking/ }).waitFor();
  await vss.restart();
  await page.getByText('No active calls').waitFor();
  admin = await vss.as('admin');
  expect(['ended', 'failed']).toContain((await look(call)).state);
  await page.getByRole('status').getByText('Online').first().waitFor();
});
