// A caller of the API. Each answer is held against the contract before the test sees it.
import type http from 'node:http';
import { expect } from 'vitest';
import { check, ownerOf } from './contract.ts';
import { exchange, type Answer } from './http.ts';
import type { Service } from './places.ts';
import type { Vss } from './vss.ts';

export type { Answer } from './http.ts';

export class Client {
  session?: any; // the answer of the login
  private service?: Service;
  private address?: string;

  constructor(
    private readonly vss: Vss,
    private readonly agent: http.Agent,
    readonly token?: string,
  ) {}

  /// The same caller, asking that service whatever the path says.
  on(service: Service): Client {
    return Object.assign(this.copy(), { service });
  }

  /// The same caller at another address, 127.0.0.x.
  from(address: string): Client {
    return Object.assign(this.copy(), { address });
  }

  private copy(): Client {
    const { session, service, address } = this;
    return Object.assign(new Client(this.vss, this.agent, this.token), { session, service, address });
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }
  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /// `body` is sent as JSON; a string or Buffer as it is.
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const service = this.service ?? ownerOf(path.split('?')[0]!);
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const all: Record<string, string> = { 'Accept-Encoding': 'gzip' };
    if (raw !== undefined) all['Content-Type'] = 'application/json';
    if (this.token !== undefined) all.Authorization = `Bearer ${this.token}`;
    Object.assign(all, headers);
    for (const [name, value] of Object.entries(all)) if (value === '') delete all[name];
    const answer = await exchange({
      method,
      origin: this.vss.url(service),
      path,
      headers: all,
      body: raw as string | Buffer | undefined,
      agent: this.agent,
      ca: this.vss.options.ca,
      localAddress: this.address,
    });
    check(service, method, path, answer);
    return answer;
  }
}

/// The error of the closed list, with each named field in its details.
export function expectError(answer: Answer, status: number, code: string, ...fields: string[]): void {
  expect({ status: answer.status, code: answer.body?.code, message: answer.body?.message }).toMatchObject({ status, code });
  const named = Object.keys(answer.body.details);
  for (const field of fields) expect(named).toContain(field);
}

export function expectStatus(answer: Answer, status: number): any {
  if (answer.status !== status) throw new Error(`wanted ${status}, got ${answer.status}: ${answer.text.slice(0, 600)}`);
  return answer.body;
}
