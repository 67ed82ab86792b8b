// A-law and µ-law (ITU-T G.711), by table both ways.

function alawToLinear(byte: number): number {
  const a = byte ^ 0x55;
  const segment = (a & 0x70) >> 4;
  let value = ((a & 0x0f) << 4) + 8;
  if (segment > 0) value = (value + 0x100) << (segment - 1);
  return a & 0x80 ? value : -value;
}

function ulawToLinear(byte: number): number {
  const u = ~byte & 0xff;
  const value = (((u & 0x0f) << 3) + 0x84) << ((u & 0x70) >> 4);
  return u & 0x80 ? 0x84 - value : value - 0x84;
}

const decoded = (toLinear: (byte: number) => number) => Int16Array.from({ length: 256 }, (_, byte) => toLinear(byte));
export const ALAW = decoded(alawToLinear);
export const ULAW = decoded(ulawToLinear);

/// The byte whose value is nearest, for each of the 65,536 samples.
const encodeAlaw = (() => {
  const sorted = [...ALAW.entries()].sort((a, b) => a[1] - b[1]);
  const table = new Uint8Array(65_536);
  for (let sample = -32_768, at = 0; sample < 32_768; ++sample) {
    while (at + 1 < sorted.length && Math.abs(sorted[at + 1]![1] - sample) <= Math.abs(sorted[at]![1] - sample)) ++at;
    table[sample + 32_768] = sorted[at]![0];
  }
  return table;
})();

export const toAlaw = (samples: Int16Array): Buffer => Buffer.from(Uint8Array.from(samples, (sample) => encodeAlaw[sample + 32_768]!));

export const fromG711 = (bytes: Uint8Array, table: Int16Array): Int16Array => Int16Array.from(bytes, (byte) => table[byte]!);
