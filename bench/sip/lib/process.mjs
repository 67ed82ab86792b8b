// What the kernel knows about a process, and waiting with a deadline.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

const ticksPerSecond = 100;

const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** A child that does not outlive this process: a server left over would answer for the next one. */
export function start(program, args, options) {
  const child = spawn(program, args, options);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** User and system time so far, in seconds (proc(5), /proc/pid/stat): what compares on a machine shared with the load. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function residentKiB(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);
}

/** The local UDP ports of IPv4 that a process has open. */
export function udpPorts(pid) {
  const mine = new Set();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = readlinkSync(`/proc/${pid}/fd/${fd}`).match(/^socket:\[(\d+)\]$/)?.[1];
      if (inode) mine.add(inode);
    } catch {
      // Closed meanwhile.
    }
  }
  return readFileSync('/proc/net/udp', 'utf8').split('\n').slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => mine.has(columns[9]))
    .map((columns) => parseInt(columns[1].split(':')[1], 16));
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `check` is true; what it throws counts as not yet. */
export async function until(check, what, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    try {
      if (await check()) return;
    } catch {
      // Not there yet.
    }
    await sleep(50);
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
