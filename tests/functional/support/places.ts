import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const BINARY = path.resolve(REPOSITORY, process.env.VSS_BINARY ?? 'build/asan-ubsan/apps/vss/vss');
export const DOCUMENTS = path.join(REPOSITORY, 'tests/node_modules/.cache/openapi');

export const SERVICES = ['workspace', 'point', 'dci', 'ottb'] as const;
export type Service = (typeof SERVICES)[number];
