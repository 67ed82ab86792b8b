// A bare TCP connection, for what no HTTP client would send.
import net from 'node:net';

export class Raw {
  private text = '';
  private ended = false;
  private constructor(private readonly socket: net.Socket) {
    socket.on('data', (part) => (this.text += part.toString('latin1')));
    socket.on('close', () => (this.ended = true));
    socket.on('error', () => (this.ended = true));
  }

  /// From that address of the loopback.
  static open(port: number, localAddress?: string): Promise<Raw> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port, host: '127.0.0.1', localAddress }, () => resolve(new Raw(socket)));
      socket.once('error', reject);
    });
  }

  send(text: string): this {
    if (!this.ended) this.socket.write(text, 'latin1');
    return this;
  }

  /// What came so far.
  get received(): string {
    return this.text;
  }

  /// The connection is closed.
  get gone(): boolean {
    return this.ended;
  }

  get statuses(): number[] {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  async until(condition: () => boolean, ms = 20_000): Promise<this> {
    for (const late = Date.now() + ms; !condition(); ) {
      if (Date.now() > late) throw new Error(`not within ${ms} ms; received:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this;
  }

  answers(count: number, ms?: number): Promise<this> {
    return this.until(() => this.statuses.length >= count, ms);
  }

  closed(ms?: number): Promise<this> {
    return this.until(() => this.ended, ms);
  }

  /// Reads nothing any more.
  pause(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }
}
