// /metrics of the four services, held to Prometheus' own rules by promtool.
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SERVICES } from './support/places.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
const PROMTOOL = process.env.PROMTOOL ?? 'promtool';

const value = (text: string, series: string): number => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  if (!line) throw new Error(`no ${series}`);
  return Number(line.slice(series.length + 1));
};

describe.each(SERVICES)('%s', (service) => {
  it('has metrics without a fault', async () => {
    const { text, headers } = await vss.client().on(service).get('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const there = spawnSync(PROMTOOL, ['--version']);
    if (there.error) throw new Error("promtool is not there: set PROMTOOL; ./test.sh takes it from Debian's package prometheus");
    try {
      execFileSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
    } catch (error: any) {
      throw new Error(`promtool: ${error.stdout}${error.stderr}`);
    }
  });

  it.each(['vss_http_requests_total', 'vss_http_request_duration_seconds_bucket', 'vss_http_requests_in_flight', 'vss_http_connections', 'process_resident_memory_bytes', 'process_open_fds', 'process_cpu_seconds_total', 'vss_database_queue'])(
    'has %s', async (name) => {
      expect((await vss.client().on(service).get('/metrics')).text).toMatch(new RegExp(`^${name}[{ ]`, 'm'));
    });
});

describe('what is counted', () => {
  it('requests, by route and status', async () => {
    const admin = await vss.as('admin');
    const series = 'vss_http_requests_total{method="GET",route="/api/trunks/:id",service="ottb",status="404"}';
    for (let i = 0; i < 3; ++i) await admin.get('/api/trunks/424242');
    const before = value((await admin.on('ottb').get('/metrics')).text, series);
    await admin.get('/api/trunks/424243');
    expect(value((await admin.on('ottb').get('/metrics')).text, series)).toBe(before + 1);
  });

  it('a scanner makes no new series', async () => {
    const client = vss.client().on('point');
    await client.get('/first/guess');
    const count = async () => (await client.get('/metrics')).text.split('\n').filter((line) => line.startsWith('vss_http_requests_total{')).length;
    await count();
    const before = await count();
    for (let i = 0; i < 50; ++i) await client.get(`/guess/${i}`);
    expect(await count()).toBe(before);
  });

  it('no secret and no id becomes a label', async () => {
    const admin = await vss.as('admin');
    await admin.get(`/api/users/${admin.session.user.id}`);
    const { text } = await admin.on('point').get('/metrics');
    expect(text).not.toContain(admin.session.user.id);
    expect(text).not.toContain(admin.token);
  });
});
