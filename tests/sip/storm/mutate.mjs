// Makes datagrams that are almost SIP. The n-th one depends on the seed and n only.
import {makeRandom} from '../../crash/random.mjs';

const LONGEST = 65_507;  // what one UDP datagram over IPv4 holds
const CR = 13, LF = 10;
const NUMBERS = ['0', '-1', '1', '255', '256', '65535', '65536', '2147483647', '2147483648', '4294967295', '4294967296',
  '18446744073709551615', '18446744073709551616', '9'.repeat(400), '0'.repeat(300) + '1', '1e9', '0x7f'];
const TOKENS = ['\0', '\r', '\n', '\r\n', '\r\n\r\n', '\r\n ', '"', '\\', '\\"', '<', '>', '<>', '%', '%00', '%zz', '@', '@@',
  ',', ',,,,', ';', ';;;;', ':', '=', '?', '[', ']', '[::]', '[::1', '%n%s%p', '../../', '\xff\xfe', '\xd0\xbd', 'sip:',
  'sips:', 'tel:', 'SIP/2.0', ';tag=', ';tag=x;tag=y', ';branch=z9hG4bK', ';rport', ';received=0.0.0.0', ';lr', '*'];
const LINES = ['Via: SIP/2.0/UDP 127.0.0.1', 'v: SIP/2.0/TCP [::1]:1;branch=z9hG4bKx', 'Route: <sip:127.0.0.1;lr>',
  'Contact: *', 'Max-Forwards: 0', 'Content-Length: 999999', 'l: 0', 'Require: nothing-known', 'Expires: 0',
  'Record-Route: <sip:x;lr>', 'Supported: 100rel', 'Replaces: x;to-tag=1;from-tag=2', 'Authorization: Digest',
  'Content-Encoding: gzip', 'Content-Type: multipart/mixed;boundary=x', 'Session-Expires: 1', 'X: ' + 'y'.repeat(3000)];

/** Where the lines of the message begin; its end last. */
function lineStarts(bytes) {
  const starts = [0];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== bytes.length) starts.push(bytes.length);
  return starts;
}
const join = (...parts) => Buffer.concat(parts.map((p) => typeof p === 'string' ? Buffer.from(p, 'latin1') : p));

export class Mutator {
  #random;
  #corpus;
  // Long results are rare, or the storm would be slow and much the same.
  #weights = {flip: 6, replace: 6, cut: 4, token: 8, number: 8, repeatLine: 6, dropLine: 6, moveLine: 4, addLine: 6,
    splice: 6, stretch: 1, flood: 0.3};

  constructor(seed, corpus) {
    this.#random = makeRandom(seed);
    this.#corpus = corpus;
  }

  next() {
    let bytes = this.#fresh(this.#random.pick(this.#corpus));
    for (let left = this.#random.int(1, 4); left > 0; --left) {
      const kind = this.#random.weighted(this.#weights);
      if (bytes.length > 0) bytes = this.#mutate(kind, bytes);
    }
    return bytes.length > LONGEST ? bytes.subarray(0, LONGEST) : bytes;
  }

  /** Mostly a transaction and a call of its own, or all would end as one retransmission. */
  #fresh(seed) {
    const bytes = Buffer.from(seed);
    if (this.#random.int(0, 9) === 0) return bytes;
    const id = this.#random.int(0, 0xffffffff).toString(36).padStart(7, '0');
    const text = bytes.toString('latin1').replace(/z9hG4bK/, `z9hG4bK${id}`).replace(/(Call-ID|^i): /im, `$1: ${id}`);
    return Buffer.from(text, 'latin1');
  }

  #mutate(kind, bytes) {
    const random = this.#random, at = random.int(0, bytes.length - 1);
    switch (kind) {
      case 'flip':
        for (let n = random.int(1, 8); n > 0; --n) bytes[random.int(0, bytes.length - 1)] ^= 1 << random.int(0, 7);
        return bytes;
      case 'replace':
        bytes.fill(random.int(0, 255), at, Math.min(at + random.int(1, 16), bytes.length));
        return bytes;
      case 'cut': return bytes.subarray(0, at);
      case 'token': return join(bytes.subarray(0, at), random.pick(TOKENS), bytes.subarray(at));
      case 'number': return this.#number(bytes, at);
      case 'splice': {
        const other = random.pick(this.#corpus);
        return join(bytes.subarray(0, at), other.subarray(random.int(0, other.length)));
      }
      case 'stretch': {
        const piece = bytes.subarray(at, at + random.int(1, 64));
        return join(bytes.subarray(0, at), ...Array(random.int(2, 200)).fill(piece), bytes.subarray(at));
      }
      default: return this.#lines(kind, bytes);
    }
  }

  /** Another number in place of the first one behind `at`. */
  #number(bytes, at) {
    const isDigit = (byte) => byte >= 48 && byte <= 57;
    while (at < bytes.length && !isDigit(bytes[at])) ++at;
    let end = at;
    while (end < bytes.length && isDigit(bytes[end])) ++end;
    return join(bytes.subarray(0, at), this.#random.pick(NUMBERS), bytes.subarray(end));
  }

  #lines(kind, bytes) {
    const starts = lineStarts(bytes), random = this.#random;
    const line = () => {
      const n = random.int(0, starts.length - 2);
      return [starts[n], starts[n + 1]];
    };
    const [from, to] = line(), [place] = line();
    const one = bytes.subarray(from, to);
    switch (kind) {
      case 'repeatLine': return join(bytes.subarray(0, place), one, bytes.subarray(place));
      case 'dropLine': return join(bytes.subarray(0, from), bytes.subarray(to));
      case 'moveLine': {
        const rest = join(bytes.subarray(0, from), bytes.subarray(to));
        return join(rest.subarray(0, place), one, rest.subarray(place));
      }
      case 'addLine': return join(bytes.subarray(0, place), random.pick(LINES), Buffer.from([CR, LF]), bytes.subarray(place));
      default: return join(bytes.subarray(0, place), ...Array(random.int(50, 400)).fill(one), bytes.subarray(place));
    }
  }
}
