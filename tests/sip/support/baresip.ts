// baresip, a telephone that others wrote: registers, answers by itself, plays a WAV and keeps what it hears.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Line, Server } from './agent.ts';
import { RATE, readWav, writeWav } from './audio.ts';
import { freeUdpPort } from './sipp.ts';
import { until } from './wait.ts';

const MODULES = ['g711', 'aufile', 'aubridge', 'sndfile'];
const APPLICATIONS = ['account', 'menu', 'ctrl_tcp'];

export class Baresip {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'vss-baresip-'));
  private readonly heardIn = path.join(this.folder, 'heard');
  private child!: ChildProcess;
  private control!: net.Socket;
  private output = '';

  private constructor(private readonly controlPort: number) {}

  static async start(server: Server, line: Line, says: Int16Array, transport = 'udp'): Promise<Baresip> {
    const phone = new Baresip(await freeUdpPort());
    await phone.configure(server, line, says, transport);
    phone.child = spawn('baresip', ['-f', phone.folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    phone.child.stdout!.on('data', (part) => (phone.output += part));
    phone.child.stderr!.on('data', (part) => (phone.output += part));
    await until('registration by baresip', () => phone.output.includes('200 OK'), 15_000).catch((error: Error) => {
      phone.child.kill('SIGKILL');
      throw new Error(`${error.message}\n${phone.output}`);
    });
    phone.control = net.connect(phone.controlPort, '127.0.0.1').on('error', () => undefined);
    phone.control.on('data', (part) => (phone.output += part.toString()));
    return phone;
  }

  private async configure({ address, port }: Server, line: Line, says: Int16Array, transport: string): Promise<void> {
    mkdirSync(this.heardIn);
    const source = path.join(this.folder, 'says.wav');
    writeFileSync(source, writeWav(says));
    writeFileSync(path.join(this.folder, 'config'), [
      'module_path /usr/lib/baresip/modules', ...MODULES.map((name) => `module ${name}.so`), ...APPLICATIONS.map((name) => `module_app ${name}.so`),
      `ctrl_tcp_listen 127.0.0.1:${this.controlPort}`, `sip_listen 127.0.0.1:${await freeUdpPort()}`, `audio_source aufile,${source}`, 'audio_player aubridge,ear', 'audio_alert aubridge,bell',
      `snd_path ${this.heardIn}`, 'net_interface 127.0.0.1', 'rtp_ports 40000-49999', 'jitter_buffer_delay 0-1', 'ausrc_srate 8000', 'auplay_srate 8000', ''].join('\n'));
    writeFileSync(path.join(this.folder, 'accounts'),
      `<sip:${line.username}@${line.domain}>;auth_user=${line.username};auth_pass=${line.password};outbound="sip:${address}:${port};transport=${transport}";answermode=auto;regint=60;audio_codecs=PCMA\n`);
  }

  /// A command of baresip's menu, e.g. ('sndcode', '5').
  command(command: string, params = ''): void {
    const text = JSON.stringify({ command, params, token: 'test' });
    this.control.write(`${Buffer.byteLength(text)}:${text},`);
  }

  log(): string {
    return this.output;
  }

  private get ear(): string | undefined {
    const name = readdirSync(this.heardIn).find((one) => one.endsWith('-dec.wav'));
    return name && path.join(this.heardIn, name);
  }

  /// Waits until it has heard that much: a busy machine takes longer for it.
  hears(seconds: number): Promise<unknown> {
    return until(`${seconds} s of sound at baresip`, () => this.ear !== undefined && statSync(this.ear).size > 2 * RATE * seconds, 60_000);
  }

  /// Waits until it has closed its call, and with it the file of what it heard.
  over(): Promise<unknown> {
    return until('the end of the call at baresip', () => /CALL_CLOSED|session closed|terminated/i.test(this.output));
  }

  /// What it heard in its call; whole once the call is over.
  heard(): Int16Array {
    const file = this.ear;
    if (!file) throw new Error(`baresip heard nothing\n${this.output}`);
    return readWav(file).channels[0]!;
  }

  async stop(): Promise<void> {
    this.control.destroy();
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill('SIGTERM');
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(patience);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
