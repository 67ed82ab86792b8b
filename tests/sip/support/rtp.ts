// One end of an RTP stream (RFC 3550) of G.711 A-law: sends samples in frames of 20 ms, keeps what comes.
import dgram from 'node:dgram';
import { ALAW, toAlaw } from './g711.ts';
import type { Server } from './agent.ts';

const FRAME = 160;
const EVENTS = '0123456789*#ABCD';

export interface Packet {
  from: Server;
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payload: Buffer;
  at: number; // ms, monotonic
}

export class RtpEnd {
  readonly packets: Packet[] = [];
  private readonly ssrc = Math.floor(Math.random() * 2 ** 32);
  private sequence = Math.floor(Math.random() * 1000);
  private timestamp = Math.floor(Math.random() * 1e6);
  private ticker?: NodeJS.Timeout;
  playedAt = 0; // when the first sample of play() left; ms, monotonic
  private constructor(private readonly socket: dgram.Socket, readonly address: string, readonly port: number) {}

  static async open(address = '127.0.0.1', port = 0): Promise<RtpEnd> {
    const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve) => socket.bind(port, address, resolve));
    const end = new RtpEnd(socket, address, socket.address().port);
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => end.take(bytes, from));
    return end;
  }

  private take(bytes: Buffer, from: Server): void {
    if (bytes.length < 12 || bytes[0]! >> 6 !== 2) return;
    this.packets.push({ from: { address: from.address, port: from.port }, payloadType: bytes[1]! & 0x7f, marker: bytes[1]! > 127, sequence: bytes.readUInt16BE(2),
      timestamp: bytes.readUInt32BE(4), ssrc: bytes.readUInt32BE(8), payload: bytes.subarray(12 + 4 * (bytes[0]! & 15)), at: performance.now() });
  }

  sendPacket(to: Server, payloadType: number, payload: Buffer, marker = false, ssrc = this.ssrc): void {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = payloadType | (marker ? 0x80 : 0);
    head.writeUInt16BE(this.sequence++ & 0xffff, 2);
    head.writeUInt32BE(this.timestamp >>> 0, 4);
    head.writeUInt32BE(ssrc, 8);
    this.socket.send(Buffer.concat([head, payload]), to.port, to.address);
  }

  /// Sends the samples in real time, then silence until stop(). Gives when the samples are out.
  play(to: Server, samples: Int16Array, payloadType = 8): Promise<void> {
    const bytes = toAlaw(samples);
    const started = (this.playedAt = performance.now());
    let frames = 0;
    return new Promise((resolve) => {
      this.ticker = setInterval(() => {
        for (; performance.now() - started >= frames * 20; ++frames) {
          const frame = bytes.subarray(frames * FRAME, (frames + 1) * FRAME);
          this.sendPacket(to, payloadType, frame.length === FRAME ? frame : Buffer.alloc(FRAME, 0xd5), frames === 0);
          this.timestamp += FRAME;
          if ((frames + 1) * FRAME >= bytes.length) resolve();
        }
      }, 5);
    });
  }

  stop(): void {
    clearInterval(this.ticker);
  }

  /// A digit as RFC 4733 events: 100 ms, the last packet three times.
  async digit(to: Server, key: string, payloadType = 101): Promise<void> {
    this.stop();
    for (let i = 1; i <= 8; ++i) {
      const ends = i >= 6;
      const payload = Buffer.from([EVENTS.indexOf(key), (ends ? 0x80 : 0) | 10, 0, 0]);
      payload.writeUInt16BE(Math.min(i, 6) * FRAME, 2);
      this.sendPacket(to, payloadType, payload, i === 1);
      if (!ends) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.timestamp += 8 * FRAME;
  }

  /// The digits that came as events, each once.
  digits(payloadType = 101): string {
    const seen = new Map<number, string>();
    for (const packet of this.packets) if (packet.payloadType === payloadType) seen.set(packet.timestamp, EVENTS[packet.payload[0]!] ?? '?');
    return [...seen.values()].join('');
  }

  /// When the first sample of heard() came.
  heardAt(payloadType = 8): number {
    const audio = this.packets.filter((packet) => packet.payloadType === payloadType);
    return audio.reduce((first, one) => (one.timestamp < first.timestamp ? one : first)).at;
  }

  /// What came, laid out by its timestamps; silence where nothing did.
  heard(payloadType = 8): Int16Array {
    const audio = this.packets.filter((packet) => packet.payloadType === payloadType);
    if (audio.length === 0) return new Int16Array(0);
    const first = Math.min(...audio.map((packet) => packet.timestamp));
    const last = Math.max(...audio.map((packet) => packet.timestamp + packet.payload.length));
    const samples = new Int16Array(Math.min(last - first, 120 * 8000));
    for (const { timestamp, payload } of audio) for (let i = 0; i < payload.length; ++i) samples[timestamp - first + i] = ALAW[payload[i]!]!;
    return samples;
  }

  close(): void {
    this.stop();
    this.socket.close();
  }
}
