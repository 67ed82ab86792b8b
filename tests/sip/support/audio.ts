// Sound as samples of 8 kHz: a signal that is like nothing else, WAV files, and how alike two pieces are.
import { readFileSync } from 'node:fs';
import { ALAW, fromG711, toAlaw, ULAW } from './g711.ts';

export const RATE = 8000;

/// Noise between about 300 and 3000 Hz that the seed decides: its correlation with anything but itself is near 0.
export function signal(seconds: number, seed: number): Int16Array {
  let state = seed >>> 0 || 1;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
  let low = 0;
  let high = 0;
  return Int16Array.from({ length: seconds * RATE }, () => {
    low += 0.65 * (random() - low); // takes off above 3 kHz
    high += 0.2 * (low - high); // what is below 300 Hz, taken off
    return Math.max(-32_000, Math.min(32_000, Math.round(20_000 * (low - high))));
  });
}

export interface Likeness {
  correlation: number; // −1 … 1
  delay_ms: number; // of `heard` against `sent`
}

/// The normalised cross-correlation of `sent` with every stretch of `heard` of its length, and where it is greatest.
/// A coarse pass over every fourth sample finds the places worth a look.
export function likeness(sent: Int16Array, heard: Int16Array, from = 0, to = heard.length - sent.length): Likeness {
  if (to < from) throw new Error(`heard ${heard.length} samples, ${sent.length} are needed`);
  const tried: [lag: number, value: number][] = [];
  for (let lag = from; lag <= to; ++lag) tried.push([lag, correlate(sent, heard, lag, 16)]);
  const best = tried.sort((a, b) => b[1] - a[1]).slice(0, 50).map(([lag]): Likeness => ({ correlation: correlate(sent, heard, lag, 1), delay_ms: (1000 * lag) / RATE }));
  return best.reduce((a, b) => (b.correlation > a.correlation ? b : a));
}

function correlate(a: Int16Array, b: Int16Array, lag: number, step: number): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i += step) {
    const x = a[i]!;
    const y = b[i + lag]!;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa && bb ? dot / Math.sqrt(aa * bb) : 0;
}

/// How much of `sent` is in `heard`, 0 … 1: of its pieces of 200 ms the share that is heard unchanged about where it should be. Ends that
/// play by the clock drop or add a packet when the machine stalls; that costs a piece here, while the correlation of the whole falls
/// with all that comes after it.
export function shareHeard(sent: Int16Array, heard: Int16Array): number {
  const PIECE = RATE / 5;
  const ASIDE = RATE / 4;
  const overall = Math.round((likeness(sent, heard).delay_ms * RATE) / 1000);
  const pieces = Array.from({ length: Math.floor(sent.length / PIECE) }, (_, n) => n * PIECE);
  const found = pieces.filter((at) => {
    const piece = sent.subarray(at, at + PIECE);
    const from = Math.max(0, overall + at - ASIDE);
    const to = Math.min(heard.length - PIECE, overall + at + ASIDE);
    return to >= from && likeness(piece, heard, from, to).correlation > 0.95;
  });
  return found.length / pieces.length;
}

/// How loud, 0 … 32,767.
export const loudness = (samples: Int16Array): number => Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / Math.max(1, samples.length));

export interface Wav {
  rate: number;
  format: number; // 1 PCM, 6 A-law, 7 µ-law
  channels: Int16Array[];
}

export function parseWav(bytes: Buffer): Wav {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') throw new Error('no WAV file');
  let format: Buffer | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const kind = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const chunk = bytes.subarray(at + 8, at + 8 + size);
    if (kind === 'fmt ') format = chunk;
    if (kind === 'data') return decode(format!, chunk);
    at += 8 + size + (size % 2);
  }
  throw new Error('a WAV file without data');
}

function decode(header: Buffer, data: Buffer): Wav {
  const [format, count, rate, bits] = [header.readUInt16LE(0), header.readUInt16LE(2), header.readUInt32LE(4), header.readUInt16LE(14)];
  const width = bits / 8;
  const frames = Math.floor(data.length / (width * count));
  const read = (at: number) => (format === 6 ? ALAW[data[at]!]! : format === 7 ? ULAW[data[at]!]! : data.readInt16LE(at));
  const channels = Array.from({ length: count }, (_, channel) => Int16Array.from({ length: frames }, (_, i) => read((i * count + channel) * width)));
  return { rate, format, channels };
}

export const readWav = (file: string): Wav => parseWav(readFileSync(file));

/// A mono WAV of 16 bits.
export function writeWav(samples: Int16Array): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/// What is left of the signal after A-law: what a perfect line delivers.
export const throughAlaw = (samples: Int16Array): Int16Array => fromG711(toAlaw(samples), ALAW);
