// perf's stacks as a flame graph, drawn by the flamegraph.pl of Debian's libdevel-nytprof-perl.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const painter = '/usr/share/perl5/Devel/NYTProf/flamegraph.pl';
const limit = 1 << 30;

/** One line a stack, outermost function first, with how often it was seen: `main;Loop::Run;Parse 12`. */
export function fold(script) {
  const counts = new Map();
  for (const sample of script.split('\n\n')) {
    const frames = sample.split('\n').slice(1)
      .map((line) => /^\s+[0-9a-f]+ (.*?)(?:\+0x[0-9a-f]+)? \(.*\)$/.exec(line)?.[1])
      .filter(Boolean)
      .map((name) => name.replace(/\(.*$/, '').replaceAll('boost::asio::', 'asio::').replaceAll(';', ':'));
    if (frames.length === 0) continue;
    const key = frames.reverse().join(';');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${key} ${count}`).join('\n');
}

/** Draws what `perf record --call-graph dwarf` wrote to `data` into the SVG `file`. */
export function drawFlames(data, file, title) {
  const script = spawnSync('perf', ['script', '-i', data, '--no-inline', '-F', 'ip,sym,dso'], { encoding: 'utf8', maxBuffer: limit });
  // Without a header line a sample begins with its first frame.
  const stacks = fold(script.stdout.split('\n\n').map((sample) => `sample\n${sample.replace(/^\n+/, '')}`).join('\n\n'));
  const picture = spawnSync('perl', [painter, '--title', title, '--minwidth', '1', '--hash', '--countname', 'samples'], { input: stacks, encoding: 'utf8', maxBuffer: limit });
  if (picture.status !== 0) throw new Error(`flamegraph.pl: ${picture.stderr}`);
  writeFileSync(file, picture.stdout);
}
