// SIP messages as text: enough to read what VSS sends and to write what a test wants, right or wrong.

export interface Message {
  readonly text: string;
  readonly start: string; // the first line
  readonly method?: string; // of a request
  readonly uri?: string;
  readonly status?: number; // of a response
  readonly headers: [name: string, value: string][];
  readonly body: string;
}

const COMPACT: Record<string, string> = { v: 'via', f: 'from', t: 'to', i: 'call-id', m: 'contact', l: 'content-length', c: 'content-type', k: 'supported' };

export function parse(text: string): Message {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [start = '', ...lines] = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    return [COMPACT[name] ?? name, line.slice(colon + 1).trim()];
  });
  const response = /^SIP\/2\.0 (\d{3})/.exec(start);
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  return { text, start, method: request?.[1], uri: request?.[2], status: response ? Number(response[1]) : undefined, headers, body: rest.join('\r\n\r\n') };
}

/// The first header of that name; '' when there is none.
export const header = (message: Message, name: string): string => all(message, name)[0] ?? '';

export const all = (message: Message, name: string): string[] =>
  message.headers.filter(([known]) => known === name.toLowerCase()).map(([, value]) => value);

export const tagOf = (address: string): string => /;\s*tag=([^;,\s]+)/i.exec(address)?.[1] ?? '';

/// The URI inside <> of a name-addr.
export const uriOf = (address: string): string => /<([^>]*)>/.exec(address)?.[1] ?? address.split(';')[0]!.trim();

export const userOf = (address: string): string => /sips?:([^@;>]+)@/.exec(address)?.[1] ?? '';

export const cseqOf = (message: Message): [number: number, method: string] => {
  const [number, method] = header(message, 'cseq').split(/\s+/);
  return [Number(number), method ?? ''];
};

/// What comes after `before` in the body's line, e.g. value(body, 'm=audio ') → "4000 RTP/AVP 8".
export const line = (body: string, before: string): string => body.split('\r\n').find((one) => one.startsWith(before))?.slice(before.length) ?? '';

export type Headers = [name: string, value: string][];

export function write(start: string, headers: Headers, body = ''): string {
  const known = headers.some(([name]) => /^(content-length|l)$/i.test(name));
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (body && !headers.some(([name]) => /^content-type$/i.test(name))) lines.push('Content-Type: application/sdp');
  if (!known) lines.push(`Content-Length: ${Buffer.byteLength(body, 'latin1')}`);
  return `${[start, ...lines].join('\r\n')}\r\n\r\n${body}`;
}

/// A response with what RFC 3261 §8.2.6.2 copies from the request.
export function answer(request: Message, status: number, reason: string, tag: string, more: Headers = [], body = ''): string {
  const to = header(request, 'to');
  const headers: Headers = [
    ...all(request, 'via').map((via): [string, string] => ['Via', via]),
    ...all(request, 'record-route').map((route): [string, string] => ['Record-Route', route]),
    ['From', header(request, 'from')],
    ['To', tag && !tagOf(to) ? `${to};tag=${tag}` : to],
    ['Call-ID', header(request, 'call-id')],
    ['CSeq', header(request, 'cseq')],
    ...more,
  ];
  return write(`SIP/2.0 ${status} ${reason}`, headers, body);
}

/// An offer or answer: G.711 A-law and RFC 4733 events at that address and port.
export function sdp(address: string, port: number, direction = 'sendrecv', version = 1): string {
  return ['v=0', `o=- 7 ${version} IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0', `m=audio ${port} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15', `a=${direction}`, ''].join('\r\n');
}
