import { describe, expect, it } from 'vitest';
import { fromAlaw, fromUlaw, peaksOf } from './wav';

function wav(format: number, channels: number, data: number[], said = data.length): ArrayBuffer {
  const file = new ArrayBuffer(44 + data.length);
  const view = new DataView(file);
  const text = (at: number, words: string) => [...words].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF'); text(8, 'WAVE'); text(12, 'fmt '); text(36, 'data');
  view.setUint32(16, 16, true);
  view.setUint16(20, format, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, 8000, true);
  view.setUint32(40, said, true);
  data.forEach((byte, index) => view.setUint8(44 + index, byte));
  return file;
}

describe('G.711', () => {
  it('is decoded as ITU-T G.711 says', () => {
    expect([fromAlaw(0xd5), fromAlaw(0x55), fromAlaw(0xaa), fromAlaw(0x2a)]).toEqual([8, -8, 32256, -32256]);
    expect([fromUlaw(0xff), fromUlaw(0x80), fromUlaw(0x00)].map((value) => value + 0)).toEqual([0, 32124, -32124]);
  });
});

describe('peaks', () => {
  it('are found for each channel', () => {
    const sound = peaksOf(wav(6, 2, [0xd5, 0xaa, 0xd5, 0xd5, 0xaa, 0xd5, 0xd5, 0xd5]), 2);
    expect(sound?.channels.map((peaks) => peaks.map((peak) => Math.round(peak * 100)))).toEqual([[0, 98], [98, 0]]);
    expect(sound?.seconds).toBe(4 / 8000);
  });

  it('are those of what is there when the file says more', () => {
    expect(peaksOf(wav(7, 1, [0x80, 0xff], 9999), 2)?.channels[0]?.map((peak) => Math.round(peak * 100))).toEqual([98, 0]);
  });

  it('are none of what is no recording', () => {
    expect(peaksOf(new ArrayBuffer(4), 8)).toBeNull();
    expect(peaksOf(wav(85, 1, [1, 2]), 8)).toBeNull();
  });
});
