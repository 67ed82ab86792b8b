// A PostgreSQL 15 server of our own for a run with VSS_TEST_DATABASE=postgres; each VSS gets a database in it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BIN = process.env.VSS_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
// The server refuses to run as root.
const AS = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];

function run(program: string, args: string[], cwd = tmpdir()): string {
  const [command, ...rest] = [...AS, path.join(BIN, program), ...args];
  return execFileSync(command!, rest, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

export class Postgres {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'vss-postgres-'));
  port = 0;

  async start(): Promise<void> {
    this.port = await freePort();
    if (AS.length > 0) execFileSync('chown', ['postgres', this.folder]);
    run('initdb', ['-D', this.folder, '-U', 'vss', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
    this.resume();
  }

  resume(): void {
    const options = `-p ${this.port} -k ${this.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300`;
    run('pg_ctl', ['start', '-w', '-D', this.folder, '-o', options, '-l', path.join(this.folder, 'log')]);
  }

  /// As a crash ends it.
  halt(): void {
    run('pg_ctl', ['stop', '-m', 'immediate', '-D', this.folder]);
  }

  stop(): void {
    this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const databaseUrl = (port: number, name: string) => `postgresql://vss@127.0.0.1:${port}/${name}`;

export function makeDatabase(port: number, name: string): void {
  run('psql', ['-h', '127.0.0.1', '-p', String(port), '-U', 'vss', '-d', 'postgres', '-qc', `CREATE DATABASE ${name}`]);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
