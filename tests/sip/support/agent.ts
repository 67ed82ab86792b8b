// A SIP agent of the tests' own, for what SIPp cannot do: SHA-256, exact races, wrong bytes, spoofed sources, other
// addresses of the loopback. It does nothing by itself: no retransmission, no automatic answer.
import { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import net from 'node:net';
import { authorize, parseChallenge, type Challenge, type Credentials } from './digest.ts';
import { all, answer, cseqOf, header, parse, sdp, tagOf, uriOf, write, type Headers, type Message } from './message.ts';
import { sleep, until } from './wait.ts';

export interface Server {
  address: string;
  port: number;
}

const REASONS: Record<number, string> = { 100: 'Trying', 180: 'Ringing', 183: 'Session Progress', 200: 'OK', 302: 'Moved Temporarily', 407: 'Proxy Authentication Required', 486: 'Busy Here', 487: 'Request Terminated' };

export const token = (bytes = 6): string => randomBytes(bytes).toString('hex');

/// How bytes leave and arrive.
interface Wire {
  readonly transport: 'UDP' | 'TCP';
  readonly address: string;
  readonly port: number;
  send(bytes: Buffer, to: Server): void;
  close(): void;
}

class UdpWire implements Wire {
  readonly transport = 'UDP';
  private constructor(private readonly socket: dgram.Socket, readonly address: string, readonly port: number) {}

  static async open(address: string, port: number, take: (text: string, from: Server) => void): Promise<UdpWire> {
    const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    socket.on('message', (bytes, from) => take(bytes.toString('latin1'), from));
    socket.on('error', () => undefined); // a port that is closed by now answers with ICMP
    await new Promise<void>((resolve) => socket.bind(port, address, resolve));
    return new UdpWire(socket, address, socket.address().port);
  }

  send(bytes: Buffer, to: Server): void {
    this.socket.send(bytes, to.port, to.address);
  }
  close(): void {
    this.socket.close();
  }
}

export class TcpWire implements Wire {
  readonly transport = 'TCP';
  raw = ''; // all that arrived, for what is no message
  closed = false;
  private rest = '';
  private constructor(readonly socket: net.Socket, private readonly take: (text: string, from: Server) => void, private readonly server: Server) {
    socket.setNoDelay(true);
    socket.on('data', (part) => this.onData(part.toString('latin1')));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => (this.closed = true));
  }
  get address(): string {
    return this.socket.localAddress!;
  }
  get port(): number {
    return this.socket.localPort!;
  }

  static open(server: Server, take: (text: string, from: Server) => void, localAddress?: string): Promise<TcpWire> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port: server.port, host: server.address, localAddress }, () => resolve(new TcpWire(socket, take, server)));
      socket.once('error', reject);
    });
  }

  private onData(part: string): void {
    this.raw += part;
    this.rest += part;
    for (;;) {
      this.rest = this.rest.replace(/^(\r\n)+/, '');
      const end = this.rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/^(?:content-length|l)\s*:\s*(\d+)/im.exec(this.rest.slice(0, end))?.[1] ?? 0);
      if (this.rest.length < end + 4 + length) return;
      const text = this.rest.slice(0, end + 4 + length);
      this.rest = this.rest.slice(end + 4 + length);
      this.take(text, this.server);
    }
  }

  send(bytes: Buffer): void {
    if (!this.closed) this.socket.write(bytes);
  }
  close(): void {
    this.socket.destroy();
  }
}

export interface Arrival {
  message: Message;
  from: Server;
  at: number; // ms, monotonic
}

export class Agent {
  wire!: Wire;
  readonly arrivals: Arrival[] = [];
  private taken = new Set<Arrival>();
  /// Sees each message first; what it returns true for is not kept.
  filter?: (arrival: Arrival) => boolean;

  private constructor(readonly server: Server) {}

  static async udp(server: Server, address = '127.0.0.1', port = 0): Promise<Agent> {
    const agent = new Agent(server);
    agent.wire = await UdpWire.open(address, port, (text, from) => agent.take(text, from));
    return agent;
  }

  static async tcp(server: Server, address?: string): Promise<Agent> {
    const agent = new Agent(server);
    agent.wire = await TcpWire.open(server, (text, from) => agent.take(text, from), address);
    return agent;
  }

  private take(text: string, from: Server): void {
    if (/^[\r\n\0]*$/.test(text)) return; // keep-alive
    const arrival = { message: parse(text), from, at: performance.now() };
    if (!this.filter?.(arrival)) this.arrivals.push(arrival);
  }

  close(): void {
    this.wire.close();
  }

  get contact(): string {
    const { address, port, transport } = this.wire;
    return `sip:agent@${address}:${port}${transport === 'TCP' ? ';transport=tcp' : ''}`;
  }

  /// A Via of this agent, with a branch of its own unless one is given.
  via(branch = `z9hG4bK${token()}`): string {
    return `SIP/2.0/${this.wire.transport} ${this.wire.address}:${this.wire.port};branch=${branch};rport`;
  }

  send(text: string, to: Server = this.server): void {
    this.wire.send(Buffer.from(text, 'latin1'), to);
  }

  /// Answers to where the request came from.
  respond(to: Arrival, status: number, tag = '', more: Headers = [], body = ''): void {
    this.send(answer(to.message, status, REASONS[status] ?? 'Answer', tag, more, body), to.from);
  }

  /// The first arrival not yet taken that fits.
  async next(what: string, fits: (message: Message) => boolean, ms = 10_000): Promise<Arrival> {
    const arrival = await until(`${what} (arrived: ${this.seen() || 'nothing'})`, () => this.arrivals.find((one) => !this.taken.has(one) && fits(one.message)), ms)
      .catch((error: Error) => {
        throw new Error(`${error.message}; arrived by then: ${this.seen() || 'nothing'}`);
      });
    this.taken.add(arrival);
    return arrival;
  }

  request(method: string, ms?: number): Promise<Arrival> {
    return this.next(`${method} request`, (message) => message.method === method, ms);
  }

  /// A response to the request with that Call-ID and CSeq, not a provisional one unless asked for.
  async response(to: Message, ms?: number, least = 200): Promise<Message> {
    const [number, method] = cseqOf(to);
    const fits = (message: Message) => message.status !== undefined && message.status >= least && header(message, 'call-id') === header(to, 'call-id') &&
      cseqOf(message)[0] === number && cseqOf(message)[1] === method;
    return (await this.next(`response to ${to.start}`, fits, ms)).message;
  }

  /// Nothing that fits arrives for that long.
  async silence(ms: number, fits: (message: Message) => boolean = () => true): Promise<void> {
    await sleep(ms);
    const found = this.arrivals.find((one) => !this.taken.has(one) && fits(one.message));
    if (found) throw new Error(`nothing was to come, but this did:\n${found.message.text}`);
  }

  private seen(): string {
    return this.arrivals.map(({ message }) => (message.status ? `${message.status} ${cseqOf(message)[1]}` : message.method)).join(', ');
  }

  /// A request with the headers that every one has; `more` replaces those of the same name.
  build(method: string, uri: string, more: Headers = [], body = ''): Message {
    const given = new Set(more.map(([name]) => name.toLowerCase()));
    const usual: Headers = [['Via', this.via()], ['Max-Forwards', '70'], ['From', `<sip:agent@vss.internal>;tag=${token()}`], ['To', `<${uri}>`],
      ['Call-ID', token(10)], ['CSeq', `1 ${method}`], ['Contact', `<${this.contact}>`]];
    return parse(write(`${method} ${uri} SIP/2.0`, [...usual.filter(([name]) => !given.has(name.toLowerCase())), ...more], body));
  }

  /// Sends and waits for the final response.
  async ask(request: Message, ms?: number): Promise<Message> {
    this.send(request.text);
    return this.response(request, ms);
  }

  /// The challenges of a 401 or 407.
  static challenges(response: Message): Challenge[] {
    return [...all(response, 'www-authenticate'), ...all(response, 'proxy-authenticate')].map(parseChallenge);
  }
}

export interface Line extends Credentials {
  number: number;
  domain: string;
}

/// A telephone that registers as a line and takes or makes calls.
export class Phone {
  callId = token(10);
  private cseq = 0;
  private fromTag = token();
  private constructor(readonly agent: Agent, readonly line: Line) {}

  static async udp(server: Server, line: Line, address?: string): Promise<Phone> {
    return new Phone(await Agent.udp(server, address), line);
  }
  static async tcp(server: Server, line: Line): Promise<Phone> {
    return new Phone(await Agent.tcp(server), line);
  }

  get aor(): string {
    return `sip:${this.line.username}@${this.line.domain}`;
  }
  get contact(): string {
    return this.agent.contact.replace('sip:agent@', `sip:${this.line.username}@`);
  }

  /// A REGISTER of this phone, the next in its order.
  registerRequest(more: Headers = []): Message {
    const given = new Set(more.map(([name]) => name.toLowerCase()));
    const usual: Headers = [['From', `<${this.aor}>;tag=${this.fromTag}`], ['To', `<${this.aor}>`], ['Call-ID', this.callId], ['CSeq', `${++this.cseq} REGISTER`],
      ['Contact', `<${this.contact}>`], ['Expires', '300']];
    return this.agent.build('REGISTER', `sip:${this.line.domain}`, [...usual.filter(([name]) => !given.has(name.toLowerCase())), ...more]);
  }

  /// Registers, answering the challenge by that algorithm; gives the final response.
  async register(more: Headers = [], algorithm = 'MD5'): Promise<Message> {
    const refused = await this.agent.ask(this.registerRequest(more));
    if (refused.status !== 401) return refused;
    const challenge = Agent.challenges(refused).find((one) => one.algorithm.toUpperCase() === algorithm);
    if (!challenge) throw new Error(`no ${algorithm} challenge in\n${refused.text}`);
    return this.agent.ask(this.registerRequest([...more, ['Authorization', this.proof(challenge)]]));
  }

  proof(challenge: Challenge, nc = 1, method = 'REGISTER', uri = `sip:${this.line.domain}`, password = this.line.password): string {
    return authorize(challenge, { username: this.line.username, password }, { method, uri, nc });
  }

  async mustRegister(): Promise<void> {
    const answered = await this.register();
    if (answered.status !== 200) throw new Error(`REGISTER of ${this.line.username}: ${answered.start}`);
  }

  /// Waits for a call.
  async incoming(ms?: number): Promise<Dialog> {
    return new Dialog(this.agent, await this.agent.request('INVITE', ms), `<${this.contact}>`);
  }

  close(): void {
    this.agent.close();
  }
}

/// A call that came in, from the INVITE on.
export class Dialog {
  tag = token();
  private cseq = 100;
  constructor(readonly agent: Agent, readonly invite: Arrival, readonly contact: string) {}

  ring(): void {
    this.agent.respond(this.invite, 180, this.tag, [['Contact', this.contact]]);
  }

  /// 200 with our media.
  sayYes(rtpPort: number, address = this.agent.wire.address): void {
    this.agent.respond(this.invite, 200, this.tag, [['Contact', this.contact]], sdp(address, rtpPort));
  }

  /// The same, and waits for the ACK.
  async accept(rtpPort: number, address = this.agent.wire.address): Promise<Arrival> {
    this.sayYes(rtpPort, address);
    return this.agent.request('ACK');
  }

  /// Answers a re-INVITE.
  async reaccept(again: Arrival, rtpPort: number, address = this.agent.wire.address): Promise<void> {
    this.agent.respond(again, 200, '', [['Contact', this.contact]], sdp(address, rtpPort, 'sendrecv', 2));
    await this.agent.request('ACK');
  }

  /// A request inside the dialog, from this side.
  inside(method: string, more: Headers = [], body = ''): Message {
    const given = new Set(more.map(([name]) => name.toLowerCase()));
    const { message } = this.invite;
    const to = header(message, 'to');
    const usual: Headers = [['From', tagOf(to) ? to : `${to};tag=${this.tag}`], ['To', header(message, 'from')], ['Call-ID', header(message, 'call-id')],
      ['CSeq', `${++this.cseq} ${method}`], ['Contact', this.contact]];
    return this.agent.build(method, uriOf(header(message, 'contact')), [...usual.filter(([name]) => !given.has(name.toLowerCase())), ...more], body);
  }

  async hangUp(): Promise<Message> {
    const bye = this.inside('BYE');
    this.agent.send(bye.text, this.invite.from);
    return this.agent.response(bye);
  }

  /// Waits for their BYE and answers it.
  async hungUp(ms?: number): Promise<Message> {
    const bye = await this.agent.request('BYE', ms);
    this.agent.respond(bye, 200);
    return bye.message;
  }
}
