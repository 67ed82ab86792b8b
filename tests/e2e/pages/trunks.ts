import type { Page } from 'playwright-core';

export const trunkList = (page: Page) => ({
  grid: page.getByRole('grid', { name: 'Trunks' }),
  create: page.getByRole('button', { name: 'New trunk' }).first(),
  row: (name: string) => page.getByRole('row', { name: new RegExp(name) }),
});

export const trunkForm = (page: Page) => ({
  name: page.getByLabel('Name', { exact: true }),
  capacity: page.getByLabel('Capacity'),
  type: (name: 'AUTO' | 'MF' | 'LS') => page.getByRole('radio', { name: new RegExp(`^${name}`) }),
  number: page.getByLabel('Caller IDs'),
  add: page.getByRole('button', { name: 'Add' }),
  submit: page.getByRole('button', { name: /^(Create|Save) trunk$/ }),
});
