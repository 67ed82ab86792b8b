// What the storm is made from: the fuzz targets' own seeds, and messages put together from them.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

function read(folder) {
  return readdirSync(folder).sort().map((name) => readFileSync(join(folder, name)));
}

/** The message with this header line before its Content-Length, or at the end of its head. */
function withHeader(message, line) {
  const text = message.toString('latin1');
  const at = text.search(/\r\n(Content-Type|Content-Length|l): /i);
  if (at < 0) return null;
  return Buffer.from(`${text.slice(0, at)}\r\n${line}${text.slice(at)}`, 'latin1');
}

/** `folder` holds sip/, sdp/ and digest/ (fuzz/corpus does). */
export function loadCorpus(folder) {
  const messages = read(join(folder, 'sip'));
  const requests = messages.filter((message) => !message.subarray(0, 4).equals(Buffer.from('SIP/')));
  const invite = messages.find((message) => message.subarray(0, 6).toString() === 'INVITE').toString('latin1');
  const head = invite.slice(0, invite.indexOf('Content-Length'));
  for (const body of read(join(folder, 'sdp'))) {
    messages.push(Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n${body.toString('latin1')}`, 'latin1'));
  }
  for (const value of read(join(folder, 'digest'))) {
    for (const name of ['Authorization', 'Proxy-Authorization']) {
      for (const request of requests.slice(0, 4)) {
        const message = withHeader(request, `${name}: ${value.toString('latin1').trimEnd()}`);
        if (message) messages.push(message);
      }
    }
  }
  return messages;
}
