import type { Logger } from 'pino';
import { pruneSessions } from '../accounts/prune-sessions.ts';
import { pruneVisitors } from '../channels/livechat/prune-visitors.ts';
import { pruneWaiting } from '../conversations/prune-waiting.ts';
import type { Store } from '../store/open.ts';

/**
 * Keeps what nobody needs any more from growing for ever: the log, the list of applied commands, sessions that ended,
 * visitors who do not come back. Every hour rather than at night, because the embedded backend of a small shop is switched
 * off then; each time there is little to do, and nodes that do it at once do the same. A desktop that was away longer than the log
 * reaches back takes a snapshot; a command is not sent again after a month.
 */
const DAY_MS = 86_400_000;
const KEEP_EVENTS_MS = 7 * DAY_MS;
const KEEP_COMMANDS_MS = 30 * DAY_MS;
const EVERY_MS = 60 * 60_000;

export function createPruning(deps: { store: Store; logger: Logger; now: () => number }) {
  const timer = setInterval(() => {
    const { store, logger } = deps;
    pruneAll({ store, logger, now: deps.now() }).catch((error: unknown) =>
      logger.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'what is old could not be removed; the next hour tries again',
      ),
    );
  }, EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

async function pruneAll(deps: { store: Store; logger: Logger; now: number }): Promise<void> {
  const { store, logger, now } = deps;
  await prune(store, now);
  await pruneWaiting(deps);
  const removed = { sessions: await pruneSessions(store, now), visitors: await pruneVisitors(store.db, now) };
  if (removed.sessions + removed.visitors > 0) logger.info(removed, 'sessions and visitors of long ago are forgotten');
}

/** Removes what is older than it need be. Readers are told by `pruned_to`, which moves before anything is removed. */
export async function prune(store: Store, now: number, keepEventsMs = KEEP_EVENTS_MS): Promise<void> {
  const workspaces = await store.db.selectFrom('workspace').select('id').execute();
  for (const { id } of workspaces) {
    await store.db.transaction().execute(async (tx) => {
      const last = await tx
        .selectFrom('event')
        .select((eb) => eb.fn.max('seq').as('seq'))
        .where('workspace_id', '=', id)
        .where('at', '<', now - keepEventsMs)
        .executeTakeFirst();
      if (last?.seq == null) return;
      await tx.updateTable('workspace_log').set({ pruned_to: last.seq }).where('workspace_id', '=', id).execute();
      await tx.deleteFrom('event').where('workspace_id', '=', id).where('seq', '<=', last.seq).execute();
    });
  }
  // What could be taken back goes with the command that did it.
  for (const table of ['command', 'reversible'] as const) {
    await store.db
      .deleteFrom(table)
      .where('at', '<', now - KEEP_COMMANDS_MS)
      .execute();
  }
}
