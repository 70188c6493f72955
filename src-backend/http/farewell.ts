import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends what hangs on an HTTP server when it stops. Closing it waits for every connection: those of clients that sleep or
 * whose line is half-open never end by themselves, and whoever comes back in the moment between being sent away and the
 * door being shut would stay for ever. So after a moment for goodbyes they are cut; all of ours know what to do then.
 */
export interface Farewell {
  /** Runs what closes the server, and cuts after `afterMs` whatever still holds it up. */
  during(closing: () => Promise<void>, afterMs: number): Promise<void>;
}

export function createFarewell(server: Server): Farewell {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return {
    async during(closing, afterMs) {
      const cut = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, afterMs);
      try {
        await closing();
      } finally {
        clearTimeout(cut);
      }
    },
  };
}
