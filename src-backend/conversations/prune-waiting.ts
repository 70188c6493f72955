import type { Logger } from 'pino';
import type { Store } from '../store/open.ts';

/** The provider repeats itself for a week; what has waited for a month waits for something that never came here. */
const KEEP_MS = 30 * 86_400_000;

/**
 * Forgets what was kept to recognise repeated changes of messages, and what waited in vain: states, reactions and quotes of
 * messages that are not here (written before this backend, or elsewhere). How many waited in vain is logged.
 */
export async function pruneWaiting(deps: { store: Store; logger: Logger; now: number }): Promise<void> {
  const { db } = deps.store;
  const before = deps.now - KEEP_MS;
  await db.deleteFrom('watermark').where('at', '<', before).execute();
  const states = await db.deleteFrom('parked_status').where('at', '<', before).executeTakeFirst();
  const vain = await db
    .deleteFrom('message_change')
    .where('at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('message')
            .select('message.id')
            .whereRef('message.connection_id', '=', 'message_change.connection_id')
            .whereRef('message.external_id', '=', 'message_change.target_external_id'),
        ),
      ),
    )
    .executeTakeFirst();
  await db.deleteFrom('message_change').where('at', '<', before).execute();
  const count = { states: Number(states.numDeletedRows), changes: Number(vain.numDeletedRows) };
  if (count.states + count.changes > 0)
    deps.logger.info(count, 'what waited a month for messages that never came is forgotten');
}
