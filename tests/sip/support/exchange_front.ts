// The provider's only address, behind which each called number is a SIPp (or an agent) of its own: hands datagrams on
// by the number they are for and back. Counts what reaches the provider, and may lose datagrams.
import dgram from 'node:dgram';
import { header, parse, userOf } from './message.ts';
import type { Server } from './agent.ts';

export type Direction = 'to provider' | 'from provider';

export class ExchangeFront {
  private readonly byNumber = new Map<string, Server>();
  private readonly byCallId = new Map<string, { provider: Server; vss: Server }>();
  readonly invites = new Map<string, Set<string>>(); // number → Call-IDs
  /// Decides which datagrams get lost.
  lose?: (text: string, direction: Direction) => boolean;

  private constructor(private readonly socket: dgram.Socket, readonly address: string, readonly port: number) {
    socket.on('message', (bytes, from) => this.take(bytes, from));
    socket.on('error', () => undefined);
  }

  static async open(address: string): Promise<ExchangeFront> {
    const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve) => socket.bind(0, address, resolve));
    return new ExchangeFront(socket, address, socket.address().port);
  }

  /// Calls to this number go there.
  route(number: string, provider: Server): void {
    this.byNumber.set(number, provider);
  }

  /// What VSS needs to have this as its provider.
  get environment(): Record<string, string> {
    return { PROVIDER_HOST: this.address, PROVIDER_PORT: String(this.port), PROVIDER_USER: '78121234567', PROVIDER_PASSWORD: 'provider-password',
      VSS_RECORD_BASIS: 'not-needed' };
  }

  private take(bytes: Buffer, from: Server): void {
    const text = bytes.toString('latin1');
    const message = parse(text);
    const callId = header(message, 'call-id');
    const known = this.byCallId.get(callId);
    const isFromProvider = known && from.port === known.provider.port && from.address === known.provider.address;
    if (this.lose?.(text, isFromProvider ? 'from provider' : 'to provider')) return;
    if (isFromProvider) return this.pass(bytes, known.vss);
    if (known) return this.pass(bytes, known.provider);
    const number = userOf(message.uri ?? '');
    if (message.method === 'INVITE') this.count(number, callId);
    const provider = this.byNumber.get(number);
    if (!provider) return;
    this.byCallId.set(callId, { provider, vss: { address: from.address, port: from.port } });
    this.pass(bytes, provider);
  }

  private count(number: string, callId: string): void {
    if (!this.invites.has(number)) this.invites.set(number, new Set());
    this.invites.get(number)!.add(callId);
  }

  private pass(bytes: Buffer, to: Server): void {
    this.socket.send(bytes, to.port, to.address);
  }

  close(): void {
    this.socket.close();
  }
}
