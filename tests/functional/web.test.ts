// How WORKSPACE serves the web application: coding, caching, policy, addresses of pages.
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { exchange, type Answer } from './support/http.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
const NAVIGATION = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  exchange({ method, origin: vss.url('workspace'), path, headers });

function unpack({ headers, bytes }: Answer): Buffer {
  const coding = headers['content-encoding'];
  return coding === 'br' ? brotliDecompressSync(bytes) : coding === 'gzip' ? gunzipSync(bytes) : bytes;
}

async function assets(): Promise<string[]> {
  const { text } = await ask('/', NAVIGATION);
  return [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1]!);
}

describe('the start page', () => {
  it('is asked for anew each time, and not sent again when it is the same', async () => {
    const first = await ask('/', NAVIGATION);
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', vary: 'Accept-Encoding' } });
    const again = await ask('/', { ...NAVIGATION, 'If-None-Match': String(first.headers.etag) });
    expect(again).toMatchObject({ status: 304, text: '', headers: { etag: first.headers.etag } });
    expect((await ask('/', { ...NAVIGATION, 'If-None-Match': '"another"' })).status).toBe(200);
  });

  it('forbids inline scripts and styles, foreign sources, and frames', async () => {
    const { headers, text } = await ask('/', NAVIGATION);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<style|<script(?![^>]+src=)/);
  });

  it('answers at the address of every page, to those who want a page', async () => {
    const { text } = await ask('/', NAVIGATION);
    for (const path of ['/slots', '/slots/12', '/no/such/page']) expect(await ask(path, NAVIGATION)).toMatchObject({ status: 200, text });
    expect(await ask('/slots', { Accept: 'application/json' })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await ask('/slots', { ...NAVIGATION }, 'POST')).toMatchObject({ status: 404 });
    for (const path of ['/api/no-such-thing', '/api']) expect(await ask(path, NAVIGATION)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('what it loads', () => {
  it('is kept for ever, in the coding that the browser takes', async () => {
    const names = await assets();
    expect(names.length).toBeGreaterThan(1);
    let packedInBoth = 0;
    for (const name of names) {
      const plain = await ask(name, { 'Accept-Encoding': 'identity' });
      const gzip = await ask(name, { 'Accept-Encoding': 'gzip, deflate' });
      const brotli = await ask(name, { 'Accept-Encoding': 'gzip, deflate, br' });
      for (const answer of [plain, gzip, brotli]) {
        expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding', 'x-content-type-options': 'nosniff' } });
        expect(answer.headers['content-type']).toMatch(/^text\/(javascript|css); charset=utf-8$/);
      }
      expect(plain.headers['content-encoding']).toBeUndefined();
      // Packed where that makes it smaller: a chunk of a few lines is not.
      const packed = { gzip: gzipSync(plain.bytes, { level: 9 }).length < plain.bytes.length, br: brotliCompressSync(plain.bytes).length < plain.bytes.length };
      expect(gzip.headers['content-encoding'], name).toBe(packed.gzip ? 'gzip' : undefined);
      expect(brotli.headers['content-encoding'], name).toBe(packed.br ? 'br' : packed.gzip ? 'gzip' : undefined);
      expect(unpack(gzip).equals(plain.bytes), name).toBe(true);
      expect(unpack(brotli).equals(plain.bytes), name).toBe(true);
      if (packed.br) expect(brotli.bytes.length).toBeLessThan(gzip.bytes.length);
      const codings = [plain, gzip, brotli].map((answer) => answer.headers['content-encoding']);
      expect(new Set([plain, gzip, brotli].map((answer) => answer.headers.etag)).size).toBe(new Set(codings).size);
      if (packed.br && packed.gzip) ++packedInBoth;
    }
    expect(packedInBoth).toBeGreaterThan(1);
  });

  it('answers HEAD with the same head and no body', async () => {
    const [name] = await assets();
    const get = await ask(name!, { 'Accept-Encoding': 'br' });
    const head = await ask(name!, { 'Accept-Encoding': 'br' }, 'HEAD');
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const field of ['etag', 'content-type', 'content-length', 'content-encoding', 'cache-control']) expect(head.headers[field]).toBe(get.headers[field]);
  });

  it('is not there when it is not there, also for a browser that would take a page', async () => {
    for (const path of ['/assets/index-00000000.js', '/assets/..%2findex.html', '/assets/%2e%2e/index.html', '/assets/']) {
      expect((await ask(path, { Accept: '*/*' })).status, path).toBe(404);
    }
    expect((await ask('/assets/index-00000000.js', NAVIGATION)).status).toBe(404);
  });
});
