// The far end: a provider that answers every call, speaks (silence), and keeps the books on who was called how often.
// It is independent of the product: what it saw on the wire is what counts.
import {createSocket} from 'node:dgram';

const kRingMs = 200;
const kRepeatMs = 500;

function parse(text) {
  const end = text.indexOf('\r\n\r\n');
  const [start, ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  const all = (name) => headers.filter(([n]) => n === name).map(([, value]) => value);
  return {start, body: text.slice(end + 4), all, get: (name) => all(name)[0] ?? ''};
}

const tagOf = (value) => /;tag=([^;>\s]+)/.exec(value)?.[1];
const branchOf = (message) => /;branch=([^;,\s]+)/.exec(message.get('via'))?.[1];

export class Provider {
  constructor() {
    this.host = '127.0.0.1';
    this.invites = new Map();   // number → Set of Call-IDs
    this.dialogs = new Map();   // Call-ID → what the far end knows of the call
    this.answers = new Map();   // branch and method → last answer, for requests that come again
    this.unexpected = [];
  }

  async start() {
    this.sip = await open(this.host);
    this.media = await open(this.host);
    this.sip.on('message', (data, from) => this.receive(data.toString('latin1'), from));
    this.port = this.sip.address().port;
    this.mediaPort = this.media.address().port;
    this.ticker = setInterval(() => this.speak(), 20);
  }

  stop() {
    clearInterval(this.ticker);
    this.forgetCalls();
    this.sip.close();
    this.media.close();
  }

  /** The calls of a server that is dead: nobody will end them. What was seen stays in the books. */
  forgetCalls() {
    for (const dialog of this.dialogs.values()) clearTimeout(dialog.timer);
    this.dialogs.clear();
    this.answers.clear();
  }

  confirmed() {
    return [...this.dialogs.values()].filter((d) => d.confirmed).length;
  }

  receive(text, from) {
    const message = parse(text);
    const [method] = message.start.split(' ');
    if (method === 'SIP/2.0' || !message.get('call-id')) return;
    const repeated = this.answers.get(`${branchOf(message)} ${method}`);
    if (repeated) return this.send(repeated, from);
    const handle = {INVITE: this.onInvite, ACK: this.onAck, BYE: this.onBye, CANCEL: this.onCancel, OPTIONS: this.onOptions}[method];
    if (!handle) return this.answer(message, from, '405 Method Not Allowed');
    handle.call(this, message, from);
  }

  onInvite(message, from) {
    const callId = message.get('call-id');
    if (tagOf(message.get('to'))) return this.onReInvite(message, from);
    const number = /^INVITE sip:([^@;> ]+)/.exec(message.start)?.[1] ?? '?';
    this.invites.set(number, (this.invites.get(number) ?? new Set()).add(callId));
    const dialog = {message, from, number, tag: Math.random().toString(36).slice(2), confirmed: false, to: mediaOf(message.body), sequence: 0};
    this.dialogs.set(callId, dialog);
    this.answer(message, from, '180 Ringing', dialog);
    dialog.timer = setTimeout(() => this.accept(dialog, kRepeatMs), kRingMs);
  }

  // The 200 is repeated until its ACK comes (RFC 3261 §13.3.1.4), here at most for a few seconds.
  accept(dialog, again) {
    dialog.answered = true;
    this.answer(dialog.message, dialog.from, '200 OK', dialog, this.sdp());
    if (again < 5000) dialog.timer = setTimeout(() => this.accept(dialog, again * 2), again);
  }

  onReInvite(message, from) {
    const dialog = this.dialogs.get(message.get('call-id'));
    if (!dialog) return this.answer(message, from, '481 Call/Transaction Does Not Exist');
    dialog.to = mediaOf(message.body) ?? dialog.to;
    this.answer(message, from, '200 OK', dialog, this.sdp());
  }

  onAck(message) {
    const dialog = this.dialogs.get(message.get('call-id'));
    if (!dialog) return;
    clearTimeout(dialog.timer);
    if (dialog.answered) dialog.confirmed = true;
  }

  onBye(message, from) {
    const dialog = this.dialogs.get(message.get('call-id'));
    this.answer(message, from, dialog ? '200 OK' : '481 Call/Transaction Does Not Exist', dialog);
    if (dialog) clearTimeout(dialog.timer);
    this.dialogs.delete(message.get('call-id'));
  }

  onCancel(message, from) {
    const dialog = this.dialogs.get(message.get('call-id'));
    this.answer(message, from, '200 OK', dialog);
    if (!dialog || dialog.answered) return;
    clearTimeout(dialog.timer);
    this.answer(dialog.message, dialog.from, '487 Request Terminated', dialog);
    this.dialogs.delete(message.get('call-id'));
  }

  onOptions(message, from) {
    this.answer(message, from, '200 OK');
  }

  answer(request, to, status, dialog = null, body = '') {
    const toHeader = request.get('to');
    const lines = [`SIP/2.0 ${status}`, ...request.all('via').map((v) => `Via: ${v}`), ...request.all('record-route').map((v) => `Record-Route: ${v}`),
      `From: ${request.get('from')}`, `To: ${tagOf(toHeader) ? toHeader : `${toHeader};tag=${dialog?.tag ?? 'none'}`}`,
      `Call-ID: ${request.get('call-id')}`, `CSeq: ${request.get('cseq')}`, `Contact: <sip:${this.host}:${this.port}>`,
      ...(body ? ['Content-Type: application/sdp'] : []), `Content-Length: ${body.length}`];
    const text = `${lines.join('\r\n')}\r\n\r\n${body}`;
    const [method] = request.start.split(' ');
    this.answers.set(`${branchOf(request)} ${method}`, text);
    this.send(text, to);
  }

  send(text, {address, port}) {
    this.sip.send(text, port, address);
  }

  sdp() {
    return ['v=0', `o=far 1 1 IN IP4 ${this.host}`, 's=-', `c=IN IP4 ${this.host}`, 't=0 0', `m=audio ${this.mediaPort} RTP/AVP 8`,
      'a=rtpmap:8 PCMA/8000', 'a=ptime:20', ''].join('\r\n');
  }

  // A frame of silence to each call that is up, so that none of them dies of missing media.
  speak() {
    for (const dialog of this.dialogs.values()) {
      if (!dialog.confirmed || !dialog.to) continue;
      const packet = Buffer.alloc(172, 0xd5);
      dialog.ssrc ??= Math.floor(Math.random() * 0xffffffff);
      packet.writeUInt16BE(0x8008, 0);
      packet.writeUInt16BE(dialog.sequence & 0xffff, 2);
      packet.writeUInt32BE((dialog.sequence * 160) >>> 0, 4);
      packet.writeUInt32BE(dialog.ssrc, 8);
      ++dialog.sequence;
      this.media.send(packet, dialog.to.port, dialog.to.address);
    }
  }
}

function mediaOf(sdp) {
  const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
  const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1]);
  return address && port ? {address, port} : null;
}

function open(host) {
  return new Promise((resolve, reject) => {
    const socket = createSocket({type: 'udp4', recvBufferSize: 4 << 20}).once('error', reject);
    socket.bind(0, host, () => resolve(socket.removeListener('error', reject).on('error', () => {})));  // of ICMP: the server is dead
  });
}
