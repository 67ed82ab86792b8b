// The bench's own program around VSS's SIP engine (b2bua_bench.cpp): commands in, lines of JSON out.
import { createInterface } from 'node:readline';
import { start } from './process.mjs';

export class Engine {
  constructor({ program, options }) {
    this.child = start(program, Object.entries(options).map(([name, value]) => `${name}=${value}`), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.pid = this.child.pid;
    this.errors = '';
    this.child.stderr.on('data', (part) => (this.errors = (this.errors + part).slice(-4000)));
    this.waiting = [];
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      if (line.startsWith('{') || line === 'ready') this.waiting.shift()?.(line);
    });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  next() {
    return Promise.race([
      new Promise((resolve) => this.waiting.push(resolve)),
      this.ended.then((code) => { throw new Error(`the engine ended with ${code}: ${this.errors}`); })]);
  }

  ready() {
    return this.next();
  }

  async run(rate, seconds, folder = '-') {
    this.child.stdin.write(`run ${rate} ${seconds} ${folder}\n`);
    return JSON.parse(await this.next());
  }

  async end() {
    this.child.stdin.write('end\n');
    return JSON.parse(await this.next());
  }

  async stop() {
    this.child.stdin.write('quit\n');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await this.ended;
    clearTimeout(timer);
  }
}
