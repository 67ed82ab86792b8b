// The administrator: people, roles, what was done by whom, and what the services say.
import { describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { login } from './pages/login.ts';

const vss = useVss();
const people = usePeople(vss);

describe('users', () => {
  it('a new one gets a password that is shown once, signs in with it, and sees what the role allows', async () => {
    const page = await people.signedIn('admin', '/users');
    await page.getByRole('grid', { name: 'Users' }).getByText('admin').first().waitFor();
    await expectAccessible(page);
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'New user' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('User name').fill('не то');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByText('3 to 64 Latin letters').waitFor();
    await page.getByLabel('User name').fill('vera');
    await page.getByLabel('Role', { exact: true }).selectOption('seller');
    await page.getByRole('button', { name: 'Create user' }).click();
    const shown = page.getByRole('dialog', { name: 'Password of vera' });
    await shown.waitFor();
    await page.keyboard.press('Escape');
    const password = await shown.locator('code').nth(1).innerText();
    expect(password).toMatch(/^\w{20}$/);
    await expectAccessible(page);
    await shown.getByRole('button', { name: 'I’ve saved it' }).click();
    await page.getByRole('row', { name: /^vera/ }).waitFor();
    await takePictures(page, 'users');

    const vera = await people.somebody();
    await vera.goto('/');
    await login(vera).as('vera', password);
    await vera.getByRole('heading', { name: 'Dashboard' }).waitFor();
    const rail = vera.getByRole('navigation', { name: 'Pages' });
    expect(await rail.getByRole('link', { name: 'Leads' }).count()).toBe(1);
    for (const hidden of ['Slots', 'Users', 'Audit', 'Logs']) expect(await rail.getByRole('link', { name: hidden }).count()).toBe(0);
  });

  it('one who is blocked is out at once, and cannot come back', async () => {
    const admin = await vss.as('admin');
    const { id } = expectStatus(await admin.post('/api/users', { username: 'mallory', password: 'password-of-mallory', role: 'operator' }), 201);
    const mallory = await people.somebody({ expected: /status of 40[13]/ });
    await mallory.goto('/');
    await login(mallory).as('mallory', 'password-of-mallory');
    await mallory.getByRole('heading', { name: 'Calls', exact: true }).waitFor();
    const page = await people.signedIn('admin', `/users?user=${id}`);
    const drawer = page.getByRole('dialog', { name: 'mallory' });
    await drawer.getByRole('switch', { name: 'Can sign in' }).click();
    await takePictures(page, 'user');
    await drawer.getByRole('button', { name: 'Save user' }).click();
    await page.getByRole('row', { name: /^mallory.*blocked/ }).waitFor();
    await mallory.getByRole('dialog', { name: 'Your session has expired' }).waitFor();
  });

  it('leaves leads to another seller when it is deleted', async () => {
    const admin = await vss.as('admin');
    const make = async (username: string) => expectStatus(await admin.post('/api/users', { username, password: `password-of-${username}`, role: 'seller' }), 201);
    const leaving = await make('leaving'), heir = await make('heiress');
    const lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Anna', phone: '+79160009001', assigned_seller: leaving.id }), 201);
    const page = await people.signedIn('admin', '/users');
    await page.getByRole('row', { name: /^leaving/ }).click();
    await page.getByRole('button', { name: 'Delete user' }).click();
    const ask = page.getByRole('dialog', { name: 'Delete user leaving?' });
    await ask.getByLabel('Their leads: 1').selectOption('heiress');
    await expectAccessible(page);
    await ask.getByRole('textbox').fill('leaving');
    await page.keyboard.press('Enter');
    await page.getByText('User leaving deleted').waitFor();
    expect(expectStatus(await admin.get(`/api/crm/leads/${lead.id}`), 200).assigned_seller).toBe(heir.id);
  });

  it('is deleted by name, and nobody locks oneself out', async () => {
    const admin = await vss.as('admin');
    expectStatus(await admin.post('/api/users', { username: 'shortlived', password: 'password-of-shortlived', role: 'seller' }), 201);
    const page = await people.signedIn('admin', '/users');
    await page.getByRole('row', { name: /^admin/ }).click();
    expect(await page.getByRole('dialog', { name: 'admin' }).getByRole('button', { name: 'Delete user' }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: /^shortlived/ }).click();
    await page.getByRole('button', { name: 'Delete user' }).click();
    const ask = page.getByRole('dialog', { name: 'Delete user shortlived?' });
    await ask.waitFor();
    await expectAccessible(page);
    await ask.getByRole('textbox').fill('shortlived');
    await page.keyboard.press('Enter');
    await page.getByText('User shortlived deleted').waitFor();
    await expect.poll(() => page.getByRole('row', { name: /^shortlived/ }).count()).toBe(0);
  });
});

describe('roles', () => {
  it('are made as a copy and changed by the keyboard alone; the change says what it does, and acts at once', async () => {
    const admin = await vss.as('admin');
    const page = await people.signedIn('admin', '/roles');
    const matrix = page.getByRole('grid', { name: 'Permissions of each role' });
    await matrix.waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('night-shift');
    await page.getByLabel('Copy permissions and data scope from').selectOption({ label: 'operator' });
    await page.getByLabel('Name').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: /^night-shift/ }).waitFor();
    expectStatus(await admin.post('/api/users', { username: 'nina', password: 'password-of-nina', role: 'night-shift' }), 201);
    const nina = await vss.signIn('nina', 'password-of-nina');
    expect((await nina.get('/api/trunks')).status).toBe(403);

    await page.reload();
    await matrix.waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('trunks.read');
    const box = matrix.getByRole('checkbox', { name: 'night-shift: trunks.read' });
    await expect.poll(() => matrix.getByRole('checkbox').count()).toBe(10); // two rows of five roles
    await matrix.getByRole('checkbox').first().focus();
    await page.keyboard.press('ArrowDown');
    for (let step = 0; step < 5 && !(await box.evaluate((one) => one === document.activeElement)); ++step) await page.keyboard.press('ArrowRight');
    expect(await box.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Space');
    const changes = page.getByRole('region', { name: 'Unsaved changes' });
    await changes.getByText('trunks.read').waitFor();
    await changes.getByText('1 user, within a second').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'roles');
    await changes.getByRole('button', { name: 'Save changes' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 role saved').waitFor();
    await expect.poll(async () => (await nina.get('/api/trunks')).status).toBe(200);
    await expect.poll(() => changes.count()).toBe(0);
  });

  it('say whose rows they reach, and a change acts at once', async () => {
    const admin = await vss.as('admin');
    expectStatus(await admin.post('/api/roles', { name: 'team-lead', permissions: { crm: ['read'] } }), 201);
    expectStatus(await admin.post('/api/users', { username: 'lena', password: 'password-of-lena', role: 'team-lead' }), 201);
    const lena = await vss.signIn('lena', 'password-of-lena');
    expectStatus(await admin.post('/api/crm/leads', { client_name: 'Somebody', phone: '+79165550001' }), 201);
    expect((await lena.get('/api/crm/leads')).body).toEqual([]);
    const page = await people.signedIn('admin', '/roles');
    const reach = page.getByRole('combobox', { name: 'team-lead: Leads' });
    expect(await reach.inputValue()).toBe('own');
    await reach.selectOption({ label: 'all' });
    const changes = page.getByRole('region', { name: 'Unsaved changes' });
    await changes.getByText('Leads: all').waitFor();
    await expectAccessible(page);
    await changes.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('1 role saved').waitFor();
    await expect.poll(async () => (await lena.get('/api/crm/leads')).body.map((lead: any) => lead.client_name)).toContain('Somebody'); // besides those of other tests
    expect(await page.getByRole('combobox', { name: 'seller: Leads' }).count()).toBe(0); // built in: in words
  });

  it('that are built in stay as they are', async () => {
    const page = await people.signedIn('admin', '/roles');
    const box = page.getByRole('checkbox', { name: 'seller: trunks.read' });
    await box.waitFor();
    await box.focus();
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(false);
    expect(await page.getByRole('region', { name: 'Unsaved changes' }).count()).toBe(0);
  });
});

describe('audit', () => {
  it('shows what was done and refused as it happens, with its details', async () => {
    const page = await people.signedIn('admin', '/audit');
    const grid = page.getByRole('grid', { name: 'Audit' });
    await grid.getByText('auth.login').first().waitFor();
    expect((await (await vss.as('operator')).delete('/api/trunks/1')).status).toBe(403);
    await page.getByRole('button', { name: /\d+ new/ }).click();
    await grid.getByText('permission.denied').first().waitFor();
    await expectAccessible(page);
    await takePictures(page, 'audit');
    await page.getByRole('button', { name: 'refused', exact: true }).click();
    await grid.getByText('permission.denied').first().click();
    const record = page.getByRole('dialog', { name: 'Permission denied' });
    await record.getByText('trunks.delete').first().waitFor();
    await expectAccessible(page);
    await takePictures(page, 'audit-record');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Any action' }).fill('слот создан'); // by its words in either language
    await page.getByRole('option', { name: 'Slot created' }).click();
    await page.getByText('No matching records').waitFor();
  });
});

describe('logs', () => {
  it('follow what is written, by severity, and hold still when asked', async () => {
    const admin = await vss.as('admin');
    const write = async (message: string, severity = 'info') => expectStatus(await admin.post('/api/dci/log-event', { module: 'JOURNEY', severity, message }), 201);
    const page = await people.signedIn('supervisor', '/logs');
    const grid = page.getByRole('grid', { name: 'Logs' });
    await grid.getByRole('row').nth(3).waitFor();
    await write('the first line');
    await grid.getByText('the first line').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'logs');
    await page.keyboard.press('p');
    await write('while paused');
    await page.getByRole('button', { name: /\d+ new/ }).waitFor();
    expect(await grid.getByText('while paused').count()).toBe(0);
    await page.keyboard.press('p');
    await grid.getByText('while paused').waitFor();
    await page.getByRole('combobox', { name: 'Severity' }).selectOption('warning');
    await write('a quiet one');
    await write('a loud one', 'error');
    await grid.getByText('a loud one').click();
    await page.getByRole('dialog', { name: 'a loud one' }).waitFor();
    await expectAccessible(page);
    expect(await grid.getByText('a quiet one').count()).toBe(0);
  });
});

it('one changes the own password; the old one is asked for', async () => {
  const admin = await vss.as('admin');
  expectStatus(await admin.post('/api/users', { username: 'olga', password: 'password-of-olga', role: 'operator' }), 201);
  const page = await people.somebody({ expected: /status of 40[01]/ });
  await page.goto('/account');
  await login(page).as('olga', 'password-of-olga');
  await page.getByRole('heading', { name: 'My account' }).waitFor();
  await expectAccessible(page);
  await takePictures(page, 'account');
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password', { exact: true }).fill('a longer and better one');
  await page.getByLabel('Repeat new password').fill('another');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('The passwords do not match').waitFor();
  await page.getByLabel('Repeat new password').fill('a longer and better one');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Current password').fill('password-of-olga');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Password changed').waitFor();
  await vss.signIn('olga', 'a longer and better one');
});
