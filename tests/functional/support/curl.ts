// The user manual's commands, run by the real curl. They stay as they are but for ports; what a test wants of curl is
// in its configuration file.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from './http.ts';
import type { Service } from './places.ts';
import type { Vss } from './vss.ts';

export const PORTS: Record<string, Service> = { 3000: 'workspace', 8081: 'point', 8082: 'dci', 8083: 'ottb' };

export class Curl {
  constructor(private readonly vss: Vss) {}

  /// Once the instance has its folder.
  prepare(): void {
    writeFileSync(path.join(this.vss.dataDir, '.curlrc'), 'silent\nshow-error\nmax-time = 20\nwrite-out = "\\n{\\"status\\":%{http_code},\\"headers\\":%{header_json}}"\n');
  }

  /// The manual's ports become the instance's.
  adapt(command: string): string {
    return command.replaceAll(/localhost:(\d+)/g, (_, port: string) => `localhost:${this.vss.ports[PORTS[port]!]}`);
  }

  run(command: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const env = { PATH: process.env.PATH, CURL_HOME: this.vss.dataDir };
      execFile('bash', ['--norc', '-ec', command], { env }, (error, stdout, stderr) => {
        if (error) return reject(new Error(`${command}\n${stderr}`));
        const split = stdout.lastIndexOf('\n{"status":');
        const { status, headers } = JSON.parse(stdout.slice(split + 1));
        const text = stdout.slice(0, split);
        const flat = Object.fromEntries(Object.entries<string[]>(headers).map(([name, values]) => [name, values[0]!]));
        const isJson = (flat['content-type'] ?? '').startsWith('application/json');
        resolve({ status, headers: flat, text, bytes: Buffer.from(text), body: isJson ? JSON.parse(text) : undefined, took_ms: 0 });
      });
    });
  }
}
