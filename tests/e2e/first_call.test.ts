// Somebody new: from an empty system to a call, with nothing but what the screen says.
import { expect, it } from 'vitest';
import { ADMIN_PASSWORD, useVss } from '../functional/support/vss.ts';
import { expectStatus } from '../functional/support/client.ts';
import { Phone } from '../sip/support/agent.ts';
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
  await expect.poll(() => call.getAttribute('aria-disabled')).toBeNull();
  await call.click();
  await page.getByRole('status').getByText('talking').waitFor();
  const calls = (await (await vss.as('admin')).get('/api/calls/active')).body;
  expect(calls).toMatchObject([{ phone_number: '+79990000001', state: 'answered' }]);
  await takePictures(page, 'first-call');
  await page.getByRole('region', { name: 'Make your first call' }).getByRole('button', { name: 'End call' }).click();
  await page.getByText('No active calls').waitFor();
  expect(Date.now() - started).toBeLessThan(180_000);

  // And to an operator who can talk.
  const guide = page.getByRole('region', { name: 'Make your first call' });
  const admin = await vss.as('admin');
  await guide.getByRole('link', { name: 'Create an operator' }).waitFor();
  await vss.as('operator');
  await page.reload();
  await guide.getByRole('button', { name: 'Set up phone' }).click();
  const setup = page.getByRole('dialog', { name: 'Set up phone 7001' });
  await setup.getByRole('img', { name: 'One-time setup address as a QR code' }).waitFor();
  await setup.getByText('Waiting for the phone').waitFor();
  await expectAccessible(page);
  await takePictures(page, 'phone-setup');
  // The telephone scans the code: it fetches the address, and registers with what it gets.
  const address = await setup.locator('code').innerText();
  expect(address).toMatch(/\/api\/provisioning\/[\w-]{43}$/);
  const account = (await vss.client().get(new URL(address).pathname, { Accept: 'application/json' })).body;
  const phone = await Phone.udp({ address: '127.0.0.1', port: account.port }, { number: 7001, username: account.username, password: account.password, domain: account.domain });
  try {
    await phone.mustRegister();
    await setup.getByText('Phone 7001 is registered').waitFor();
    await setup.getByRole('button', { name: 'Done' }).click();
    await guide.getByRole('button', { name: 'Done' }).click();
    await guide.waitFor({ state: 'hidden' });
    expect(expectStatus(await admin.get('/api/slots?type=mf'), 200)).toMatchObject([{ number: 7001, assignment: 'user' }]);

    // The operator calls; their phone rings, and is let ring.
    const desk = await people.signedIn('operator', '/call');
    await desk.getByLabel('Number to call').fill('+79990000001');
    await desk.getByRole('main').getByRole('button', { name: 'Call', exact: true }).click();
    const dialog = await phone.incoming();
    const dock = desk.getByRole('complementary', { name: 'Current call' });
    await dock.getByText('Pick up phone 7001').waitFor();
    await desk.goto('/call');
    await desk.getByText('You are in a call over phone 7001').waitFor();
    expect(await desk.getByText('No phone is ready').count()).toBe(0);
    await expectAccessible(desk);
    phone.agent.respond(dialog.invite, 486, 'declined');
    await dock.getByRole('heading', { name: 'Wrap-up' }).waitFor();
    expect(await desk.getByText('No phone is ready').count()).toBe(0);
  } finally {
    phone.close();
  }
});
