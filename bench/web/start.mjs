// How long the web application takes to start, with nothing cached: see README.md.
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, Server } from '../../tests/crash/server.mjs';

const { chromium } = createRequire(new URL('../../tests/', import.meta.url))('playwright-core');
const runs = Number(process.argv[2] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'vss-web-bench-'));
const binary = new URL('../../build/release/apps/vss/vss', import.meta.url).pathname;
const PASSWORD = 'benchmark-password';
const SLOTS = 200;
const LEADS = 200;
const PAGES = [['/dashboard', 'heading', 'Dashboard'], ['/slots', 'row', /^6001/], ['/leads', 'row', /Lead 1\b/], ['/calls', 'heading', 'No calls are running']];

const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

async function fill(server) {
  await server.login();
  const trunk = await server.request('ottb', 'POST', '/api/trunks', { name: 'bench', type: 'auto', capacity: 900 });
  for (let i = 0; i < SLOTS; ++i) await server.request('ottb', 'POST', '/api/slots', { trunk_id: trunk.body.id, device_id: `bench-${i}`, type: 'auto' });
  for (let i = 0; i < LEADS; ++i) await server.request('workspace', 'POST', '/api/crm/leads', { client_name: `Lead ${i % 7}`, phone: `+7999555${String(i).padStart(4, '0')}` });
}

/** A profile of its own, signed in, that has seen nothing yet. */
async function start(browser, server, [address, role, name]) {
  const baseURL = `http://localhost:${server.ports.workspace}`;
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [{ origin: baseURL, localStorage: [{ name: 'vss.signed-in', value: 'yes' }] }] } });
  try {
    const page = await context.newPage();
    await page.request.post('/api/auth/login', { data: { username: 'admin', password: PASSWORD, refresh: 'cookie' } });
    const began = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole(role, { name }).first().waitFor();
    const shown = performance.now() - began;
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    const answered = performance.now() - began;
    const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
    return { painted, shown, answered };
  } finally {
    await context.close();
  }
}

mkdirSync(join(folder, 'data'));
const server = new Server({ binary, dataDir: join(folder, 'data'), ports: await freePorts(5), adminPassword: PASSWORD, log: join(folder, 'vss.log'), extra: { VSS_LOG_LEVEL: 'warning' } });
await server.start();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox', '--disable-gpu'] });
try {
  await fill(server);
  console.log('| Page, nothing cached | first paint | with its data | a key is answered | the slowest of all |\n| --- | --- | --- | --- | --- |');
  for (const page of PAGES) {
    const seen = [];
    await start(browser, server, page); // the browser's own start is not the page's
    for (let run = 0; run < runs; ++run) seen.push(await start(browser, server, page));
    const median = (what) => `${Math.round(quantile(seen.map((one) => one[what]), 0.5))} ms`;
    console.log(`| ${page[0]} | ${median('painted')} | ${median('shown')} | ${median('answered')} | ${Math.round(Math.max(...seen.map(({ answered }) => answered)))} ms |`);
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
