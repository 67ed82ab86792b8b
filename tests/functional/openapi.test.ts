// The documents and the binary tell the same story. (Responses are held against the schemas by every test of this
// folder: support/contract.ts.)
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { documentOf, fits, operations } from './support/contract.ts';
import { SERVICES } from './support/places.ts';
import { runVss, useVss } from './support/vss.ts';

const vss = useVss();

interface Served {
  service: string;
  method: string;
  path: string;
  access: string;
}

async function servedRoutes(): Promise<Served[]> {
  const { code, output } = await runVss(vss, ['routes']);
  expect(code, output).toBe(0);
  return JSON.parse(output.slice(output.indexOf('[{')));
}

const line = (service: string, method: string, path: string, permission: string) => `${service} ${method} ${path} [${permission}]`;

// Served only to be refused with the status that Engine.IO has for it: no part of the API.
const REFUSED = ['PUT', 'PATCH', 'DELETE'].map((method) => line('workspace', method, '/socket.io/', 'public'));

describe('routes', () => {
  it('served and documented are the same set, with the same permissions', async () => {
    const served = (await servedRoutes()).map((r) => line(r.service, r.method, r.path.replaceAll(/:(\w+)/g, '{$1}'), r.access));
    const documented = operations.map((o) => line(o.service, o.method, o.path, o.permission));
    expect(served.sort()).toEqual([...documented, ...REFUSED].sort());
  });
});

describe.each(SERVICES)('%s', (service) => {
  it('serves its document', async () => {
    const answer = await vss.client().on(service).get('/api/openapi.json');
    expect(isDeepStrictEqual(answer.body, documentOf(service)), 'the document of api/ that this binary was built with').toBe(true);
    expect(answer.body.openapi).toBe('3.1.0');
  });

  it('serves a page that loads nothing from elsewhere', async () => {
    const client = vss.client().on(service);
    const moved = await client.get('/api/docs');
    const page = await client.get(moved.headers.location!);
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const file = await client.get(new URL(link, `http://host${moved.headers.location}`).pathname);
      expect(file.status, link).toBe(200);
      expect(file.text.length).toBeGreaterThan(100);
    }
    expect(page.text).not.toMatch(/<script(?![^>]*src=)/);
  });
});

it('WORKSPACE serves the documents of the others too', async () => {
  for (const service of ['point', 'dci', 'ottb'] as const) {
    const front = vss.client().on('workspace');
    expect((await front.get(`/api/${service}/openapi.json`)).body.info).toEqual(documentOf(service).info);
    expect((await front.get(`/api/${service}/health`)).body.service).toBe(service);
    const moved = await front.get(`/api/${service}/docs`);
    expect((await front.get(moved.headers.location!)).status).toBe(200);
  }
});

describe('examples', () => {
  it.each(operations.filter((o) => o.requestSchema).map((o) => [`${o.method} ${o.path}`, o] as const))('of %s fit', (_, operation) => {
    expect(operation.requestSchema.examples ?? [{}]).not.toHaveLength(0);
    for (const example of operation.requestSchema.examples ?? [{}]) expect(fits(operation.service, operation.requestSchema, example)).toBe(true);
  });
});
