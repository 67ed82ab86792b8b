// The real binary as a child process, and HTTP to its four services.
import {execFile, spawn} from 'node:child_process';
import {createWriteStream} from 'node:fs';
import {readFile, readdir, readlink} from 'node:fs/promises';
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';

const kServices = ['workspace', 'point', 'dci', 'ottb'];

async function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

// Local UDP ports of IPv4, each with the inode of its socket (proc(5)).
async function udpSockets() {
  const rows = (await readFile('/proc/net/udp', 'utf8')).trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  return rows.map((columns) => ({port: parseInt(columns[1].split(':')[1], 16), inode: columns[9]}));
}

/** Free ports above 10000, below those of RTP. */
export async function freePorts(count) {
  const ports = [];
  while (ports.length < count) {
    const port = 10001 + Math.floor(Math.random() * 9000);  // not the seed's: another run may use the same seed
    if (!ports.includes(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

export class Server {
  /** `ports`: one for each service and, last, one for SIP. `extra`: more of the environment. */
  constructor({binary, dataDir, ports, adminPassword, log, extra = {}}) {
    Object.assign(this, {binary, dataDir, adminPassword, extra});
    this.ports = Object.fromEntries(kServices.map((name, i) => [name, ports[i]]));
    this.sipPort = ports[kServices.length];
    this.logPath = log;
  }

  // What the test was started with must not reach the server: unknown VSS_* names are refused there.
  environment() {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(VSS_|PORT_|POSTGRES_|RABBITMQ_|REDIS_)/.test(name));
    return {
      ...Object.fromEntries(inherited),
      VSS_DATA_DIR: this.dataDir,
      VSS_ADMIN_PASSWORD: this.adminPassword,
      ...Object.fromEntries(kServices.map((name) => [`PORT_${name.toUpperCase()}`, String(this.ports[name])])),
      VSS_SIP_BIND: '127.0.0.1',
      VSS_SIP_PORT: String(this.sipPort),
      ...this.extra,
    };
  }

  async start(deadlineMs = 60_000) {
    const log = createWriteStream(this.logPath, {flags: 'a'});
    this.child = spawn(this.binary, ['serve'], {cwd: this.dataDir, env: this.environment(), stdio: ['ignore', 'pipe', 'pipe']});
    this.child.stdout.pipe(log, {end: false});
    this.child.stderr.pipe(log, {end: false});
    this.exit = new Promise((resolve) => this.child.once('close', (code, signal) => log.end(() => resolve({code, signal}))));
    this.exited = false;
    this.exit.then(() => (this.exited = true));
    const started = Date.now();
    for (const name of kServices) await this.waitReady(name, started + deadlineMs);
    return Date.now() - started;
  }

  async waitReady(name, until) {
    while (Date.now() < until) {
      if (this.exited) throw new Error(`the server ended while starting: ${JSON.stringify(await this.exit)}`);
      const answer = await fetch(`http://127.0.0.1:${this.ports[name]}/api/health/ready`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await sleep(20);
    }
    throw new Error(`${name} is not ready in time`);
  }

  async kill() {
    this.child.kill('SIGKILL');
    return this.exit;
  }

  /** Asks the server to stop; says how it ended. */
  async stop(deadlineMs = 20_000) {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), deadlineMs);
    const end = await this.exit;
    clearTimeout(timer);
    return end;
  }

  /** A sub-command of the same binary on the same data. */
  async run(...args) {
    return new Promise((resolve) => {
      execFile(this.binary, args, {cwd: this.dataDir, env: this.environment(), timeout: 60_000}, (error, stdout, stderr) =>
        resolve({code: error ? (error.code ?? -1) : 0, output: stdout + stderr}));
    });
  }

  /** The UDP ports that the running process has open. */
  async udpPorts() {
    const folder = `/proc/${this.child.pid}/fd`;
    const links = await Promise.all((await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')));
    const inodes = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
    return (await udpSockets()).filter((s) => inodes.has(s.inode)).map((s) => s.port);
  }

  /** The UDP ports that any process has open. */
  async allUdpPorts() {
    return (await udpSockets()).map((s) => s.port);
  }

  logText() {
    return readFile(this.logPath, 'utf8');
  }

  async login() {
    const answer = await this.request('point', 'POST', '/api/auth/login', {username: 'admin', password: this.adminPassword});
    if (answer.status !== 200) throw new Error(`login: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.token = answer.body.token;
  }

  /** {status, body, headers}; status 0 when there was no answer, so that nobody knows whether it happened. */
  async request(service, method, path, body, requestId) {
    const headers = {};
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    if (requestId) headers['x-request-id'] = requestId;
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      const answer = await fetch(`http://127.0.0.1:${this.ports[service]}${path}`, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(30_000)});
      const text = await answer.text();
      return {status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null};
    } catch (error) {
      return {status: 0, body: null, headers: new Headers(), error: String(error.cause ?? error)};
    }
  }

  /** A file that is not JSON; null when it is refused. */
  async bytes(service, path) {
    const answer = await fetch(`http://127.0.0.1:${this.ports[service]}${path}`, {headers: {authorization: `Bearer ${this.token}`}});
    const data = Buffer.from(await answer.arrayBuffer());
    return answer.ok ? data : null;
  }

  /** Every item of a list, page by page. */
  async all(service, path) {
    const items = [];
    for (let next = path; next;) {
      const page = await this.request(service, 'GET', next);
      if (page.status !== 200) throw new Error(`GET ${next}: ${page.status} ${JSON.stringify(page.body)}`);
      items.push(...page.body);
      const link = /<([^>]+)>;\s*rel="next"/.exec(page.headers.get('link') ?? '');
      next = link ? link[1].replace(/^https?:\/\/[^/]+/, '') : null;
    }
    return items;
  }
}
