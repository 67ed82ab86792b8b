import { describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { trunkWithSlots } from './support/scenes.ts';
import { trunkForm, trunkList } from './pages/trunks.ts';

const vss = useVss();
const people = usePeople(vss);

describe('trunks', () => {
  it('says what a trunk is while there is none', async () => {
    const page = await people.signedIn('admin', '/trunks');
    await page.getByRole('heading', { name: 'No trunks yet' }).waitFor();
    await takePictures(page, 'trunks-empty');
    await expectAccessible(page);
  });

  it('creates one with caller IDs, and shows it', async () => {
    const page = await people.signedIn('admin', '/trunks');
    await page.getByRole('heading', { name: 'No trunks yet' }).waitFor();
    await page.keyboard.press('n');
    const form = trunkForm(page);
    await form.submit.click();
    await page.getByText('Enter a name').waitFor();
    await form.name.fill('Kazan phones');
    await form.type('MF').check();
    await form.capacity.fill('0');
    await page.getByText('Enter a whole number from 1 to 999').waitFor();
    await form.capacity.fill('20');
    await form.number.fill('8 843 123');
    expect(await form.add.getAttribute('aria-disabled')).toBe('true');
    await form.number.fill('8 843 123-45-67');
    await form.add.click();
    await page.getByText('+7 843 123-45-67').waitFor();
    await takePictures(page, 'trunk-form');
    await expectAccessible(page);
    await form.submit.click();
    await page.getByRole('heading', { name: /^Kazan phones/ }).waitFor();
    const [made] = (await (await vss.as('admin')).get('/api/trunks')).body;
    expect(made).toMatchObject({ name: 'Kazan phones', type: 'mf', capacity: 20, caller_ids: ['+78431234567'] });
  });

  it('says of a refused capacity what the server says', async () => {
    const { trunk } = await trunkWithSlots(await vss.as('admin'), { name: 'Two lines', type: 'ls', count: 2 });
    const page = await people.signedIn('admin', `/trunks/${trunk.id}`, { expected: /status of 4\d\d/ });
    await page.getByRole('button', { name: 'Edit' }).click();
    await trunkForm(page).capacity.fill('1');
    await trunkForm(page).submit.click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await takePictures(page, 'trunk');
    await expectAccessible(page);
  });

  it('deletes one only for its name, with its slots', async () => {
    const admin = await vss.as('admin');
    const { trunk } = await trunkWithSlots(admin, { name: 'To be deleted', type: 'ls', count: 1 });
    const page = await people.signedIn('admin', `/trunks/${trunk.id}`);
    await page.getByRole('button', { name: 'Delete trunk' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete trunk To be deleted?' });
    await dialog.getByText('Its 1 slot is deleted, too').waitFor();
    await expectAccessible(page);
    const yes = dialog.getByRole('button', { name: 'Delete trunk' });
    await yes.click({ force: true });
    expect((await admin.get(`/api/trunks/${trunk.id}`)).status).toBe(200);
    await dialog.getByRole('textbox').fill('To be deleted');
    await yes.click();
    await trunkList(page).grid.waitFor();
    expect((await admin.get(`/api/trunks/${trunk.id}`)).status).toBe(404);
  });

  it('shows what another does as it happens', async () => {
    const admin = await vss.as('admin');
    const page = await people.signedIn('supervisor', '/trunks');
    await trunkList(page).grid.waitFor();
    await page.getByText('Online').waitFor();
    expect(await trunkList(page).create.count()).toBe(0);
    const made = expectStatus(await admin.post('/api/trunks', { name: 'Made elsewhere', type: 'auto', capacity: 3 }), 201);
    await trunkList(page).row('Made elsewhere').waitFor();
    await admin.patch(`/api/trunks/${made.id}`, { name: 'Renamed elsewhere' });
    await trunkList(page).row('Renamed elsewhere').waitFor();
    await takePictures(page, 'trunks');
    await expectAccessible(page);
  });
});
