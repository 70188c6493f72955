import { io, type Socket } from 'socket.io-client';
import { RECONNECTION, waitBefore } from '../../../src-main/engine/sync/backoff.ts';
import { resumeReplySchema } from '../../../src-shared/protocol/log.ts';
import { DESKTOP_NAMESPACE } from '../../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';

/**
 * A desktop's line without the desktop: it follows the log from its cursor, moves when its node asks it to and comes back
 * when it is cut, at the moments at which the engine does (`src-main/engine/sync/connection.ts`). Of what comes it keeps
 * the cursor only.
 */
export interface LightDesktop {
  /** Milliseconds between leaving one line and having resumed on the next, of every time. */
  away: number[];
  close(): void;
}

export interface PushedItem {
  type: string;
  message?: { text: string | null; conversationId: string };
}

const ANSWER_MS = 15_000;
const MOVE_AGAIN_MS = 250;

/** Resolves when it has all there is. `onItem`: of whatever comes after that, and of what comes again. */
export async function openLightDesktop(options: {
  url: string;
  token: string;
  transports?: ('websocket' | 'polling')[];
  onItem(item: PushedItem): void;
}): Promise<LightDesktop> {
  const { url, token, transports = ['websocket'] } = options;
  const away: number[] = [];
  let line: Socket | null = null;
  let cursor: number | null = null;
  let logId: string | null = null;
  let leftAt: number | null = null;
  let failures = 0;
  let closed = false;

  const dial = (): Socket =>
    io(url + DESKTOP_NAMESPACE, {
      forceNew: true,
      reconnection: false,
      transports,
      auth: { token, protocol: PROTOCOL_VERSION },
    });

  function again(waitMs: number): void {
    setTimeout(() => {
      if (!closed) connect();
    }, waitMs);
  }

  function connect(): void {
    const socket = dial();
    socket.once('connect', () => void use(socket));
    socket.once('connect_error', () => {
      socket.disconnect();
      failures += 1;
      again(waitBefore(RECONNECTION, failures - 1, Math.random()));
    });
  }

  /** Another line beside the present one, which is left when that is up. */
  function move(from: Socket): void {
    if (line !== from || closed) return;
    const socket = dial();
    socket.once('connect_error', () => {
      socket.disconnect();
      setTimeout(() => move(from), MOVE_AGAIN_MS);
    });
    socket.once('connect', () => {
      if (line !== from) return void socket.disconnect();
      leftAt = performance.now();
      void use(socket);
      from.disconnect();
    });
  }

  let whole: () => void = () => undefined;
  const caughtUp = new Promise<void>((done) => {
    whole = done;
  });

  async function use(socket: Socket): Promise<void> {
    line = socket;
    const current = () => line === socket;
    socket.on('leaving', () => move(socket));
    socket.on('disconnect', () => {
      if (!current() || closed) return;
      line = null;
      leftAt = performance.now();
      // As the engine: the first try after a loss comes at once.
      again(failures === 0 ? 0 : waitBefore(RECONNECTION, failures, Math.random()));
    });
    socket.on('batch', ({ items, cursor: at }: { items: PushedItem[]; cursor: number }, applied: () => void) => {
      if (!current()) return;
      for (const item of items) options.onItem(item);
      cursor = at;
      applied();
    });
    socket.on('snapshot', ({ last, cursor: at }: { last: boolean; cursor: number }, applied: () => void) => {
      if (!current()) return;
      applied();
      if (!last) return;
      cursor = at;
      whole();
    });
    try {
      const answer = await socket.timeout(ANSWER_MS).emitWithAck('resume', { cursor, logId, keepsSince: null });
      const resumed = resumeReplySchema.parse(answer);
      logId = resumed.logId;
      failures = 0;
      if (leftAt !== null) away.push(performance.now() - leftAt);
      leftAt = null;
    } catch {
      socket.disconnect();
    }
  }

  connect();
  await caughtUp;
  return {
    away,
    close() {
      closed = true;
      line?.disconnect();
    },
  };
}
