// Every list, long and very long: one comes to its end by wheel, by keys and by touch, at three widths; pages are fetched where one
// looks and not before; nothing overlaps anything.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { usePeople } from './support/browser.ts';
import { DAY, id, MANY, seed, SOME } from './support/seed.ts';

const vss = useVss();
const people = usePeople(vss);
beforeAll(() => seed(vss));

declare global {
  interface Window {
    scrollerOf: (one: Element) => HTMLElement; // what a list scrolls in: its own frame, or the page
  }
}

interface List {
  name: string;
  address: string;
  api: RegExp; // what fetches it
  rows: number; // at least: the log is written while one reads it
  most: number; // requests on the way to the end: for where one stops to look, never for all 200 pages
  role?: 'grid' | 'region';
}

const grid = (name: string, address: string, api: RegExp, rows: number, most = 30): List => ({ name, address, api, rows, most });
// A whole list is fetched 1000 rows at a time, once.
const whole = Math.ceil(MANY / 1000) + 1;
const LISTS: List[] = [
  grid('Leads', '/leads', /crm\/leads/, MANY), grid('Leads', '/leads?status=qualified', /crm\/leads/, SOME),
  grid('Calls', '/calls?history', /api\/calls\?/, MANY), grid('Calls', `/calls?history&user=${id(1)}`, /api\/calls\?/, SOME),
  grid('Users', '/users', /api\/users\?.*limit=100/, MANY), grid('Users', '/users?access=blocked', /api\/users\?.*limit=100/, SOME),
  grid('Audit', '/audit?action=many.seed', /audit\?/, MANY - SOME), grid('Audit', '/audit?action=some.seed', /audit\?/, SOME),
  grid('Logs', '/logs', /dci\/logs/, MANY), grid('Logs', '/logs?module=SOME', /dci\/logs/, SOME),
  grid('Trunks', '/trunks', /api\/trunks\?/, MANY, whole), grid('Trunks', '/trunks?type=ls', /api\/trunks\?/, SOME, whole),
  grid('Slots', '/slots', /api\/slots\?/, 999, 2),
  grid('By operator', `/reports?kind=operator&from=${DAY}&to=${DAY}`, /reports\/operator/, MANY, 1), grid('By operator', '/reports?kind=operator&from=2026-01-14&to=2026-01-14', /reports\/operator/, SOME, 1),
];

/// Goes there without a reload, as a link does.
async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({ key: to }, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: { key: to } }));
  }, address);
}

type Way = (page: Page, list: Locator, isAtEnd: () => Promise<boolean>) => Promise<void>;

const WIDTHS: { name: string; options: object; way: Way }[] = [
  {
    name: 'by wheel at 1440 px',
    options: { viewport: { width: 1440, height: 900 } },
    way: async (page, list, isAtEnd) => {
      const box = (await list.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height, 300) / 2);
      for (let turn = 0; turn < 40 && !(await isAtEnd()); ++turn) await page.mouse.wheel(0, 60_000);
    },
  },
  {
    name: 'by keys at 1280 px',
    options: { viewport: { width: 1280, height: 800 } },
    way: async (page) => {
      await page.keyboard.press('PageDown');
      await page.keyboard.press('PageDown');
      await page.keyboard.press('End');
    },
  },
  {
    name: 'by touch at 390 px',
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    // Thumbs: a swipe moves it; the long way is a jump, as by many flings; swipes bring it to the end.
    way: async (page, list, isAtEnd) => {
      const at = () => list.evaluate((one) => window.scrollerOf(one).scrollTop);
      const box = await list.evaluate((one) => { const { x, y, width, bottom } = window.scrollerOf(one).getBoundingClientRect(); return { x, y, width, bottom: Math.min(bottom, innerHeight) }; });
      const cdp = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width / 2, y }] });
      const swipe = async () => {
        const from = box.bottom - 70, to = box.y + 60;
        await touch('touchStart', from);
        for (let step = 1; step <= 4; ++step) await touch('touchMove', from + ((to - from) * step) / 4);
        await touch('touchEnd', to);
      };
      await swipe();
      await expect.poll(at).toBeGreaterThan(20);
      await list.evaluate((one) => { window.scrollerOf(one).scrollTop = window.scrollerOf(one).scrollHeight - window.scrollerOf(one).clientHeight - 300; });
      for (let turn = 0; turn < 20 && !(await isAtEnd()); ++turn) await swipe();
      await cdp.detach();
    },
  },
];

/// The grid's last row, when it is there with what it holds.
const lastRow = (list: Locator) => list.evaluate((one) => {
  const count = Number(one.getAttribute('aria-rowcount'));
  const row = one.querySelector(`[role=row][aria-rowindex="${count}"]:not([aria-busy])`);
  if (!row || !(row.textContent ?? '').trim()) return null;
  const box = row.getBoundingClientRect(), frame = window.scrollerOf(one).getBoundingClientRect();
  return box.top >= frame.top && box.bottom <= frame.bottom + 1 ? { count: count - 1, text: row.textContent } : null;
});

/// What is drawn over what: rows over each other, or the list over anything that is not its own.
const overlaps = (list: Locator) => list.evaluate((one) => {
  const frame = window.scrollerOf(one).getBoundingClientRect();
  const found: string[] = [];
  const rows = [...one.querySelectorAll('[role=row][aria-rowindex]')].map((row) => ({ row, box: row.getBoundingClientRect() })).filter(({ row }) => row.getAttribute('aria-rowindex') !== '1').sort((a, b) => a.box.top - b.box.top);
  rows.forEach(({ box }, index) => { if (index > 0 && box.top < rows[index - 1]!.box.bottom - 1) found.push(`row ${index} over the one before`); });
  if (frame.bottom > innerHeight + 1 || frame.right > innerWidth + 1 || frame.left < -1) found.push(`the list leaves the window: ${JSON.stringify(frame)}`);
  for (const other of document.querySelectorAll('nav, header, footer, [class*=status]')) {
    if (other.contains(one) || one.contains(other) || window.scrollerOf(one).contains(other)) continue;
    const box = other.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (Math.min(box.right, frame.right) - Math.max(box.left, frame.left) > 1 && Math.min(box.bottom, frame.bottom) - Math.max(box.top, frame.top) > 1) found.push(`${other.tagName} ${other.className}`);
  }
  return found;
});

describe.each(WIDTHS)('$name', ({ options, way }) => {
  it('every list goes to its end', async () => {
    const page = await people.signedIn('admin', '/account', options);
    await page.evaluate(() => {
      window.scrollerOf = (one) => {
        const frame = one.parentElement!;
        return /auto|scroll/.test(getComputedStyle(frame).overflowY) ? frame : one.closest<HTMLElement>('[data-page-scroll]') ?? frame;
      };
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const { name, address, api, rows, most } of LISTS) {
      const where = `${address}`;
      asked.length = 0;
      await go(page, address);
      const list = page.getByRole('grid', { name, exact: true });
      await expect.poll(async () => Number(await list.getAttribute('aria-rowcount')) - 1, { message: where }).toBeGreaterThanOrEqual(rows);
      await list.locator('[aria-rowindex="2"]:not([aria-busy])').waitFor();
      await list.evaluate((one) => { if (window.scrollerOf(one) === one.parentElement) one.parentElement!.scrollIntoView({ block: 'end' }); });
      expect(await lastRow(list), `${where} before`).toBeNull();
      expect(asked.filter((url) => api.test(url)).length, `${where} at first: ${asked.join('\n')}`).toBeLessThanOrEqual(most === whole ? whole : 3);
      await way(page, list, async () => (await lastRow(list)) !== null);
      await expect.poll(() => lastRow(list), { message: where }).not.toBeNull();
      expect(await overlaps(list), where).toEqual([]);
      if ('hasTouch' in options) expect(await list.evaluate((one) => one.scrollWidth - one.parentElement!.clientWidth), `${where}: a phone's rows have no columns beside it`).toBeLessThanOrEqual(0);
      expect(await page.getByRole('button', { name: /^\d[\d,.\s]* new$/ }).count(), `${where}: nothing is new`).toBe(0);
      // The audit asks for what is new every 2 s: the head of a list counts once, each page each time.
      const pages = asked.filter((url, index) => api.test(url) && (url.includes('cursor=') || asked.indexOf(url) === index));
      expect(pages.length, `${where}: ${pages.join('\n')}`).toBeLessThanOrEqual(most);
      expect(await list.locator('[role=row]').count(), `${where}: rows that exist`).toBeLessThan(120);
      await page.keyboard.press('Home');
      await list.locator('[aria-rowindex="2"]:not([aria-busy])').waitFor();
    }
  });
});

it('a lane of the board goes to its end, and only what is in sight exists', async () => {
  const page = await people.signedIn('admin', '/leads?view=board');
  const lane = page.getByRole('region', { name: 'new', exact: true });
  const first = lane.getByRole('listitem').first();
  await first.getByText('Lead 20000').waitFor();
  await first.focus();
  await page.keyboard.press('End');
  await lane.getByText(`Lead ${String(SOME + 1).padStart(5, '0')}`).waitFor();
  expect(await lane.getByRole('listitem').count()).toBeLessThan(40);
});

it.each([['a lead', `/leads/${id(1)}`, 'Activity'], ['a slot', '/slots/1', 'History']])('what happened to %s is read to its beginning', async (_, address, name) => {
  const page = await people.signedIn('admin', address);
  const list = page.getByRole('list', { name, exact: true });
  await list.getByRole('listitem').first().waitFor();
  await page.getByRole('region', { name, exact: true }).focus();
  await page.keyboard.press('End');
  await expect.poll(async () => list.locator('li:not([aria-busy])').last().evaluate((one) => one.getAttribute('aria-posinset') === one.getAttribute('aria-setsize') && Number(one.getAttribute('aria-setsize')))).toBeGreaterThanOrEqual(MANY);
  expect(await list.getByRole('listitem').count()).toBeLessThan(60);
});

it('Back comes to the rows that one left', async () => {
  const page = await people.signedIn('admin', '/leads');
  const list = page.getByRole('grid', { name: 'Leads' });
  await list.getByText('Lead 20000').waitFor();
  for (let turn = 0; turn < 4; ++turn) await page.keyboard.press('PageDown');
  await expect.poll(() => list.evaluate((one) => one.parentElement!.scrollTop)).toBeGreaterThan(500);
  const name = (await list.getByRole('link', { name: /^Lead 199/ }).nth(20).textContent())!;
  const row = list.getByRole('link', { name });
  await row.scrollIntoViewIfNeeded();
  const at = await list.evaluate((one) => one.parentElement!.scrollTop);
  await row.click();
  await page.getByRole('heading', { name }).waitFor();
  await page.goBack();
  await list.getByRole('link', { name }).waitFor();
  await expect.poll(() => list.evaluate((one) => one.parentElement!.scrollTop)).toBe(at);
});

describe('what a page offers', () => {
  const PLACES: [string, string[]][] = [
    ['/leads', ['Export', 'Board', 'Import', 'New lead']], ['/leads?view=board', ['Table', 'Import']], ['/calls', ['New call']],
    ['/calls?history', ['From', 'To', 'Outcome', 'CSV', 'New call']], ['/audit', ['From', 'To']], ['/logs', ['Find in messages']],
    ['/reports', ['From', 'To', 'CSV']], ['/slots', []], ['/users', []], ['/trunks', []],
  ];

  it.each([1440, 1280, 390])('can be reached at %i px', async (width) => {
    const page = await people.signedIn('admin', '/account', { viewport: { width, height: 844 } });
    for (const [address, names] of PLACES) {
      await go(page, address);
      const header = page.locator('header').first();
      for (const name of names) await header.getByRole('button', { name, exact: true }).or(header.getByLabel(name, { exact: true })).first().waitFor();
      const hidden = await header.evaluate((one) => [...one.querySelectorAll<HTMLElement>('button, input, select, a')].flatMap((control) => {
        control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const box = control.getBoundingClientRect();
        if (box.width === 0) return [];
        const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return there && (control.contains(there) || there.contains(control) || there.closest('label, kbd')) && box.left >= -1 && box.right <= innerWidth + 1 ? [] : [`${control.textContent || control.getAttribute('aria-label')}: ${JSON.stringify(box)}`];
      }));
      expect(hidden, `${address} at ${width}`).toEqual([]);
      const days = await header.locator('input[type=date]').evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect().width));
      if (width > 760) expect(Math.max(0, ...days), `days of ${address} at ${width}`).toBeLessThan(200);
    }
  });
});
