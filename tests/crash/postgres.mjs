// A PostgreSQL 15 server of the test's own, durable as a real one: nothing may be lost because of it.
import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

const kPrograms = process.env.VSS_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const kAs = process.getuid() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];  // it refuses to run as root

function run(program, ...args) {
  const [command, ...rest] = [...kAs, join(kPrograms, program), ...args];
  execFileSync(command, rest, {cwd: '/', stdio: 'ignore'});
}

/** Starts it in `folder`, which may be deleted after stop(). */
export function startPostgres(folder, port) {
  mkdirSync(folder);
  if (kAs.length) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-U', 'vss', '-A', 'trust', '-E', 'UTF8', '--no-sync');
  run('pg_ctl', 'start', '-w', '-D', data, '-o', `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`, '-l', join(folder, 'log'));
  run('psql', '-h', '127.0.0.1', '-p', String(port), '-U', 'vss', '-d', 'postgres', '-qc', 'CREATE DATABASE vss_db');
  return {url: `postgresql://vss@127.0.0.1:${port}/vss_db`, stop: () => run('pg_ctl', 'stop', '-m', 'immediate', '-D', data)};
}
