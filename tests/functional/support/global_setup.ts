// Makes the OpenAPI documents once for all files of the run, from the same sources and by the same script as the build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { BINARY, DOCUMENTS, REPOSITORY, SERVICES } from './places.ts';

export default function setup(): void {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not there: build it, or say VSS_BINARY`);
  mkdirSync(DOCUMENTS, { recursive: true });
  for (const service of SERVICES) {
    const source = path.join(REPOSITORY, 'api', `${service}.yaml`);
    const target = path.join(DOCUMENTS, `${service}.json`);
    execFileSync('/usr/bin/python3', [path.join(REPOSITORY, 'cmake/openapi_to_json.py'), source, target], { stdio: 'inherit' });
  }
}
