import type { WorkUnit } from './work-unit.ts';

/** What arrives in the very moment of pressing Enter is nobody's fault: only older news makes a reply stale. */
const GRACE_MS = 3_000;

/**
 * Whether something was said in the conversation, or in what is served as one with it, by the customer or by a colleague, that the writer of a reply had not
 * seen: `seenPosition` is the last position on their screen. Their own messages do not count.
 */
export async function isStale(
  unit: WorkUnit,
  reply: { conversationIds: string[]; authorId: string; seenPosition: number },
): Promise<boolean> {
  const row = await unit.tx.db
    .selectFrom('message')
    .select('id')
    .where('conversation_id', 'in', reply.conversationIds)
    .where('position', '>', reply.seenPosition)
    .where('created_at', '<', unit.tx.now - GRACE_MS)
    .where((eb) =>
      eb.or([
        eb('direction', '=', 'inbound'),
        eb.and([
          eb('direction', '=', 'outbound'),
          eb('author_id', 'is not', null),
          eb('author_id', '<>', reply.authorId),
        ]),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}
