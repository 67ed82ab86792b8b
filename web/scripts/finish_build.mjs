// After vite: packs each file (NAME.br, NAME.gz), holds the critical path to its budget, and lists what goes into the binary.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const BUDGET_BYTES = 250 * 1024; // the critical path, compressed
const out = fileURLToPath(new URL('../../build/web', import.meta.url));
const dist = path.join(out, 'dist');

const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
rmSync(path.join(dist, '.vite'), { recursive: true });

const files = readdirSync(dist, { recursive: true }).filter((name) => statSync(path.join(dist, name)).isFile()).sort();
const packedSize = new Map();
const listing = [];
for (const name of files) {
  const plain = readFileSync(path.join(dist, name));
  const variants = [[name, plain]];
  packedSize.set(name, plain.length);
  if (!name.endsWith('.woff2')) {
    const brotli = zlib.brotliCompressSync(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
    const gzip = zlib.gzipSync(plain, { level: 9 });
    if (brotli.length < plain.length) variants.push([`${name}.br`, brotli]);
    if (gzip.length < plain.length) variants.push([`${name}.gz`, gzip]);
    packedSize.set(name, Math.min(brotli.length, plain.length)); // what browsers take
  }
  for (const [variant, bytes] of variants) {
    if (variant !== name) writeFileSync(path.join(dist, variant), bytes);
    listing.push(`${path.join(dist, variant)} # ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`);
  }
}

// What a browser loads before the first page works: the entry, all it imports, its styles, the text of one language, the
// fonts of one alphabet pair, and the largest page.
const seen = new Set();
const take = (key) => {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return 0;
  seen.add(chunk.file);
  return packedSize.get(chunk.file)
    + (chunk.css ?? []).filter((name) => !seen.has(name) && seen.add(name)).reduce((sum, name) => sum + packedSize.get(name), 0)
    + (chunk.imports ?? []).reduce((sum, next) => sum + take(next), 0);
};
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const waiting = Object.keys(manifest).filter((key) => manifest[key].imports?.includes(entry));
if (waiting.length > 0) {
  console.error(`The entry waits for a page, and these wait for the entry: nothing would ever be shown. ${waiting.join(' ')}`);
  process.exit(1);
}
const core = take(entry) + take('src/i18n/ru.ts') + packedSize.get('index.html');
const fonts = files.filter((name) => /inter-(latin|cyrillic)-wght-normal.*\.woff2$/.test(name)).reduce((sum, name) => sum + packedSize.get(name), 0);
const inCore = new Set(seen);
let largest = { bytes: 0, key: '' };
const routes = readFileSync(fileURLToPath(new URL('../src/app/routes.tsx', import.meta.url)), 'utf8');
for (const key of Object.keys(manifest).filter((name) => routes.includes(`'@/${name.replace(/^src\//, '').replace(/\.tsx$/, '')}'`))) {
  seen.clear();
  for (const name of inCore) seen.add(name);
  const bytes = take(key);
  if (bytes > largest.bytes) largest = { bytes, key };
}
const total = core + fonts + largest.bytes;
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
console.log(`critical path ${kb(total)} of ${kb(BUDGET_BYTES)}: application ${kb(core)}, fonts ${kb(fonts)}, largest page ${kb(largest.bytes)} (${largest.key})`);
if (total > BUDGET_BYTES) {
  console.error('The critical path is over its budget: load what a page alone needs from that page (import()).');
  process.exit(1);
}
writeFileSync(path.join(out, 'files.txt'), `${listing.join('\n')}\n`);
