// A WebSocket client that does what no library would: sends any bytes, and stops reading.
import { randomBytes } from 'node:crypto';
import net from 'node:net';

export class RawWebSocket {
  private buffer = Buffer.alloc(0);
  readonly messages: string[] = []; // text frames, as they came
  bytes = 0; // received in all
  closeCode = 0; // of the close frame; 0: none came
  gone = false;
  private constructor(readonly socket: net.Socket) {}

  static async open(port: number, query = 'EIO=4&transport=websocket', headers: Record<string, string> = {}): Promise<RawWebSocket> {
    const socket = net.connect(port, '127.0.0.1');
    const raw = new RawWebSocket(socket);
    socket.on('error', () => (raw.gone = true)).on('close', () => (raw.gone = true));
    const all = { Host: `127.0.0.1:${port}`, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': randomBytes(16).toString('base64'), 'Sec-WebSocket-Version': '13', ...headers };
    socket.write(`GET /socket.io/?${query} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    await new Promise<void>((resolve, reject) => {
      const collect = (part: Buffer) => {
        raw.buffer = Buffer.concat([raw.buffer, part]);
        const end = raw.buffer.indexOf('\r\n\r\n');
        if (end < 0) return;
        socket.off('data', collect);
        const head = raw.buffer.subarray(0, end).toString();
        if (!head.startsWith('HTTP/1.1 101')) return reject(new Error(head));
        raw.buffer = raw.buffer.subarray(end + 4);
        socket.on('data', (more) => raw.take(more));
        raw.take(Buffer.alloc(0));
        resolve();
      };
      socket.on('data', collect);
      socket.once('close', () => reject(new Error('closed before the handshake')));
    });
    return raw;
  }

  private take(part: Buffer): void {
    this.bytes += part.length;
    this.buffer = Buffer.concat([this.buffer, part]);
    for (;;) {
      if (this.buffer.length < 2) return;
      const short = this.buffer[1]! & 0x7f;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (this.buffer.length < head) return;
      const length = short === 126 ? this.buffer.readUInt16BE(2) : short === 127 ? Number(this.buffer.readBigUInt64BE(2)) : short;
      if (this.buffer.length < head + length) return;
      const data = this.buffer.subarray(head, head + length);
      const opcode = this.buffer[0]! & 0x0f;
      if (opcode === 1) this.messages.push(data.toString());
      if (opcode === 8 && length >= 2) this.closeCode = data.readUInt16BE(0);
      this.buffer = this.buffer.subarray(head + length);
    }
  }

  /// A masked frame; 0x81 is a whole text message, 0x82 a binary one.
  frame(data: string | Buffer, first = 0x81): this {
    const bytes = Buffer.from(data as string);
    const mask = randomBytes(4);
    const length = bytes.length;
    const head = length < 126 ? Buffer.from([first, 0x80 | length]) : length < 65536 ? Buffer.from([first, 0x80 | 126, length >> 8, length & 255]) : Buffer.concat([Buffer.from([first, 0x80 | 127]), long(length)]);
    for (let i = 0; i < length; i++) bytes[i]! ^= mask[i % 4]!;
    return this.write(Buffer.concat([head, mask, bytes]));
  }

  write(bytes: Buffer): this {
    if (!this.gone) this.socket.write(bytes);
    return this;
  }

  async until(what: string, condition: () => boolean, ms = 15_000): Promise<this> {
    for (const late = Date.now() + ms; !condition(); ) {
      if (Date.now() > late) throw new Error(`not within ${ms} ms: ${what}; received ${this.messages.slice(-3)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this;
  }

  closed(ms?: number): Promise<this> {
    return this.until('closed', () => this.gone, ms);
  }

  /// Signs in.
  async connect(token: string): Promise<this> {
    this.frame(`40${JSON.stringify({ token })}`);
    return this.until('connected', () => this.messages.some((message) => message.startsWith('40{')));
  }

  /// The kernel's buffers fill, and then the server's queue.
  stopReading(): void {
    this.socket.pause();
  }
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
