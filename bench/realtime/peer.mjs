// The peer: Node with socket.io as its documentation has it, no compression, no recovery, no token to verify, no
// database. PATCH /event broadcasts one event to the room, as the PATCH of a trunk does in VSS.
import http from 'node:http';
import { Server } from 'socket.io';

const [port, bytes] = process.argv.slice(2).map(Number);
const server = http.createServer((request, response) => {
  if (request.method === 'PATCH') {
    io.to('trunks').emit('trunk.update', { id: 1, event: 'trunk.update', padding: 'x'.repeat(Math.max(0, bytes - 60)) });
    response.end('{}');
  } else if (!request.url.startsWith('/socket.io/')) {
    response.end('ok');
  }
});
const io = new Server(server, { perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('client:echo', (value, acknowledge) => acknowledge(value));
  socket.on('subscribe:trunks', (acknowledge) => {
    socket.join('trunks');
    acknowledge({ ok: true });
  });
});
server.listen(port, '127.0.0.1');
