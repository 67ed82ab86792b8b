// The OpenAPI documents as a judge: every answer that a test sees is held against them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from './http.ts';
import { DOCUMENTS, SERVICES, type Service } from './places.ts';

export interface Operation {
  service: Service;
  method: string;
  path: string; // with {id}
  permission: string;
  parameters: any[];
  requestSchema?: any;
  hasBody: boolean;
  operationId: string;
  spec: any;
}

const documents = new Map<Service, any>();
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
addFormats.default(ajv);
ajv.addFormat('vss-time', true);

for (const service of SERVICES) {
  const document = JSON.parse(readFileSync(path.join(DOCUMENTS, `${service}.json`), 'utf8'));
  documents.set(service, document);
  ajv.addSchema({ $id: `https://${service}/`, ...document });
}

export const documentOf = (service: Service): any => documents.get(service);

/// Follows a reference inside the service's document.
export function follow(service: Service, node: any): any {
  if (!node || typeof node.$ref !== 'string') return node;
  const parts = node.$ref.slice(2).split('/').map((part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return follow(service, parts.reduce((at: any, part: string) => at[part], documents.get(service)));
}

export const operations: Operation[] = SERVICES.flatMap((service) =>
  Object.entries<any>(documents.get(service).paths).flatMap(([route, item]) =>
    Object.entries<any>(item).map(([method, spec]) => ({
      service,
      method: method.toUpperCase(),
      path: route,
      permission: spec['x-permission'],
      parameters: spec.parameters.map((parameter: any) => follow(service, parameter)),
      requestSchema: follow(service, spec.requestBody?.content['application/json']?.schema),
      hasBody: spec.requestBody !== undefined,
      operationId: spec.operationId,
      spec,
    })),
  ),
);

const patterns = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replaceAll(/{\w+}/g, '[^/]+')}$`),
}));

function findIn(services: readonly Service[], method: string, route: string): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = patterns.filter(({ operation, pattern }) => services.includes(operation.service) && pattern.test(route));
  // a literal path wins over one with a parameter, whatever the methods
  const parameters = (known: { operation: Operation }) => known.operation.path.split('{').length;
  const fewest = Math.min(...found.map(parameters));
  return found.find((known) => parameters(known) === fewest && known.operation.method === wanted)?.operation;
}

/// The operation that `service` answers there: its own, an /api/<service>/ alias, or (WORKSPACE) a forwarded one.
export function findOperation(service: Service, method: string, route: string): Operation | undefined {
  const own = findIn([service], method, route);
  if (own) return own;
  const alias = /^\/api\/(workspace|point|dci|ottb)(\/.*)$/.exec(route);
  if (alias && (alias[1] === service || service === 'workspace')) {
    const meant = findIn([alias[1] as Service], method, `/api${alias[2]}`);
    if (meant) return meant;
  }
  return service === 'workspace' ? findIn(SERVICES, method, route) : undefined;
}

/// Which service owns a path.
export function ownerOf(route: string): Service {
  const first = (at: string) => at.split('/')[2];
  const wanted = first(route);
  if (!wanted) return 'workspace';
  const found = operations.find(({ service, path: known }) => service !== 'workspace' && first(known) === wanted);
  return found?.service ?? 'workspace';
}

const validators = new Map<string, ValidateFunction>();
function validator(pointer: string): ValidateFunction {
  let found = validators.get(pointer);
  if (!found) validators.set(pointer, (found = ajv.compile({ $ref: pointer })));
  return found;
}

const escape = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

function checkSchema(pointer: string, body: unknown, what: string): void {
  const validate = validator(pointer);
  if (!validate(body)) {
    const found = validate.errors!.slice(0, 5).map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`);
    throw new Error(`${what} breaks its schema:\n  ${found.join('\n  ')}\n  ${JSON.stringify(body)?.slice(0, 600)}`);
  }
}

/// Whether a value fits a schema of the service's document.
export function fits(service: Service, schema: any, value: unknown): boolean {
  const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"https://${service}/#/`));
  return ajv.compile(rooted)(value) as boolean;
}

// Answers that come before the route is known, or with every route.
const EDGE_STATUS = new Set([400, 404, 405, 413, 415]);

/// Throws when the answer is not one that the contract has.
export function check(service: Service, method: string, url: string, answer: Answer): void {
  const route = decodeURIComponent(url.split('?')[0]!.replaceAll(/%(?![0-9a-fA-F]{2})/g, '%25'));
  const what = `${method} ${service} ${url} → ${answer.status}`;
  if (!answer.headers['x-request-id']) throw new Error(`${what}: no X-Request-Id`);
  if (method === 'OPTIONS') return;
  const operation = findOperation(service, method, route);
  const documented = operation?.spec.responses[String(answer.status)];
  if (!operation || !documented) {
    if (!EDGE_STATUS.has(answer.status) || (operation && ![400, 415].includes(answer.status))) throw new Error(`${what}: not documented`);
    if (method !== 'HEAD') checkSchema('https://point/#/components/schemas/Error', answer.body, what);
    return;
  }
  const spec = follow(operation.service, documented);
  for (const [name, header] of Object.entries<any>(spec.headers ?? {})) {
    const optional = ['Link', 'Set-Cookie', 'Retry-After'].includes(name) && answer.status < 500;
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined && !optional) throw new Error(`${what}: no ${name}`);
    if (follow(operation.service, header).schema?.type === 'integer' && value !== undefined && !/^\d+$/.test(String(value))) {
      throw new Error(`${what}: ${name} is ${value}`);
    }
  }
  if (method === 'HEAD') return;
  if (!spec.content) {
    if (answer.text !== '') throw new Error(`${what}: has a body, but none is documented`);
    return;
  }
  const type = (answer.headers['content-type'] ?? '').split(';')[0]!;
  const media = spec.content[type];
  if (!media) throw new Error(`${what}: is ${type}, documented are ${Object.keys(spec.content).join(', ')}`);
  if (type !== 'application/json') return;
  const base = documented.$ref
    ? `https://${operation.service}/${documented.$ref}`
    : `https://${operation.service}/#/paths/${escape(operation.path)}/${operation.method.toLowerCase()}/responses/${answer.status}`;
  checkSchema(`${base}/content/${escape(type)}/schema`, answer.body, what);
}
