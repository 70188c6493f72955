import type { Logger } from 'pino';
import type { Store } from '../store/open.ts';

/**
 * Tells every node which sessions ended, so that it drops their sockets. The table is the truth: a wake-up (or, if it was
 * lost, the poll) makes a node ask which sessions were revoked lately, and it tells each of them once.
 */
interface Revocations {
  onRevoked(listener: (sessionId: string) => void): void;
  /** Called after the rows were committed. */
  announce(sessionIds: string[]): Promise<void>;
  close(): Promise<void>;
}

const CHANNEL = 'turno_sessions';
/** How far back a node asks. Covers a long commit and clocks that differ between nodes. */
const LOOK_BACK_MS = 5 * 60_000;

export async function createRevocations(deps: {
  store: Store;
  logger: Logger;
  now: () => number;
  pollMs?: number;
}): Promise<Revocations> {
  const { store } = deps;
  const listeners: ((sessionId: string) => void)[] = [];
  /** What was told, with when; forgotten when no question reaches back to it any more. */
  const told = new Map<string, number>();

  const tell = (sessionIds: string[]): void => {
    const now = deps.now();
    for (const [sessionId, at] of told) if (at < now - 2 * LOOK_BACK_MS) told.delete(sessionId);
    for (const sessionId of sessionIds) {
      if (told.has(sessionId)) continue;
      told.set(sessionId, now);
      for (const listener of listeners) listener(sessionId);
    }
  };

  const look = async (): Promise<void> => {
    const rows = await store.db
      .selectFrom('session')
      .select('id')
      .where('revoked_at', '>', deps.now() - LOOK_BACK_MS)
      .execute();
    tell(rows.map((row) => row.id));
  };
  const lookSafely = (): void => {
    look().catch((error: unknown) =>
      deps.logger.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'ended sessions could not be read',
      ),
    );
  };

  // An embedded database has this node only, which tells itself.
  const alone = store.kind === 'embedded';
  const unlisten = alone ? null : await store.listen(CHANNEL, lookSafely);
  const poll = alone ? null : setInterval(lookSafely, deps.pollMs ?? 30_000);
  poll?.unref();

  return {
    onRevoked: (listener) => {
      listeners.push(listener);
    },
    async announce(sessionIds) {
      if (sessionIds.length === 0) return;
      tell(sessionIds);
      if (!alone) await store.notify(CHANNEL);
    },
    async close() {
      if (poll !== null) clearInterval(poll);
      await unlisten?.();
    },
  };
}
