// Is everything all right, and if not, where? And what is seen of the server when it goes and comes back.
import { describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { trunkWithSlots } from './support/scenes.ts';

const vss = useVss();
const people = usePeople(vss);

describe('the dashboard', () => {
  it('says that all is right, and follows calls', async () => {
    const admin = await vss.as('admin');
    const { slots } = await trunkWithSlots(admin, { name: 'North', count: 5 });
    const call = expectStatus(await admin.post('/api/call/start', { slot_id: slots[0].id, phone_number: '+79990000001' }), 201);
    const page = await people.signedIn('supervisor', '/dashboard');
    await page.getByRole('heading', { name: 'All systems normal' }).waitFor();
    await page.getByText('+7 999 000-00-01').waitFor();
    await page.getByText('4 of 5 ready').waitFor();
    await takePictures(page, 'dashboard');
    await expectAccessible(page);
    await admin.post('/api/call/end', { call_id: call.call_id });
    await page.getByText('No active calls').waitFor();
    await page.getByText('5 of 5 ready').waitFor();
  });

  it('names what is wrong and leads there', async () => {
    await trunkWithSlots(await vss.as('admin'), { name: 'Desks', type: 'ls', count: 1 }); // whose phone never comes
    const page = await people.signedIn('admin', '/dashboard');
    await page.getByRole('heading', { name: '1 issue needs attention' }).waitFor();
    await takePictures(page, 'dashboard-trouble');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Phones not registered: 1' }).click();
    await page.waitForURL('**/slots?state=REGISTERING');
  });

  it('shows a seller no lines', async () => {
    const page = await people.signedIn('seller', '/');
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await page.getByRole('heading', { name: /^Active calls/ }).waitFor();
    expect(await page.getByText('All slots').count()).toBe(0);
    await expectAccessible(page);
  });
});

describe('a server that goes and comes back', () => {
  it('says how old the data is, then catches up by itself', async () => {
    const gone = /ERR_CONNECTION_REFUSED|WebSocket|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 5/;
    const page = await people.signedIn('admin', '/slots', { expected: gone });
    await page.getByText('Online', { exact: true }).waitFor();
    await page.getByRole('row', { name: /^6001/ }).waitFor();
    await vss.halt();
    await page.getByText(/data on screen is \d+ s old/).waitFor();
    await takePictures(page, 'slots-offline');
    await expectAccessible(page);
    await vss.start();
    await page.getByText('Online', { exact: true }).waitFor();
    expect(await page.getByText(/data on screen is/).count()).toBe(0);
    const admin = await vss.signIn('admin', 'functional-tests-admin');
    await admin.post('/api/slots', { trunk_id: 1, device_id: 'after-the-restart', type: 'auto' });
    await page.getByText('after-the-restart').waitFor();
  });
});
