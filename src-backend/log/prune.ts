import type { Logger } from 'pino';
import { pruneWaiting } from '../conversations/prune-waiting.ts';
import type { Store } from '../store/open.ts';

/**
 * Keeps the log and the list of applied commands from growing for ever. A desktop that was away longer than the log
 * reaches back takes a snapshot; a command is not sent again after a month.
 */
const DAY_MS = 86_400_000;
const KEEP_EVENTS_MS = 7 * DAY_MS;
const KEEP_COMMANDS_MS = 30 * DAY_MS;
const EVERY_MS = 60 * 60_000;

export function createPruning(deps: { store: Store; logger: Logger; now: () => number }) {
  const timer = setInterval(() => {
    const { store, logger } = deps;
    const work = prune(store, deps.now()).then(() => pruneWaiting({ store, logger, now: deps.now() }));
    work.catch((error: unknown) =>
      logger.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'the log could not be pruned; the next hour tries again',
      ),
    );
  }, EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
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
