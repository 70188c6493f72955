import { createServer } from 'node:http';
import { PGlite } from '@electric-sql/pglite';
import { Server } from 'socket.io';

/**
 * The shortest way from a webhook to a window, as a program: HTTP POST, one row committed, one Socket.IO emit. Prints
 * its address as one JSON line.
 */
const page = `<!doctype html><meta charset="utf-8"><title>bare path</title><p id="text"></p>
<script src="/socket.io/socket.io.min.js"></script>
<script>io({ transports: ['websocket'] }).on('message', (text) => { document.getElementById('text').textContent = text; });</script>`;

const database = await PGlite.create(process.argv[2]);
await database.exec('CREATE TABLE message (n bigserial PRIMARY KEY, text text NOT NULL)');
const server = createServer(async (request, response) => {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    response.end(page);
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { text } = JSON.parse(body);
  await database.query('INSERT INTO message (text) VALUES ($1)', [text]);
  io.emit('message', text);
  response.end();
});
const io = new Server(server);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('an HTTP server has a port');
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
});
