import type { Page } from 'playwright-core';

/// The sign-in page, or the dialog over a page whose session has ended.
export const login = (page: Page) => ({
  username: page.getByLabel('User name'),
  password: page.getByLabel('Password', { exact: true }),
  submit: page.getByRole('button', { name: 'Sign in', exact: true }),

  async as(username: string, password: string): Promise<void> {
    await this.username.fill(username);
    await this.password.fill(password);
    await this.submit.click();
  },
});
