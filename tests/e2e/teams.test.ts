// Teams: made, filled, given to a leader, and taken apart; and who sees what then.
import { describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { useVss } from '../functional/support/vss.ts';
import { expectAccessible } from './support/axe.ts';
import { usePeople } from './support/browser.ts';

const vss = useVss();
const people = usePeople(vss);
const PASSWORD = 'password-of-somebody';
const ROLE = { crm: ['read', 'write'], dashboard: ['read'] };

describe('teams', () => {
  it('are made by keyboard, and their leader sees the leads of their members', async () => {
    const admin = await vss.as('admin');
    expectStatus(await admin.post('/api/roles', { name: 'leader', permissions: ROLE, scope: { leads: 'team' } }), 201);
    const made = async (username: string, role: string) => expectStatus(await admin.post('/api/users', { username, password: PASSWORD, role }), 201).id;
    const [ines, otto] = [await made('ines', 'seller'), await made('otto', 'leader')];
    expectStatus(await admin.post('/api/crm/leads', { client_name: 'Lead of Ines', phone: '+79165550101', assigned_seller: ines }), 201);
    expectStatus(await admin.post('/api/crm/leads', { client_name: 'Lead of nobody', phone: '+79165550102' }), 201);

    const page = await people.signedIn('admin', '/users');
    await page.getByRole('button', { name: 'Teams' }).click();
    await page.getByText('No teams yet').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'New team' });
    await form.waitFor();
    await page.keyboard.type('Отдел продаж');
    await form.getByLabel('Team leader').selectOption({ label: 'otto' });
    await form.getByRole('combobox', { name: 'Add a member' }).click();
    await page.keyboard.type('ines');
    await page.keyboard.press('Enter');
    await form.getByRole('region', { name: 'Members' }).getByText('ines').waitFor();
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Create team' }).click();
    await page.getByRole('row', { name: /Отдел продаж.*otto.*1.*1/ }).waitFor();

    const leader = await people.somebody();
    await leader.goto('/');
    const { login } = await import('./pages/login.ts');
    await login(leader).as('otto', PASSWORD);
    await leader.getByRole('navigation').waitFor();
    await leader.goto('/leads');
    await leader.getByText('Lead of Ines').first().waitFor();
    expect(await leader.getByText('Lead of nobody').count()).toBe(0);

    await page.getByRole('row', { name: /Отдел продаж/ }).click();
    const edit = page.getByRole('dialog', { name: 'Отдел продаж' });
    await edit.getByRole('button', { name: 'Remove ines from the team' }).click();
    await edit.getByText('No members yet.').waitFor();
    await edit.getByRole('button', { name: 'Save team' }).click();
    await page.getByRole('row', { name: /Отдел продаж.*otto.*0/ }).waitFor();
    await expect.poll(() => leader.getByText('Lead of Ines').count()).toBe(0);
    expect(otto).toBeTruthy();
  });

  it('are chosen in the form of a user, in Russian and on a phone', async () => {
    const admin = await vss.as('admin');
    expectStatus(await admin.post('/api/teams', { name: 'Север' }), 201);
    const { id } = expectStatus(await admin.post('/api/users', { username: 'pavel', password: PASSWORD, role: 'seller' }), 201);
    const page = await people.signedIn('admin', `/users?user=${id}`, { language: 'ru', viewport: { width: 390, height: 844 } });
    await page.getByLabel('Команда').selectOption({ label: 'Север' });
    await page.getByRole('button', { name: 'Сохранить пользователя' }).click();
    await expect.poll(async () => expectStatus(await admin.get(`/api/users/${id}`), 200).team_id).not.toBeNull();
    await page.goto('/teams');
    await page.getByText('Север').waitFor();
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
});
