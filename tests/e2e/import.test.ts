// The import page: a file is chosen or dropped, its columns are mapped by hand, and what came of it is seen at once.
import { expect, it, describe } from 'vitest';
import type { Page } from 'playwright-core';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { expectAccessible } from './support/axe.ts';

const vss = useVss();
const people = usePeople(vss);
const UNKNOWN = 'Wer;Womit;Ort\nJürgen Groß;+7 999 555-00-01;Berlin\nKäthe Müller;8 999 555 00 02;Köln\n';

async function drop(page: Page, name: string, text: string): Promise<void> {
  const files = await page.evaluateHandle(([named, content]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content!], named!, { type: 'text/csv' }));
    return transfer;
  }, [name, text] as const);
  await page.getByText('Or drop the file here.').dispatchEvent('drop', { dataTransfer: files });
}

/// Nothing is wider than the window, and every control can be reached by scrolling down.
async function expectNothingCut(page: Page, width: number): Promise<void> {
  for (const control of await page.getByRole('main').locator('select, button, input').all()) {
    await control.scrollIntoViewIfNeeded();
    const box = (await control.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
  }
}

describe.each([[1440, 900], [390, 844]])('at %i px', (width, height) => {
  it('a file whose titles nobody knows is mapped by hand', async () => {
    const page = await people.signedIn('operator', '/leads/import');
    await page.setViewportSize({ width, height });
    await page.getByLabel('CSV file').setInputFiles({ name: 'kunden.csv', mimeType: 'text/csv', buffer: Buffer.from(UNKNOWN) });
    await page.getByText('Choose the column that holds the phone numbers').waitFor();
    await page.getByText('+7 999 555-00-01 · 8 999 555 00 02').waitFor();
    expect(await page.getByRole('button', { name: 'Start import' }).isDisabled()).toBe(true);
    await expectNothingCut(page, width);
    await expectAccessible(page);
    await page.getByRole('combobox', { name: 'Womit: Import as' }).selectOption('phone');
    await page.getByText('2 of the first 2 rows can be imported').waitFor();
    await page.getByRole('combobox', { name: 'Wer: Import as' }).selectOption('client_name');
    await page.getByRole('button', { name: 'Start import' }).click();
    await page.getByText(/^2 rows · .* B of .* B$/).waitFor();
    await page.getByRole('link', { name: 'Show the leads' }).click();
    await page.getByText('Jürgen Groß').first().waitFor();
  });
});

it('a seller sees the leads of the own import at once, in the list and on the dashboard', async () => {
  const page = await people.signedIn('seller', '/dashboard');
  await page.getByRole('heading', { name: /^My leads 0/ }).waitFor();
  await page.goto('/leads/import');
  await drop(page, 'leads.csv', 'Телефон клиента,Имя\n+79995550011,Anna Seller\n+79995550012,Boris Seller\n');
  await page.getByText('2 of the first 2 rows can be imported').waitFor();
  expect(await page.getByRole('combobox', { name: 'Телефон клиента: Import as' }).inputValue()).toBe('phone');
  await page.getByRole('button', { name: 'Start import' }).click();
  await page.getByRole('link', { name: 'Show the leads' }).click();
  await page.getByRole('link', { name: 'Anna Seller' }).waitFor();
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('heading', { name: /^My leads 2/ }).waitFor();
});
