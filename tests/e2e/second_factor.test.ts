// The second factor as people meet it: set up with a telephone, asked for at the door, required by the role; and users in bulk.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectStatus } from '../functional/support/client.ts';
import { codeOf, stepNow } from '../functional/support/totp.ts';
import { useVss } from '../functional/support/vss.ts';
import { login } from './pages/login.ts';
import { expectAccessible } from './support/axe.ts';
import { usePeople } from './support/browser.ts';
import { takePictures } from './support/pictures.ts';

const vss = useVss();
const people = usePeople(vss);
const PHONE = { width: 390, height: 844 };
const DOOR = { expected: /status of 40[013]/ }; // asked for a code, or refused

async function makeUser(username: string, role = 'operator'): Promise<string> {
  const admin = await vss.as('admin');
  return expectStatus(await admin.post('/api/users', { username, password: `password-of-${username}`, role }), 201).id;
}

/// Nothing stands beside the page: it scrolls downwards only.
const fitsTheWidth = (page: Page) => expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

describe('the second factor', () => {
  it('is set up on the account page with a QR code, and asked for at the next sign-in', async () => {
    await makeUser('tina');
    const page = await people.somebody(DOOR);
    await page.goto('/account');
    await login(page).as('tina', 'password-of-tina');
    await page.getByRole('button', { name: 'Set up two-factor authentication' }).click();
    const dialog = page.getByRole('dialog', { name: 'Set up two-factor authentication' });
    await dialog.getByLabel('Current password').fill('password-of-tina');
    await page.keyboard.press('Enter');
    await dialog.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'second_factor_setup');
    const secret = await dialog.locator('code').first().innerText();
    const step = stepNow();
    await dialog.getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.keyboard.press('Enter');
    await dialog.getByText('Wrong or used code').waitFor();
    await dialog.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, step));
    await page.keyboard.press('Enter');
    const codes = page.getByRole('dialog', { name: 'Recovery codes' });
    await codes.waitFor();
    await expectAccessible(page);
    const recovery = await codes.getByRole('listitem').allInnerTexts();
    expect(recovery).toHaveLength(10);
    const download = page.waitForEvent('download');
    await codes.getByRole('button', { name: 'Download' }).click();
    expect(readFileSync((await (await download).path())!, 'utf8')).toBe(`${recovery.join('\n')}\n`);
    await codes.getByRole('button', { name: 'I’ve saved these' }).click();
    await page.getByText('10 recovery codes left').waitFor();

    const door = await people.somebody(DOOR);
    await door.goto('/');
    await login(door).as('tina', 'password-of-tina');
    await door.getByRole('textbox', { name: 'Code' }).waitFor();
    expect(await door.getByRole('textbox', { name: 'Code' }).evaluate((one) => one === document.activeElement)).toBe(true);
    await expectAccessible(door);
    await takePictures(door, 'second_factor_door');
    await door.getByRole('textbox', { name: 'Code' }).fill('123456');
    await door.keyboard.press('Enter');
    await door.getByText('Wrong code').waitFor();
    await door.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, step + 1));
    await door.keyboard.press('Enter');
    await door.getByRole('navigation', { name: 'Pages' }).waitFor();

    await page.getByRole('button', { name: 'Turn off two-factor authentication' }).click();
    const off = page.getByRole('dialog', { name: 'Turn off two-factor authentication' });
    await off.getByLabel('Current password').fill('password-of-tina');
    await off.getByRole('textbox', { name: 'Code' }).fill(recovery[0]!);
    await page.keyboard.press('Enter');
    await page.getByText('Off: signing in takes only your password.').waitFor();
  });

  it('that the role needs is all there is until it is set up: in Russian, on a telephone', async () => {
    const admin = await vss.as('admin');
    expectStatus(await admin.post('/api/roles', { name: 'careful', permissions: { slots: ['read'] } }), 201);
    await makeUser('vera', 'careful');
    expectStatus(await admin.put('/api/security/second-factor', { roles: ['careful'] }), 200);
    const page = await people.somebody({ ...DOOR, language: 'ru', viewport: PHONE });
    await page.goto('/slots');
    await page.getByLabel('Имя пользователя').fill('vera');
    await page.getByLabel('Пароль', { exact: true }).fill('password-of-vera');
    await page.keyboard.press('Enter');
    await page.getByText('Ваша роль требует двухфакторного входа').waitFor();
    expect(new URL(page.url()).pathname).toBe('/account');
    await fitsTheWidth(page);
    await page.getByRole('button', { name: 'Настроить двухфакторный вход' }).click();
    const dialog = page.getByRole('dialog', { name: 'Настроить двухфакторный вход' });
    await dialog.getByLabel('Текущий пароль').fill('password-of-vera');
    await dialog.getByRole('button', { name: 'Продолжить' }).click();
    await dialog.getByRole('img', { name: 'QR-код для приложения-аутентификатора' }).waitFor();
    await expectAccessible(page);
    await fitsTheWidth(page);
    await dialog.getByRole('textbox', { name: 'Код' }).fill(codeOf(await dialog.locator('code').first().innerText()));
    await dialog.getByRole('button', { name: 'Подтвердить' }).click();
    const codes = page.getByRole('dialog', { name: 'Коды восстановления' });
    await codes.getByRole('listitem').first().waitFor();
    await fitsTheWidth(page);
    await codes.getByRole('button', { name: 'Коды сохранены' }).click();
    await page.getByText('Осталось 10 кодов восстановления').waitFor();
    await page.goto('/slots');
    await page.getByRole('heading', { name: 'Слоты', exact: true }).waitFor();
    expectStatus(await admin.put('/api/security/second-factor', { roles: [] }), 200);
  });

  it('is required per role on the roles page, and reset on the users page', async () => {
    const admin = await vss.as('admin');
    const id = await makeUser('lost');
    const lost = await vss.signIn('lost', 'password-of-lost');
    const { secret } = expectStatus(await lost.post('/api/auth/second-factor', { password: 'password-of-lost' }), 200);
    expectStatus(await lost.post('/api/auth/second-factor/confirm', { code: codeOf(secret) }), 200);
    const page = await people.signedIn('admin', '/roles');
    await page.getByRole('button', { name: 'Two-factor authentication' }).click();
    const dialog = page.getByRole('dialog', { name: 'Two-factor authentication' });
    await dialog.getByRole('checkbox', { name: 'supervisor' }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Two-factor requirement saved').waitFor();
    expect(expectStatus(await admin.get('/api/security/second-factor'), 200)).toEqual({ roles: ['supervisor'] });
    expectStatus(await admin.put('/api/security/second-factor', { roles: [] }), 200);

    await page.goto(`/users?user=${id}`);
    await page.getByRole('button', { name: 'Reset two-factor authentication' }).click();
    await page.getByRole('dialog', { name: 'Reset two-factor authentication of lost?' }).getByRole('button', { name: 'Reset two-factor authentication' }).click();
    await page.getByText('Two-factor authentication of lost is reset').waitFor();
    expectStatus(await vss.client().post('/api/auth/login', { username: 'lost', password: 'password-of-lost' }), 200);
  });
});

describe('users in bulk', () => {
  const CSV = 'username;email;role\r\nagent1;agent1@example.com;seller\r\nagent2;;\r\nadmin;;\r\n';

  it('are shown before they are made, and their passwords once', async () => {
    const page = await people.signedIn('admin', '/users');
    await page.getByRole('button', { name: 'Add from a file' }).click();
    await page.getByLabel('CSV file').setInputFiles({ name: 'team.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
    await page.getByText('2 users can be created. 1 row is refused.').waitFor();
    await page.getByText('This user name is taken').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'users_bulk');
    await page.getByLabel('Role').selectOption({ label: 'supervisor' });
    await page.getByRole('listitem').filter({ hasText: 'agent2' }).getByText('supervisor').waitFor();
    await page.getByRole('button', { name: 'Create 2 users' }).click();
    await page.getByText('2 users created. 1 row is refused.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download passwords' }).click();
    const [, ...lines] = readFileSync((await (await download).path())!, 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const [username, password] = line.split(',');
      expectStatus(await vss.client().post('/api/auth/login', { username, password }), 200);
    }
    await page.getByRole('link', { name: 'Show users' }).click();
    await page.getByRole('row', { name: /^agent1/ }).waitFor();
  });

  it('fit a telephone, in Russian, and a file that cannot be meant is refused in words', async () => {
    const page = await people.signedIn('admin', '/users/bulk', { language: 'ru', viewport: PHONE, expected: /status of 400/ });
    await page.getByLabel('Файл CSV').setInputFiles({ name: 'team.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV.replaceAll('agent', 'operator')) });
    await page.getByText('Можно создать 2 пользователей. Отклонена 1 строка.').waitFor();
    await page.getByText('Имя пользователя занято').waitFor();
    await fitsTheWidth(page);
    await expectAccessible(page);
    await page.getByLabel('Файл CSV').setInputFiles({ name: 'pets.csv', mimeType: 'text/csv', buffer: Buffer.from('pet\r\nrex\r\n') });
    await page.getByRole('alert').or(page.getByText('Файл не подходит')).first().waitFor();
    expect(await page.getByRole('button', { name: /Создать/ }).count()).toBe(0);
  });
});
