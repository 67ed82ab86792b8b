// The real binary: started in a folder of its own on ports of its own, stopped so that nothing is overlooked.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, inject } from 'vitest';
import { Client } from './client.ts';
import { BINARY, SERVICES, type Service } from './places.ts';
import { databaseUrl, makeDatabase } from './postgres.ts';

export const ADMIN_PASSWORD = 'functional-tests-admin';
export const JWT_SECRET = 'functional-tests-jwt-secret-0123456789abcdef';
export const ROLES = ['admin', 'operator', 'seller', 'supervisor'] as const;
export type Role = (typeof ROLES)[number];

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;
const SANITIZER = /ERROR: (Address|Leak|Thread)Sanitizer|runtime error:|WARNING: ThreadSanitizer/;

export interface VssOptions {
  env?: Record<string, string>;
  ca?: string; // talks HTTPS and trusts this certificate
  binary?: string; // instead of the tested one
  command?: string; // instead of serve
}

export class Vss {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'vss-functional-'));
  readonly ports = {} as Record<Service, number>;
  sipPort = 0;
  private rtpPorts = '';
  private process?: ChildProcess;
  private exited?: Promise<number | null>;
  private output = '';
  private agent!: http.Agent;
  private clients = new Map<Role, Client>();
  private database = '';

  constructor(readonly options: VssOptions = {}) {}

  async start(): Promise<void> {
    if (!this.ports.point) {
      Object.assign(this.ports, await freePorts());
      [this.sipPort, this.rtpPorts] = await telephonyPorts();
    }
    if (inject('postgresPort') && !this.database) makeDatabase(inject('postgresPort'), (this.database = `vss_${randomBytes(6).toString('hex')}`));
    this.agent = this.options.ca ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
    const child = spawn(this.options.binary ?? BINARY, [this.options.command ?? 'serve'], { cwd: this.dataDir, env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    child.stdout!.on('data', (part) => (this.output += part));
    child.stderr!.on('data', (part) => (this.output += part));
    this.exited = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    await this.waitUntilReady();
  }

  environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.dataDir,
      VSS_DATA_DIR: this.dataDir,
      VSS_ADMIN_PASSWORD: ADMIN_PASSWORD,
      JWT_SECRET,
      ...Object.fromEntries(Object.entries(this.ports).map(([service, port]) => [`PORT_${service.toUpperCase()}`, String(port)])),
      VSS_SIP_BIND: '127.0.0.1',
      ...(this.sipPort && { VSS_SIP_PORT: String(this.sipPort), VSS_RTP_PORTS: this.rtpPorts }),
      ASAN_OPTIONS: 'detect_leaks=1',
      UBSAN_OPTIONS: 'print_stacktrace=1',
      ...(this.database && { POSTGRES_URL: databaseUrl(inject('postgresPort'), this.database) }),
      ...this.options.env,
    };
  }

  private async waitUntilReady(): Promise<void> {
    let ended = false;
    void this.exited!.then(() => (ended = true));
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      if (ended) throw new Error(`vss serve ended before it was ready:\n${this.output}`);
      if (Date.now() > until) throw new Error(`vss serve is not ready after ${READY_WITHIN_MS} ms:\n${this.output}`);
      const ready = await Promise.all(SERVICES.map((service) =>
        this.client().on(service).get('/api/health/ready').then((answer) => answer.status === 200, () => false)));
      if (ready.every(Boolean)) return;
      await sleep(25);
    }
  }

  url(service: Service): string {
    return `${this.options.ca ? 'https' : 'http'}://127.0.0.1:${this.ports[service]}`;
  }

  /// All that the process wrote so far.
  log(): string {
    return this.output;
  }

  get pid(): number {
    return this.process!.pid!;
  }

  /// Nobody signed in, or who has the token.
  client(token?: string): Client {
    return new Client(this, this.agent, token);
  }

  /// Somebody with the role, signed in once; users beside admin are made when first asked for.
  async as(role: Role): Promise<Client> {
    const known = this.clients.get(role);
    if (known) return known;
    const password = role === 'admin' ? ADMIN_PASSWORD : `password-of-${role}`;
    if (role !== 'admin') {
      const admin = await this.as('admin');
      const made = await admin.post('/api/users', { username: role, password, role });
      if (made.status !== 201) throw new Error(`creating ${role}: ${made.status} ${made.text}`);
    }
    const client = await this.signIn(role, password);
    this.clients.set(role, client);
    return client;
  }

  async signIn(username: string, password: string): Promise<Client> {
    const answer = await this.client().post('/api/auth/login', { username, password });
    if (answer.status !== 200) throw new Error(`login of ${username}: ${answer.status} ${answer.text}`);
    const client = this.client(answer.body.token);
    client.session = answer.body;
    return client;
  }

  signal(name: NodeJS.Signals): void {
    this.process!.kill(name);
  }

  /// Waits for the end that a signal brought, and holds it to a clean one.
  async ended(): Promise<void> {
    const late = sleep(STOP_WITHIN_MS, 'late' as const, { ref: false });
    const code = await Promise.race([this.exited!, late]);
    this.agent.destroy();
    if (code === 'late') {
      this.process!.kill('SIGKILL');
      throw new Error(`vss serve did not stop within ${STOP_WITHIN_MS} ms:\n${this.output.slice(-4000)}`);
    }
    const report = SANITIZER.exec(this.output);
    if (report) throw new Error(`sanitizer report:\n${this.output.slice(report.index, report.index + 6000)}`);
    if (code !== 0) throw new Error(`vss serve ended with ${code}:\n${this.output.slice(-4000)}`);
  }

  async halt(): Promise<void> {
    this.signal('SIGTERM');
    await this.ended();
  }

  /// As a crash or a power cut ends it.
  async kill(): Promise<void> {
    this.process!.kill('SIGKILL');
    await this.exited;
    this.agent.destroy();
  }

  async restart(): Promise<void> {
    await this.halt();
    await this.start();
  }

  /// Halts it and removes its folder.
  async stop(): Promise<void> {
    try {
      if (this.process && this.process.exitCode === null && this.process.signalCode === null) await this.halt();
    } finally {
      rmSync(this.dataDir, { recursive: true, force: true });
    }
  }
}

/// A running VSS for the tests of one file.
export function useVss(options: VssOptions = {}): Vss {
  const vss = new Vss(options);
  beforeAll(() => vss.start());
  afterAll(() => vss.stop());
  return vss;
}

/// Four ports in a row for HTTP that are nobody's: files of tests run at once, and so may several runs of them. What says that they
/// are taken, from the choice to the end of this process, is a socket of the other protocol. Below the kernel's own range (32768
/// and up): there, while an instance is restarted, the connection of somebody who tries to reach it may be given the very port.
async function freePorts(): Promise<Record<Service, number>> {
  for (;;) {
    const first = 30_000 + 4 * Math.floor(Math.random() * 672);
    const ports = SERVICES.map((_, i) => first + i);
    if (!(await claim(first))) continue;
    const free = await Promise.all(ports.map(isFreeForTcp));
    if (free.every(Boolean)) return Object.fromEntries(SERVICES.map((service, i) => [service, ports[i]])) as Record<Service, number>;
  }
}

/// A SIP port that is free for UDP and TCP, and a range of RTP ports, below those that the kernel hands out by itself. The port
/// between them says that they are taken.
async function telephonyPorts(): Promise<[number, string]> {
  for (;;) {
    const first = 10_000 + 200 * Math.floor(Math.random() * 100);
    if (!(await claim(first + 1))) continue;
    if ((await isFreeForUdp(first)) && (await isFreeForTcp(first)) && (await isFreeForUdp(first + 2))) return [first, `${first + 2}-${first + 199}`];
  }
}

/// Binds a UDP port for as long as this process lives; false when another has it.
function claim(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4').once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => resolve(true)).unref();
  });
}

function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4').once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}

function isFreeForTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/// Runs another sub-command against the same data folder.
export function runVss(vss: Vss, args: string[], input?: string, more: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(BINARY, args, { cwd: vss.dataDir, env: { ...vss.environment(), ...more } });
    let output = '';
    child.stdout.on('data', (part) => (output += part));
    child.stderr.on('data', (part) => (output += part));
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}
