import { createServer } from 'node:http';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { Server } from 'socket.io';

/**
 * The shortest way from a webhook to a window, as a program: HTTP POST, one row committed, one Socket.IO emit to everybody, or
 * to those who joined the room that the webhook names. Its argument is a folder for an embedded database or the address of a
 * PostgreSQL server. Prints its own address as one JSON line.
 */
const page = `<!doctype html><meta charset="utf-8"><title>bare path</title><p id="text"></p>
<script src="/socket.io/socket.io.min.js"></script>
<script>io({ transports: ['websocket'] }).on('message', (text) => { document.getElementById('text').textContent = text; });</script>`;

const TABLE = 'CREATE TABLE bare_message (n bigserial PRIMARY KEY, text text NOT NULL)';
const INSERT = 'INSERT INTO bare_message (text) VALUES ($1)';

const insert = await openTable(process.argv[2] ?? '');
const server = createServer(async (request, response) => {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    response.end(page);
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { text, room } = JSON.parse(body);
  await insert(text);
  if (room === undefined) io.emit('message', text);
  else io.to(room).emit('message', text);
  response.end();
});
const io = new Server(server);
io.on('connection', (socket) => {
  const { room } = socket.handshake.query;
  if (typeof room === 'string') void socket.join(room);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('an HTTP server has a port');
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
});

async function openTable(place: string): Promise<(text: string) => Promise<unknown>> {
  if (!place.startsWith('postgres:')) {
    const database = await PGlite.create(place);
    await database.exec(TABLE);
    return (text) => database.query(INSERT, [text]);
  }
  const pool = new pg.Pool({ connectionString: place, max: 10 });
  await pool.query(TABLE);
  return (text) => pool.query({ name: 'insert', text: INSERT, values: [text] });
}
