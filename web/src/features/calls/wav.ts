// What a recording looks like: the loudest sample of each stretch, for each channel. Reads what VSS writes (G.711, two channels)
// and 16-bit PCM.
export interface Sound {
  channels: number[][]; // peaks, 0 to 1
  seconds: number;
}

const FORMATS = { 1: 2, 6: 1, 7: 1 } as const; // PCM, A-law, µ-law: bytes a sample

/// ITU-T G.711: one byte to a linear sample of 16 bits.
export function fromAlaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = code & 15;
  const size = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return code & 0x80 ? size : -size;
}

export function fromUlaw(byte: number): number {
  const code = ~byte & 0xff;
  const size = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return code & 0x80 ? -size : size;
}

/// null: it is no recording that can be drawn.
export function peaksOf(file: ArrayBuffer, stretches: number): Sound | null {
  const view = new DataView(file);
  const tag = (at: number) => String.fromCharCode(...new Uint8Array(file, at, 4));
  if (file.byteLength < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return null;
  let format = 0, count = 0, rate = 0;
  for (let at = 12; at + 8 <= file.byteLength;) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === 'fmt ' && at + 24 <= file.byteLength) [format, count, rate] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint32(at + 12, true)];
    // A recording that a stop cut short may say more than there is.
    if (tag(at) === 'data') return draw(view, at + 8, Math.min(size, file.byteLength - at - 8), format, count, rate, stretches);
    at += 8 + size + (size % 2);
  }
  return null;
}

function draw(view: DataView, from: number, bytes: number, format: number, count: number, rate: number, stretches: number): Sound | null {
  const width = FORMATS[format as keyof typeof FORMATS];
  if (!width || count < 1 || count > 2 || rate === 0) return null;
  const frames = Math.floor(bytes / (width * count));
  const sample = (at: number) => (format === 1 ? view.getInt16(at, true) : (format === 6 ? fromAlaw : fromUlaw)(view.getUint8(at)));
  const channels = Array.from({ length: count }, () => new Array<number>(stretches).fill(0));
  for (let frame = 0; frame < frames; ++frame) {
    const stretch = Math.floor((frame * stretches) / frames);
    for (let channel = 0; channel < count; ++channel) {
      const loud = Math.abs(sample(from + (frame * count + channel) * width)) / 32768;
      const peaks = channels[channel]!;
      if (loud > peaks[stretch]!) peaks[stretch] = loud;
    }
  }
  return { channels, seconds: frames / rate };
}
