// Once for all files of a run: makes the OpenAPI documents, from the same sources and by the same script as the build,
// and starts PostgreSQL when the run is to be on it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { BINARY, DOCUMENTS, REPOSITORY, SERVICES } from './places.ts';
import { Postgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresPort: number; // 0: SQLite
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not there: build it, or say VSS_BINARY`);
  makeDocuments();
  const postgres = process.env.VSS_TEST_DATABASE === 'postgres' ? new Postgres() : undefined;
  await postgres?.start();
  project.provide('postgresPort', postgres?.port ?? 0);
  return () => postgres?.stop();
}

function makeDocuments(): void {
  mkdirSync(DOCUMENTS, { recursive: true });
  for (const service of SERVICES) {
    const source = path.join(REPOSITORY, 'api', `${service}.yaml`);
    const target = path.join(DOCUMENTS, `${service}.json`);
    execFileSync('/usr/bin/python3', [path.join(REPOSITORY, 'cmake/openapi_to_json.py'), source, target], { stdio: 'inherit' });
  }
}
