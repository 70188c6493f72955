import type { Kysely } from 'kysely';
import type { Database } from '../../store/database.ts';

const DAY_MS = 86_400_000;
/** Who opened the chat and never wrote. */
const KEEP_SILENT_MS = 30 * DAY_MS;
/** Who wrote: what they see of their conversation; the conversation itself stays with the agents for ever. */
const KEEP_WRITTEN_MS = 365 * DAY_MS;
const AT_ONCE = 500;

/**
 * Forgets visitors who have not been back for so long. One with an unfinished conversation stays, since an agent may still
 * write to them; one who comes back later begins anew. Returns how many were forgotten.
 */
export async function pruneVisitors(db: Kysely<Database>, now: number): Promise<number> {
  let total = 0;
  for (;;) {
    // The list is made again for each part, so that no statement holds many rows.
    const forgotten = await db
      .deleteFrom('livechat_visitor')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('livechat_visitor as visitor')
          .select('visitor.id')
          .where('visitor.seen_at', '<', now - KEEP_SILENT_MS)
          // The last number stays known, or the next visitor would be named like one before.
          .where((eb) =>
            eb(
              'visitor.number',
              '<',
              eb
                .selectFrom('livechat_visitor as other')
                .select((max) => max.fn.max('other.number').as('number'))
                .whereRef('other.connection_id', '=', 'visitor.connection_id'),
            ),
          )
          .where(({ or, not, exists, selectFrom, eb: also }) =>
            or([
              also('visitor.seen_at', '<', now - KEEP_WRITTEN_MS),
              not(
                exists(
                  selectFrom('livechat_entry')
                    .select('livechat_entry.id')
                    .whereRef('livechat_entry.visitor_id', '=', 'visitor.id'),
                ),
              ),
            ]),
          )
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('identity')
                  .innerJoin('conversation', 'conversation.identity_id', 'identity.id')
                  .select('conversation.id')
                  .whereRef('identity.workspace_id', '=', 'visitor.workspace_id')
                  .where('identity.channel', '=', 'livechat')
                  .whereRef('identity.address', '=', 'visitor.id')
                  .where('conversation.status', '!=', 'finished'),
              ),
            ),
          )
          .limit(AT_ONCE),
      )
      .executeTakeFirst();
    const count = Number(forgotten.numDeletedRows);
    total += count;
    if (count < AT_ONCE) return total;
  }
}
