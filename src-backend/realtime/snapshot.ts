import { type Kysely, type SqlBool, sql } from 'kysely';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { loadSavedFilters } from '../filters/saved-filters.ts';
import type { Viewer } from '../log/audience.ts';
import type { Database } from '../store/database.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { loadDirectory } from '../store/entities/directory.ts';
import { maskItem } from './mask.ts';
import { type Sight, sightOf } from './sight.ts';
import { visibleTo, wholeConversations } from './visible.ts';

/**
 * Everything a viewer may see, page by page: first what the workspace shares, then open conversations, then finished
 * ones that came to rest after the horizon, newest first. The pages need not be of one moment: whatever changes while they are read has
 * a position above the head that was read before the first page, and follows as ordinary items.
 */
export async function* snapshotItems(
  db: Kysely<Database>,
  workspaceId: string,
  viewer: Viewer,
  deps: { capabilitiesOf: Parameters<typeof loadDirectory>[2]; horizon: number },
): AsyncGenerator<LogItem[]> {
  const directory = await loadDirectory(db, workspaceId, deps.capabilitiesOf);
  const savedFilters = await loadSavedFilters(db, workspaceId, viewer);
  yield [
    ...directory.departments.map((department): LogItem => ({ type: 'department', department })),
    ...directory.people.map((person): LogItem => maskItem({ type: 'person', person }, viewer)),
    ...directory.connections.map((connection): LogItem => ({ type: 'connection', connection })),
    ...directory.tags.map((tag): LogItem => ({ type: 'tag', tag })),
    ...directory.reasons.map((reason): LogItem => ({ type: 'reason', reason })),
    ...directory.templates.map((template): LogItem => ({ type: 'template', template })),
    ...directory.savedTexts.map((savedText): LogItem => ({ type: 'savedText', savedText })),
    { type: 'operation', operation: directory.operation },
    ...directory.pauseReasons.map((pauseReason): LogItem => ({ type: 'pauseReason', pauseReason })),
    ...directory.pipelines.map((pipeline): LogItem => ({ type: 'pipeline', pipeline })),
    ...directory.fields.map((field): LogItem => ({ type: 'field', field })),
    ...directory.automations.map((automation): LogItem => ({ type: 'automation', automation })),
    ...savedFilters.map((savedFilter): LogItem => ({ type: 'savedFilter', savedFilter })),
  ];
  const sight = await sightOf(db, workspaceId, viewer);
  for (const finished of [false, true]) {
    let after: { at: number; id: string } | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof pageOfConversations>> = await pageOfConversations(
        db,
        workspaceId,
        finished ? sight.page : visibleTo(viewer),
        finished,
        after,
        deps.horizon,
      );
      for await (const items of wholeConversations(db, workspaceId, page))
        yield items.map((item) => maskItem(item, viewer));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      const { id, lastActivityAt, finishedAt } = last;
      after = { at: finished ? Math.max(lastActivityAt, finishedAt ?? 0) : lastActivityAt, id };
    }
  }
}

const PAGE = 100;

async function pageOfConversations(
  db: Kysely<Database>,
  workspaceId: string,
  visible: Sight['page'],
  finished: boolean,
  after: { at: number; id: string } | null,
  horizon: number,
) {
  // Of finished ones since when they rest, as their index has it.
  const at = finished ? sql<number>`greatest(finished_at, last_activity_at)` : sql<number>`last_activity_at`;
  let query = db
    .selectFrom('conversation')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('status', finished ? '=' : '<>', 'finished')
    .where(visible)
    .orderBy(at, 'desc')
    .orderBy('id')
    .limit(PAGE);
  if (finished) query = query.where(at, '>=', horizon);
  if (after !== null) {
    query = query.where(sql<SqlBool>`(${at} < ${after.at} OR (${at} = ${after.at} AND id > ${after.id}))`);
  }
  return (await query.execute()).map(toConversation);
}
