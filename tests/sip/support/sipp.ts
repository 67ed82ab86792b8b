// SIPp: one scenario, one call, its result. What it sent and received is shown when it fails.
import { spawn, type ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Line, Server } from './agent.ts';

const SCENARIOS = path.join(path.dirname(fileURLToPath(import.meta.url)), '../scenarios');

export const scenarioFiles = (): string[] => readdirSync(SCENARIOS).filter((name) => name.endsWith('.xml')).map((name) => name.slice(0, -4)).sort();

export interface SippOptions {
  server: Server;
  address?: string; // its own
  port?: number; // its own; a free one unless given
  line?: Line; // whose credentials it has
  password?: string; // instead of the line's
  service?: string; // [service]: who is called
  keys?: Record<string, string>; // [name] in the scenario
  transport?: 'u1' | 't1';
  timeout_s?: number;
}

export class Sipp {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'vss-sipp-'));
  private readonly child: ChildProcess;
  private output = '';
  readonly done: Promise<void>;

  private constructor(readonly scenario: string, readonly port: number, options: SippOptions) {
    this.child = spawn('sipp', this.arguments(options), { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, TERM: 'dumb' } });
    this.child.stdout!.on('data', (part) => (this.output += part));
    this.child.stderr!.on('data', (part) => (this.output += part));
    this.done = new Promise((resolve, reject) => this.child.on('close', (code) => {
      const failure = code === 0 && this.succeeded() ? undefined : new Error(`${scenario}: sipp ended with ${code}\n${this.story()}`);
      rmSync(this.folder, { recursive: true, force: true });
      if (failure) reject(failure);
      else resolve();
    }));
    this.done.catch(() => undefined); // told to whoever awaits it, perhaps later
  }

  /// Starts it and waits until it listens.
  static async start(scenario: string, options: SippOptions): Promise<Sipp> {
    const address = options.address ?? '127.0.0.1';
    const port = options.port ?? (await freeUdpPort(address));
    const sipp = new Sipp(scenario, port, options);
    if (options.transport !== 't1') await listening(address, port, sipp);
    return sipp;
  }

  /// Runs it to its end.
  static async run(scenario: string, options: SippOptions): Promise<Sipp> {
    const sipp = await Sipp.start(scenario, options);
    await sipp.done;
    return sipp;
  }

  private arguments({ server, address = '127.0.0.1', line, password, service, keys = {}, transport = 'u1', timeout_s = 30 }: SippOptions): string[] {
    const who = line ? ['-au', line.username, '-ap', password ?? line.password, '-key', 'user', line.username, '-key', 'domain', line.domain] : [];
    // The digest's URI is that of the request (RFC 7616 §3.4.6); SIPp would take the server's address.
    const auth = line ? ['-auth_uri', service ? `${service}@${line.domain}` : line.domain] : [];
    const more = Object.entries({ here: `${address}:${this.port}`, ...keys }).flatMap(([name, value]) => ['-key', name, value]);
    return [`${server.address}:${server.port}`, '-sf', path.join(SCENARIOS, `${this.scenario}.xml`), '-i', address, '-p', String(this.port), '-m', '1', '-l', '1', '-t', transport,
      '-nostdin', '-timeout', `${timeout_s}s`, '-timeout_error', '-s', service ?? line?.username ?? 'nobody', ...who, ...auth, ...more,
      '-trace_err', '-error_file', 'errors', '-trace_msg', '-message_file', 'messages'];
  }

  private read(name: string): string {
    try {
      return readFileSync(path.join(this.folder, name), 'latin1');
    } catch {
      return '';
    }
  }

  // SIPp ends with 0 also when it could not make its call.
  private succeeded(): boolean {
    return /Successful call\s+\|\s+\d+\s+\|\s+1\b/.test(this.output);
  }

  private story(): string {
    return `${this.read('errors').slice(0, 3000)}\n${this.read('messages').slice(-5000) || this.output.slice(-3000)}`;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  stop(): void {
    if (this.running) this.child.kill('SIGKILL');
  }
}

export function freeUdpPort(address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, address, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

async function listening(address: string, port: number, sipp: Sipp): Promise<void> {
  const wanted = `${[...address.split('.')].reverse().map((part) => Number(part).toString(16).padStart(2, '0')).join('').toUpperCase()}:${port.toString(16).padStart(4, '0').toUpperCase()}`;
  for (const late = Date.now() + 10_000; Date.now() < late && sipp.running; ) {
    if (readFileSync('/proc/net/udp', 'latin1').includes(` ${wanted} `)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
