// Digest credentials (RFC 7616, RFC 8760) with every part open to be made wrong.
import { createHash, randomBytes } from 'node:crypto';

export interface Challenge {
  realm: string;
  nonce: string;
  algorithm: string; // MD5, SHA-256
  opaque?: string;
  qop?: string;
  stale: boolean;
}

export function parseChallenge(value: string): Challenge {
  const field = (name: string) => new RegExp(`\\b${name}="?([^",]*)"?`, 'i').exec(value)?.[1];
  return { realm: field('realm') ?? '', nonce: field('nonce') ?? '', algorithm: field('algorithm') ?? 'MD5', opaque: field('opaque'), qop: field('qop'), stale: field('stale')?.toLowerCase() === 'true' };
}

export interface Credentials {
  username: string;
  password: string;
}

export interface Proof {
  method: string;
  uri: string; // the digest-uri
  nc?: number;
  cnonce?: string;
}

export function authorize(challenge: Challenge, who: Credentials, { method, uri, nc = 1, cnonce = randomBytes(8).toString('hex') }: Proof): string {
  const kind = challenge.algorithm.toUpperCase() === 'SHA-256' ? 'sha256' : 'md5';
  const hash = (text: string) => createHash(kind).update(text).digest('hex');
  const count = nc.toString(16).padStart(8, '0');
  const ha1 = hash(`${who.username}:${challenge.realm}:${who.password}`);
  const response = hash(`${ha1}:${challenge.nonce}:${count}:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
  const opaque = challenge.opaque === undefined ? '' : `, opaque="${challenge.opaque}"`;
  return `Digest username="${who.username}", realm="${challenge.realm}", nonce="${challenge.nonce}", uri="${uri}", response="${response}", ` +
    `algorithm=${challenge.algorithm}, qop=auth, nc=${count}, cnonce="${cnonce}"${opaque}`;
}
