// One HTTP exchange, on node:http so that tests control connections, encodings and certificates.
import http from 'node:http';
import https from 'node:https';
import { gunzipSync } from 'node:zlib';

export interface Ask {
  method: string;
  origin: string;
  path: string; // sent as it is, also /a/../b
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  agent?: http.Agent;
  ca?: string;
  localAddress?: string; // 127.0.0.x: as if from another machine
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer; // as sent, perhaps compressed
  text: string;
  body: any; // parsed when it is JSON
  took_ms: number;
}

const DEADLINE_MS = 20_000;

export function exchange(ask: Ask): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const client = ask.origin.startsWith('https:') ? https : http;
    const headers: Record<string, string | string[]> = { ...ask.headers };
    if (ask.body !== undefined) headers['Content-Length'] = String(Buffer.byteLength(ask.body));
    const { protocol, hostname, port } = new URL(ask.origin);
    const options = { protocol, hostname, port, method: ask.method, path: ask.path, headers, agent: ask.localAddress ? undefined : ask.agent, ca: ask.ca, localAddress: ask.localAddress };
    const request = client.request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve(toAnswer(response, Buffer.concat(parts), performance.now() - started)));
    });
    request.setTimeout(DEADLINE_MS, () => request.destroy(new Error(`${ask.method} ${ask.path}: no answer in ${DEADLINE_MS} ms`)));
    // The server may close an idle connection just as it is used again; then nothing was done and it is asked anew.
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (request.reusedSocket && error.code === 'ECONNRESET') exchange(ask).then(resolve, reject);
      else reject(error);
    });
    request.end(ask.body);
  });
}

function toAnswer(response: http.IncomingMessage, bytes: Buffer, took_ms: number): Answer {
  const packed = response.headers['content-encoding'] === 'gzip' && bytes.length > 0;
  const text = (packed ? gunzipSync(bytes) : bytes).toString('utf8');
  const isJson = (response.headers['content-type'] ?? '').startsWith('application/json');
  const body = isJson && text ? JSON.parse(text) : undefined;
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, text, body, took_ms };
}
