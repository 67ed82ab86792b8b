// Somebody new: from an empty system to a call, with nothing but what the screen says.
import { expect, it } from 'vitest';
import { ADMIN_PASSWORD, useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { login } from './pages/login.ts';
import { slotForm } from './pages/slots.ts';
import { trunkForm } from './pages/trunks.ts';

const vss = useVss();
const people = usePeople(vss);

it('leads from an empty system to a call in under three minutes', async () => {
  const started = Date.now();
  const page = await people.somebody();
  await page.goto('/');
  await login(page).as('admin', ADMIN_PASSWORD);
  await page.getByRole('heading', { name: 'Make your first call' }).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'first-run');

  await page.getByRole('link', { name: 'Create a trunk' }).click();
  await trunkForm(page).name.fill('North');
  await trunkForm(page).submit.click();
  await page.getByRole('heading', { name: /^North/ }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Dashboard' }).click();

  await page.getByRole('heading', { name: 'Make your first call' }).waitFor();
  await page.getByRole('link', { name: 'Create a slot' }).click();
  await slotForm(page).submit.click();
  await page.getByRole('dialog', { name: 'SIP credentials of slot 6001' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I’ve saved these' }).click();
  await page.getByRole('heading', { name: /^Slot 6001/ }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Dashboard' }).click();

  const call = page.getByRole('button', { name: 'Call', exact: true });
  await expect.poll(() => call.getAttribute('aria-disabled'), { timeout: 15_000 }).toBeNull();
  await call.click();
  await page.getByRole('status').getByText('talking').waitFor();
  const calls = (await (await vss.as('admin')).get('/api/calls/active')).body;
  expect(calls).toMatchObject([{ phone_number: '+79990000001', state: 'answered' }]);
  await takePictures(page, 'first-call');
  await page.getByRole('region', { name: 'Make your first call' }).getByRole('button', { name: 'End call' }).click();
  await page.getByText('No active calls').waitFor();
  expect(Date.now() - started).toBeLessThan(180_000);
});
