import type { Page } from 'playwright-core';

export const slotList = (page: Page) => ({
  grid: page.getByRole('grid', { name: 'Slots' }),
  row: (number: number) => page.getByRole('row', { name: new RegExp(`^${number}\\b`) }),
  rows: page.getByRole('grid', { name: 'Slots' }).getByRole('row', { name: /^\d{4}/ }),
  search: page.getByRole('searchbox'),
  chip: (state: string) => page.getByRole('group', { name: 'By state' }).getByRole('button', { name: new RegExp(`^${state}`) }),
  create: page.getByRole('button', { name: 'New slot' }),
});

export const slotForm = (page: Page) => ({
  device: page.getByLabel('Device', { exact: true }),
  trunk: page.getByLabel('Trunk', { exact: true }),
  submit: page.getByRole('button', { name: 'Create slot' }),
});

export const slotPage = (page: Page, number: number) => ({
  heading: page.getByRole('heading', { name: `Slot ${number}`, exact: false }),
  history: page.getByRole('list', { name: 'History' }),

  async act(action: string): Promise<void> {
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: new RegExp(`^${action}`) }).click();
  },
});
