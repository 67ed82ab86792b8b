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
