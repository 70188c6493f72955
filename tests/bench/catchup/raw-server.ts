import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { z } from 'zod';

/** Sends the items of a file in batches, each after the former was taken. Prints its address as one JSON line. */
const BATCH = 500;
const IN_FLIGHT = 4;

const items = z.array(z.unknown()).parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const server = createServer();
const io = new Server(server);
io.on('connection', (socket) => {
  socket.on('begin', async () => {
    const flying = new Set<Promise<unknown>>();
    for (let from = 0; from < items.length; from += BATCH) {
      while (flying.size >= IN_FLIGHT) await Promise.race(flying);
      const taken: Promise<unknown> = socket.emitWithAck('batch', items.slice(from, from + BATCH));
      flying.add(taken);
      void taken.then(() => flying.delete(taken));
    }
    await Promise.all(flying);
    socket.emit('end');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('an HTTP server has a port');
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
});
