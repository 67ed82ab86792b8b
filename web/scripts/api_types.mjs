// TypeScript types of the API from api/*.yaml, into src/api/generated. Made at each build, so that they cannot be stale.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = path.join(root, 'build/web/openapi');
const out = path.join(root, 'web/src/api/generated');
mkdirSync(documents, { recursive: true });
mkdirSync(out, { recursive: true });

for (const service of ['point', 'ottb', 'dci', 'workspace']) {
  const document = path.join(documents, `${service}.json`);
  execFileSync('/usr/bin/python3', [path.join(root, 'cmake/openapi_to_json.py'), path.join(root, `api/${service}.yaml`), document]);
  const text = astToString(await openapiTS(JSON.parse(readFileSync(document, 'utf8')), { alphabetize: true }));
  const file = path.join(out, `${service}.ts`);
  const made = `// Made from api/${service}.yaml by scripts/api_types.mjs; not for editing.\n${text}`;
  let known = '';
  try { known = readFileSync(file, 'utf8'); } catch { /* the first time */ }
  if (known !== made) writeFileSync(file, made);
}
