// DCI's event log: what every service says ends up there, can be searched, and lasts.
import { describe, expect, it } from 'vitest';
import { expectError, expectStatus } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
let made = 0;

async function eventually<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + 5000; ; ) {
    const found = await what();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('not within 5 s');
  }
}

async function note(fields: Record<string, unknown> = {}): Promise<any> {
  const body = { module: 'TEST', severity: 'info', message: `note ${++made}`, ...fields };
  return expectStatus(await (await vss.as('admin')).post('/api/dci/log-event', body), 201);
}

const search = async (query: string) => expectStatus(await (await vss.as('admin')).get(`/api/dci/logs?${query}`), 200);

describe('the event log', () => {
  it('keeps what is told to it, and shows it first', async () => {
    const line = await note({ fields: { rows: 1200, who: 'ночь' } });
    expect(line).toMatchObject({ module: 'TEST', severity: 'info', fields: { rows: 1200, who: 'ночь' } });
    expect((await search('module=TEST'))[0]).toEqual(line);
  });

  it('is searched by module, severity, words, request and time', async () => {
    const admin = await vss.as('admin');
    const body = { module: 'SEARCH', severity: 'error', message: 'The 100% Needle_is here', fields: { place: 'haystack' } };
    const needle = expectStatus(await admin.post('/api/dci/log-event', body, { 'X-Request-Id': 'needle-1' }), 201);
    await note({ module: 'SEARCH', severity: 'warning', message: 'hay' });
    const ids = async (query: string) => (await search(query)).map((line: any) => line.id);
    for (const query of ['module=search', 'module=SEARCH&severity=error', 'q=needle', 'q=100%25', 'q=needle_is', 'q=haystack', 'request_id=needle-1', 'min_severity=error&module=SEARCH', `from=${needle.at}&module=SEARCH`]) {
      expect(await ids(query), query).toContain(needle.id);
    }
    for (const query of ['module=SEAR', 'module=SEARCH&severity=warning', 'q=nothing-like-it', 'q=needle%25is', 'q=needlexis', 'to=2020-01-01', 'request_id=needle']) {
      expect(await ids(query), query).not.toContain(needle.id);
    }
    expect(await ids('module=SEARCH&min_severity=warning')).toHaveLength(2);
  });

  it('has the lines of the services, with the request they belong to', async () => {
    const admin = await vss.as('admin');
    await admin.post('/api/trunks', { name: 'told', type: 'auto', capacity: 1 });
    const line = await eventually(async () => (await search('module=OTTB&q=trunk.update')).at(0));
    expect(line).toMatchObject({ module: 'OTTB', f_flow: 'F-05' });
    expect(line.event_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('pages backwards through everything once', async () => {
    for (let i = 0; i < 12; ++i) await note({ module: 'PAGED' });
    const admin = await vss.as('admin');
    const ids: number[] = [];
    for (let at: string | undefined = '/api/dci/logs?module=PAGED&limit=5'; at; ) {
      const answer = await admin.get(at);
      ids.push(...expectStatus(answer, 200).map((line: any) => line.id));
      at = /<([^>]+)>/.exec(String(answer.headers.link ?? ''))?.[1];
      await note({ module: 'PAGED' }); // newer lines do not shift the pages
    }
    expect(ids).toHaveLength(12);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  it('refuses fields that are too large, and takes large ones', async () => {
    const admin = await vss.as('admin');
    const fields = { text: 'x'.repeat(20_000) };
    expectError(await admin.post('/api/dci/log-event', { module: 'TEST', severity: 'info', message: 'x', fields }), 400, 'INVALID_PARAMS', 'fields');
    await note({ message: 'm'.repeat(4096), fields: { text: 'x'.repeat(15_000) } });
  });

  it('does not let a caller forge lines of its own', async () => {
    const line = await note({ message: 'one\nTEST error two', fields: { 'a\nb': '\u001b[31m' } });
    expect((await search('module=TEST&q=two')).map((found: any) => found.id)).toEqual([line.id]);
  });

  it('lasts over a restart', async () => {
    const line = await note({ message: 'before the restart' });
    await vss.restart();
    expect((await search('q=before%20the%20restart')).map((found: any) => found.id)).toContain(line.id);
  });

  it('tells of itself in the status', async () => {
    const admin = await vss.as('admin');
    const status = expectStatus(await admin.get('/api/dci/status'), 200);
    expect(status.event_log.rows).toBeGreaterThan(20);
    expect(status.event_log.dropped).toBe(0);
    expect(status.services.map((service: any) => [service.name, service.state, service.port]).sort()).toEqual(
      (['dci', 'ottb', 'point', 'workspace'] as const).map((name) => [name, 'ok', vss.ports[name]]));
    expect(status.database.version).toMatch(/^(SQLite|PostgreSQL) \d/);
    await eventually(async () => ((await admin.get('/api/dci/status')).body.outbox.depth === 0 ? true : undefined));
  });
});
