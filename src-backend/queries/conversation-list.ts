import { type Kysely, type SqlBool, sql } from 'kysely';
import type { InboxFilter, ListCursor } from '../../src-shared/protocol/inbox-filter.ts';
import { type FilterMoment, passing } from '../filters/passing.ts';
import { maskItem } from '../realtime/mask.ts';
import { sightOf } from '../realtime/sight.ts';
import { visibleTo } from '../realtime/visible.ts';
import type { Database } from '../store/database.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { hasText } from './list-text.ts';
import type { QueryContext, QueryHandler } from './run.ts';

/** More are not counted: whoever looks at so many needs to know no better. */
export const MOST_COUNTED = 10_000;

/**
 * The inbox's list over everything on the server (A1–A4), of what the caller may see. Ordered by last activity, equal times
 * by id, and paged by both, so that a page begins where the last one ended whatever happened meanwhile.
 */
export function createConversationList(deps: {
  /** The workspace's connections that have a messaging window, with its length in milliseconds. */
  windows(workspaceId: string): FilterMoment['windows'];
}): QueryHandler<'conversation.list'> {
  return async (context, { filter, text, after, limit }) => {
    const { db, workspaceId, caller, now } = context;
    const { timeZone, reasons } = await surroundings(context, filter);
    const moment: FilterMoment = { me: caller.id, now, timeZone, reasons, windows: deps.windows(workspaceId) };
    const words = hasText(workspaceId, text ?? '');
    // What is not finished is seen by nobody else's history.
    const sight = filter.status === 'finished' ? await sightOf(db, workspaceId, caller) : null;
    const passed = (visible: Visible = visibleTo(caller)) => {
      const rows = listed(context, filter, moment, visible);
      return words === null ? rows : rows.where(words);
    };
    const rows = await pageOf(passed(sight?.page), filter.order, after, limit + 1)
      .selectAll('conversation')
      .execute();
    const counted = await db
      .selectFrom(passed(sight?.all).select(sql<number>`1`.as('one')).limit(MOST_COUNTED).as('some'))
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    const conversations = rows.slice(0, limit).map((row) => {
      const item = maskItem({ type: 'conversation', conversation: toConversation(row) }, caller);
      return item.type === 'conversation' ? item.conversation : toConversation(row);
    });
    const last = conversations.at(-1);
    return {
      conversations,
      contacts: await loadContacts(db, workspaceId, await recordsOf(context, conversations)),
      total: Number(counted.total),
      next: last === undefined || rows.length <= limit ? null : { at: last.lastActivityAt, id: last.id },
    };
  };
}

type Visible = ReturnType<typeof visibleTo>;

/** The rows of a filter, in no order. Exported with `pageOf` for the test of their plans. */
export function listed(
  { db, workspaceId }: Pick<QueryContext, 'db' | 'workspaceId'>,
  filter: InboxFilter,
  moment: FilterMoment,
  visible: Visible,
) {
  return db
    .selectFrom('conversation')
    .where('conversation.workspace_id', '=', workspaceId)
    .where((eb) => eb.and(passing(filter, moment)))
    .where(visible);
}

export function pageOf(
  all: ReturnType<typeof listed>,
  order: InboxFilter['order'],
  after: ListCursor | null,
  limit: number,
) {
  const direction = order === 'newest' ? 'desc' : 'asc';
  const page = all
    .orderBy('conversation.last_activity_at', direction)
    .orderBy('conversation.id', direction)
    .limit(limit);
  if (after === null) return page;
  const place = sql`(conversation.last_activity_at, conversation.id)`;
  const end = sql`(${after.at}::bigint, ${after.id}::text)`;
  return page.where(order === 'newest' ? sql<SqlBool>`${place} < ${end}` : sql<SqlBool>`${place} > ${end}`);
}

async function surroundings({ db, workspaceId }: QueryContext, filter: InboxFilter) {
  const { time_zone: timeZone } = await db
    .selectFrom('workspace')
    .select('time_zone')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (filter.reasonIds.length === 0) return { timeZone, reasons: [] };
  const reasons = await db
    .selectFrom('reason')
    .select(['id', 'parent_id as parentId'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  return { timeZone, reasons };
}

/** The contacts of these conversations, and those merged with them. */
async function recordsOf(
  { db, workspaceId }: { db: Kysely<Database>; workspaceId: string },
  conversations: readonly { contactId: string }[],
): Promise<string[]> {
  const contactIds = [...new Set(conversations.map(({ contactId }) => contactId))];
  if (contactIds.length === 0) return [];
  const roots = db
    .selectFrom('contact')
    .select('root_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', contactIds);
  const rows = await db
    .selectFrom('contact')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('root_id', 'in', roots)
    .execute();
  return rows.map(({ id }) => id);
}
