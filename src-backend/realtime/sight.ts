import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { seesAll, type Viewer } from '../log/audience.ts';
import type { Database } from '../store/database.ts';
import { directlySeen, visibleTo } from './visible.ts';

/** Conversations of their own up to so many: their customers are named one by one. */
const NAMED = 5_000;

/** What a viewer sees, for lists over everything: each form says the same as `visibleTo`. */
export interface Sight {
  /** For pages in an order, of which the first rows are wanted. */
  page(eb: ExpressionBuilder<Database, 'conversation'>): Expression<SqlBool>;
  /** For all there is. */
  all(eb: ExpressionBuilder<Database, 'conversation'>): Expression<SqlBool>;
}

/**
 * No one plan suits everybody. Who sees little would have every finished conversation of the workspace looked at to find
 * theirs: so their customers are looked up first, and what they see is found by indexes (300,000 conversations: 0.3 s became
 * a few milliseconds). Who sees much fills a page within the newest; there each row is asked by itself, which the planner,
 * not knowing that it will soon be enough, never chooses: an OFFSET keeps it from gathering all customers first.
 *
 * The customers are those of this moment. Whoever reads pages over a longer time follows the log from before it.
 */
export async function sightOf(db: Kysely<Database>, workspaceId: string, viewer: Viewer): Promise<Sight> {
  const rule = visibleTo(viewer);
  if (seesAll(viewer)) return { page: rule, all: rule };
  const own = await db
    .selectFrom('conversation')
    .select('contact_id')
    .where('workspace_id', '=', workspaceId)
    .where(directlySeen(viewer, 'conversation'))
    .limit(NAMED + 1)
    .execute();
  if (own.length > NAMED) return { page: visibleTo(viewer, 'row by row'), all: rule };
  const { rows } = await sql<{ id: string }>`
    SELECT member.id FROM contact AS member WHERE member.workspace_id = ${workspaceId} AND member.root_id IN (
      SELECT own.root_id FROM contact AS own WHERE own.id = ANY(${[...new Set(own.map((row) => row.contact_id))]}::text[]))`.execute(
    db,
  );
  const contactIds = rows.map(({ id }) => id);
  const named = () =>
    sql<SqlBool>`(${directlySeen(viewer, 'conversation')} OR
      (conversation.status = 'finished' AND conversation.contact_id = ANY(${contactIds}::text[])))`;
  return { page: named, all: named };
}
