import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Store } from '../store/open.ts';
import { removeUnused } from './media-store.ts';

/** A file that an agent took up and never sent is removed after this; until then its message may still be in an outbox. */
const KEEP_UNSENT_MS = 30 * 86_400_000;
const EVERY_MS = 6 * 60 * 60_000;
const AT_ONCE = 200;

/** Removes, now and then, what was uploaded and never became part of anything. */
export function createMediaSweep(deps: { store: Store; logger: Logger; now: () => number }) {
  const timer = setInterval(() => {
    sweepMedia(deps.store, deps.now()).catch((error: unknown) =>
      deps.logger.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'unused media could not be removed; the next time tries again',
      ),
    );
  }, EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

/** Returns how many media were removed. Their bytes go with them unless another medium has the same. */
export async function sweepMedia(store: Store, now: number, keepMs = KEEP_UNSENT_MS): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await store.db.transaction().execute(async (tx) => {
      const unused = await tx
        .selectFrom('media')
        .select(['media.id', 'media.workspace_id', 'media.sha256'])
        .where('media.created_at', '<', now - keepMs)
        .where('media.state', '=', 'ready')
        .where(({ not, exists, selectFrom, ref }) =>
          not(
            exists(
              selectFrom('message')
                .select('message.id')
                .where('message.media', 'is not', null)
                .where((eb) => eb(eb.ref('message.media', '->>').key('id'), '=', ref('media.id'))),
            ),
          ),
        )
        .where(
          sql<boolean>`not exists (select 1 from message where message.attachments <> '[]'
            and message.attachments @> jsonb_build_array(jsonb_build_object('id', media.id)))`,
        )
        .where(
          sql<boolean>`not exists (select 1 from email_message where email_message.inline_media <> '[]'
            and email_message.inline_media @> to_jsonb(media.id))`,
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('livechat_media').select('media_id').whereRef('livechat_media.media_id', '=', 'media.id'),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('livechat_entry').select('media_id').whereRef('livechat_entry.media_id', '=', 'media.id'),
            ),
          ),
        )
        .limit(AT_ONCE)
        .execute();
      if (unused.length === 0) return 0;
      await tx
        .deleteFrom('media')
        .where(
          'id',
          'in',
          unused.map(({ id }) => id),
        )
        .execute();
      const byWorkspace = Map.groupBy(unused, ({ workspace_id }) => workspace_id);
      for (const [workspaceId, rows] of byWorkspace) {
        const hashes = rows.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
        await removeUnused(tx, workspaceId, [...new Set(hashes)]);
      }
      return unused.length;
    });
    total += removed;
    if (removed < AT_ONCE) return total;
  }
}
