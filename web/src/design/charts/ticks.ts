const DAY_S = 86_400;

/// Points a day apart (seconds since 1970), or so many hours that their days are what one reads.
export const isByDay = (times: readonly number[]): boolean => times.length > 1 && (times[1]! - times[0]! >= DAY_S || times.at(-1)! - times[0]! > 2 * DAY_S);

/// Labels of days stand at points, the last among them, about `step` seconds apart: a day's label between two points names neither.
export function dayTicks(times: readonly number[], step: number): number[] {
  const ticks: number[] = [];
  let next = Infinity;
  for (const time of times.toReversed()) {
    if (time > next) continue;
    ticks.push(time);
    next = time - step;
  }
  return ticks.toReversed();
}

const SHORTEST_S = 300; // less is no course

/// What the axis of time shows: all of it, at the least five minutes; also of one point or none, to which uPlot would give a day.
export function span(times: readonly number[], now: number): [number, number] {
  const last = times.at(-1) ?? now;
  return [Math.min(times[0] ?? last, last - SHORTEST_S), last];
}
