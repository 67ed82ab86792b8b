// Signing in, staying signed in, and what happens when that ends.
import { describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';
import { takePictures } from './support/pictures.ts';
import { login } from './pages/login.ts';
import { slotList } from './pages/slots.ts';
import { trunkForm, trunkList } from './pages/trunks.ts';

const vss = useVss();
const people = usePeople(vss);
const PASSWORD = 'a-password-for-journeys';
const refused = /status of 401/;

describe('signing in', () => {
  it('says what is wrong, then lets in, and keeps signed in over a reload', async () => {
    const page = await people.somebody({ expected: refused });
    await page.goto('/slots');
    await takePictures(page, 'login');
    await expectAccessible(page);
    await login(page).submit.click();
    await page.getByText('Enter your user name').waitFor();
    await login(page).as('admin', 'not the password');
    await page.getByText('Wrong user name or password.').waitFor();
    await login(page).as('admin', ADMIN_PASSWORD);
    await page.getByRole('heading', { name: 'Slots', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Slots', exact: true }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
    expect(kept).not.toMatch(/eyJ|vss_refresh|vss_token/);
  });

  it('signs out on every tab, and the session is over', async () => {
    const page = await people.signedIn('admin', '/slots');
    const other = await page.context().newPage();
    await other.goto('/trunks');
    await trunkList(other).create.waitFor();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await login(page).username.waitFor();
    await login(other).username.waitFor();
    await page.reload();
    await login(page).username.waitFor();
  });

  it('tabs that start at once share the session instead of ending it', async () => {
    const page = await people.signedIn('supervisor', '/slots');
    const tabs = await Promise.all(Array.from({ length: 4 }, async () => {
      const tab = await page.context().newPage();
      await tab.goto('/slots');
      return tab;
    }));
    for (const tab of tabs) await tab.getByRole('heading', { name: 'Slots', exact: true }).waitFor();
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of [page, ...tabs]) await tab.getByRole('heading', { name: 'Slots', exact: true }).waitFor();
  });
});

describe('a session that ends', () => {
  it('asks to sign in over the page and goes on with what was being done', async () => {
    const admin = await vss.as('admin');
    expect((await admin.post('/api/users', { username: 'anna', password: PASSWORD, role: 'admin' })).status).toBe(201);
    const page = await people.somebody({ expected: /status of 401|WebSocket/ });
    await page.goto('/trunks');
    await login(page).as('anna', PASSWORD);
    await trunkList(page).create.click();
    await trunkForm(page).name.fill('Written before the session ended');
    // The password is changed elsewhere: every other session of the user ends.
    const elsewhere = await vss.signIn('anna', PASSWORD);
    const changed = await elsewhere.post('/api/auth/password', { current: PASSWORD, new: `${PASSWORD}-new` });
    expect(changed.status).toBe(200);
    const ended = page.getByRole('dialog', { name: 'Your session has expired' });
    await ended.waitFor();
    await takePictures(page, 'session-ended');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await ended.isVisible()).toBe(true);
    await login(page).password.fill(`${PASSWORD}-new`);
    await login(page).submit.click();
    await ended.waitFor({ state: 'hidden' });
    expect(await trunkForm(page).name.inputValue()).toBe('Written before the session ended');
    await trunkForm(page).submit.click();
    await page.getByRole('heading', { name: /Written before the session ended/ }).waitFor();
  });
});

describe('what the role allows', () => {
  it('shows an operator slots, and neither trunks nor what only an administrator does', async () => {
    const page = await people.signedIn('operator', '/slots');
    await slotList(page).grid.or(page.getByText('No slots yet')).waitFor();
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Trunks' }).count()).toBe(0);
    expect(await slotList(page).create.count()).toBe(0);
    await page.goto('/trunks');
    await page.getByText('You don’t have permission').waitFor();
  });
});
