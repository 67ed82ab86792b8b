// Repeatable randomness: the same seed asks for the same changes.

/** mulberry32: small, even enough, and the same everywhere. */
export function makeRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    /** A whole number, from and to included. */
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (list) => list[Math.floor(next() * list.length)],
    /** A key of `weights`, as often as its weight says. */
    weighted(weights) {
      let left = next() * Object.values(weights).reduce((a, b) => a + b, 0);
      for (const [key, weight] of Object.entries(weights)) if ((left -= weight) < 0) return key;
      return Object.keys(weights)[0];
    },
  };
}
