// Clients that cost little: WebSocket by hand, frames made beforehand, answers counted rather than parsed.
import { randomBytes } from 'node:crypto';
import net from 'node:net';

// A masked text frame. The mask is zero, so the server's work is the same and ours is none.
export function frame(text) {
  const data = Buffer.from(text);
  const head = data.length < 126 ? Buffer.from([0x81, 0x80 | data.length]) : Buffer.from([0x81, 0xfe, data.length >> 8, data.length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), data]);
}

export class LightClient {
  frames = 0; // whole text frames received
  onFrames = () => {}; // called with how many came in one read
  onText = null; // called with each text while it is set
  #rest = Buffer.alloc(0);
  #socket;

  static open(port, token) {
    const client = new LightClient();
    return new Promise((resolve, reject) => {
      const socket = (client.#socket = net.connect(port, '127.0.0.1'));
      socket.setNoDelay(true).on('error', reject);
      socket.write(
        `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
      let head = Buffer.alloc(0);
      const handshake = (part) => {
        head = Buffer.concat([head, part]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(head.toString('latin1', 0, 200)));
        socket.off('data', handshake).on('data', (more) => client.#take(more));
        client.onText = (text) => {
          if (!text.startsWith('40')) return;
          client.onText = null;
          resolve(client);
        };
        socket.write(frame(`40${JSON.stringify({ token })}`));
        client.#take(head.subarray(end + 4));
      };
      socket.on('data', handshake);
    });
  }

  #take(part) {
    let bytes = this.#rest.length ? Buffer.concat([this.#rest, part]) : part;
    let at = 0, count = 0;
    while (bytes.length - at >= 2) {
      const short = bytes[at + 1] & 0x7f;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (bytes.length - at < head) break;
      const length = short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
      if (bytes.length - at < head + length) break;
      if (length === 1 && bytes[at + head] === 0x32) this.send(PONG);
      else count += 1;
      if (this.onText) this.onText(bytes.toString('utf8', at + head, at + head + length));
      at += head + length;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : Buffer.alloc(0);
    this.frames += count;
    if (count > 0) this.onFrames(count);
  }

  send(bytes) {
    this.#socket.write(bytes);
  }

  ask(text, starts) {
    return new Promise((resolve) => {
      this.onText = (answer) => {
        if (!answer.startsWith(starts)) return;
        this.onText = null;
        resolve(answer);
      };
      this.send(frame(text));
    });
  }

  close() {
    this.#socket.destroy();
  }
}
const PONG = frame('3');
