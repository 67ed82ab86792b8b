// A real Chromium, and people in it. Whatever a page writes to the console as an error fails the test at its end.
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { ADMIN_PASSWORD, type Role, type Vss } from '../../functional/support/vss.ts';

// Chromium without the browser's own window: a fresh profile costs a tenth of a second of processor time there instead of two.
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE_MS = 45_000;

export interface PersonOptions extends BrowserContextOptions {
  language?: 'en' | 'ru';
  theme?: 'light' | 'dark';
  /// Console errors that this journey brings about on purpose.
  expected?: RegExp;
}

export class People {
  private browser?: Browser;
  private contexts: BrowserContext[] = [];
  private complaints: string[] = [];

  constructor(private readonly vss: Vss) {}

  async open(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }

  /// After each test: everybody leaves, and nobody may have seen an error.
  async leave(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    expect(this.complaints.splice(0)).toEqual([]);
  }

  get origin(): string {
    return `http://localhost:${this.vss.ports.workspace}`;
  }

  /// A fresh browser profile with a page that has not gone anywhere yet.
  async somebody({ language = 'en', theme = 'light', expected, ...options }: PersonOptions = {}): Promise<Page> {
    const context = await this.browser!.newContext({
      baseURL: this.origin,
      viewport: { width: 1440, height: 900 },
      locale: language === 'ru' ? 'ru-RU' : 'en-GB',
      colorScheme: theme,
      reducedMotion: 'reduce',
      ...options,
    });
    this.contexts.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('page', (page) => this.watch(page, expected));
    return context.newPage();
  }

  /// Somebody with that role, signed in through the API, standing at `path`.
  async signedIn(role: Role, path = '/', options: PersonOptions = {}): Promise<Page> {
    await this.vss.as(role); // makes the user
    // As the application leaves it behind: there is a cookie worth asking about.
    const page = await this.somebody({ ...options, storageState: { cookies: [], origins: [{ origin: this.origin, localStorage: [{ name: 'vss.signed-in', value: 'yes' }] }] } });
    const answer = await page.request.post('/api/auth/login', { data: { username: role, password: passwordOf(role), refresh: 'cookie' } });
    expect(answer.status()).toBe(200);
    await page.goto(path);
    await page.getByRole('main').or(page.getByRole('dialog')).waitFor(); // an address may open a dialog, which hides the rest
    return page;
  }

  private watch(page: Page, expected?: RegExp): void {
    const complain = (text: string) => {
      if (!expected?.test(text)) this.complaints.push(text);
    };
    page.on('pageerror', (error) => complain(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complain(`${page.url()}: ${message.text()} (${message.location().url})`);
    });
  }
}

export const passwordOf = (role: Role): string => (role === 'admin' ? ADMIN_PASSWORD : `password-of-${role}`);

/// The people of one test file.
export function usePeople(vss: Vss): People {
  const people = new People(vss);
  beforeAll(() => people.open());
  afterEach(() => people.leave());
  afterAll(() => people.close());
  return people;
}
