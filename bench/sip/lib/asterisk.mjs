// Asterisk 22 in its own root (peer/chroot.sh), with the configuration of peer/asterisk/. In the foreground, unprivileged.
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, until } from './process.mjs';

const configuration = new URL('../peer/asterisk', import.meta.url).pathname;

// An account that registers by digest, named and keyed as one of VSS's slots.
const phone = ({ number, password, contact }) => `
[${number}](phone)
auth = ${number}
aors = ${number}
[${number}]
type = auth
auth_type = userpass
username = ${number}
password = ${password}
[${number}]
type = aor
max_contacts = 1
remove_existing = yes
${contact ? `contact = ${contact}\n` : ''}`;

export class Asterisk {
  /** `places`: the words in capitals of the configuration, SIP_PORT, AMI_PORT, CALLER_ADDRESS …; `phones`: accounts. */
  constructor({ root, places, phones = [] }) {
    Object.assign(this, { root, places, phones });
    this.recordings = join(root, 'var/spool/asterisk/monitor/bench');
  }

  async start() {
    const target = join(this.root, 'etc/asterisk-bench');
    rmSync(target, { recursive: true, force: true });
    cpSync(configuration, target, { recursive: true });
    for (const file of readdirSync(target)) {
      let text = readFileSync(join(target, file), 'utf8');
      for (const [word, value] of Object.entries(this.places)) text = text.replaceAll(word, String(value));
      if (file === 'pjsip.conf') text += this.phones.map(phone).join('');
      writeFileSync(join(target, file), text);
    }
    rmSync(this.recordings, { recursive: true, force: true });
    for (const folder of ['run/asterisk', 'var/spool/asterisk/monitor/bench']) mkdirSync(join(this.root, folder), { recursive: true });
    spawnSync('chroot', [this.root, 'chown', '-R', 'asterisk:asterisk', '/run/asterisk', '/etc/asterisk-bench', '/var/spool/asterisk/monitor']);
    this.child = start('chroot', [this.root, '/usr/sbin/asterisk', '-f', '-U', 'asterisk', '-G', 'asterisk', '-C', '/etc/asterisk-bench/asterisk.conf'],
      { stdio: 'ignore' });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    await until(() => this.cli('core waitfullybooted').includes('fully booted'), 'Asterisk');
    this.pid = Number(readFileSync(join(this.root, 'run/asterisk/asterisk.pid'), 'utf8'));
  }

  cli(command) {
    return spawnSync('chroot', [this.root, '/usr/sbin/asterisk', '-C', '/etc/asterisk-bench/asterisk.conf', '-rx', command], { encoding: 'utf8' }).stdout;
  }

  /** Its manager: Originate rings a phone and, when that answers, dials a number of the context from-caller. */
  async manager() {
    const socket = connect(this.places.AMI_PORT, '127.0.0.1');
    let answers = '';
    socket.on('data', (part) => (answers = (answers + part).slice(-2000)));
    const send = (fields) => socket.write(`${Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
    send({ Action: 'Login', Username: 'bench', Secret: 'bench-manager' });
    await until(() => answers.includes('Authentication accepted'), "Asterisk's manager");
    return { originate: (phone, number) => send({ Action: 'Originate', Channel: `PJSIP/${phone}`, Context: 'from-caller', Exten: number, Priority: 1,
      Timeout: 30_000, Async: 'true' }), close: () => socket.destroy() };
  }

  /** Removes what was recorded, so that a long run does not fill the disk. */
  async stop() {
    this.child.kill('SIGKILL');  // it holds nothing worth keeping, and a loaded one takes minutes to end
    await this.ended;
    rmSync(this.recordings, { recursive: true, force: true });
  }
}
