// SIPp as caller, phone or provider; what its statistics file says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './process.mjs';

const scenarios = new URL('../scenarios/', import.meta.url).pathname;

export class Sipp {
  /** `name` names its files in `folder`; `args` are SIPp's own. */
  constructor({ folder, name, scenario, address, port, args = [] }) {
    this.stats = join(folder, `${name}.csv`);
    this.process = start('sipp', ['-sf', join(scenarios, scenario), '-i', address, '-p', String(port), '-nostdin', '-nd',
      '-trace_stat', '-stf', this.stats, '-fd', '1', '-trace_err', '-error_file', join(folder, `${name}.err`), ...args],
    { cwd: folder, stdio: 'ignore' });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.pid = this.process.pid;
  }

  /** The last row of its statistics, by column; nothing in the first second. */
  row() {
    if (!existsSync(this.stats)) return {};
    const lines = readFileSync(this.stats, 'utf8').trim().split('\n');
    const names = lines[0].split(';');
    const values = lines.at(-1).split(';');
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  }

  result() {
    const row = this.row();
    const count = (column) => Number(row[column] ?? 0);
    return { created: count('TotalCallCreated'), ok: count('SuccessfulCall(C)'), failed: count('FailedCall(C)'),
      retransmissions: count('Retransmissions(C)'), current: count('CurrentCall') };
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
}
