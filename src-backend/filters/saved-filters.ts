import type { Kysely, Selectable } from 'kysely';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';
import type { SavedFilter } from '../../src-shared/protocol/inbox-filter.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { type Audience, seesAll, type Viewer } from '../log/audience.ts';
import type { StoredEvent } from '../log/write.ts';
import type { Database } from '../store/database.ts';
import type { SavedFilterTable } from '../store/migrations/0013-inbox-filters.ts';

/**
 * Who uses a saved filter: its owner, the members of the department it is shared with, and, once it is shared,
 * supervisors, who may remove it. One that is not shared is nobody else's business, supervisors' neither; therefore this
 * is not the rule of `log/audience.ts`.
 */
export const audienceOfFilter = ({
  ownerId,
  departmentId,
}: Pick<SavedFilter, 'ownerId' | 'departmentId'>): Audience => ({
  everyone: false,
  departmentIds: departmentId === null ? [] : [departmentId],
  personIds: [ownerId],
});

export function usesFilter(viewer: Viewer, audience: Audience): boolean {
  if (audience.everyone || audience.personIds.includes(viewer.id)) return true;
  const { departmentIds } = audience;
  return departmentIds.length > 0 && (seesAll(viewer) || departmentIds.some((id) => viewer.departmentIds.includes(id)));
}

/** What a viewer is sent of a change: whoever no longer uses it is told that it is gone, and nothing of what it became. */
export function filterItemFor(viewer: Viewer, event: StoredEvent, savedFilter: SavedFilter): LogItem | null {
  if (usesFilter(viewer, event.audience)) return { type: 'savedFilter', savedFilter };
  if (event.audienceBefore === undefined || !usesFilter(viewer, event.audienceBefore)) return null;
  const { id, ownerId, version } = savedFilter;
  const filter = { ...plainFilterLists, tab: 'all', status: 'open', order: 'newest' } as const;
  const gone: SavedFilter = { id, name: '—', ownerId, departmentId: null, filter, removed: true, version };
  return { type: 'savedFilter', savedFilter: gone };
}

export function toSavedFilter(row: Selectable<SavedFilterTable>): SavedFilter {
  return {
    id: row.id,
    name: row.name,
    ownerId: row.owner_id,
    departmentId: row.department_id,
    // Kept by an earlier version, it lacks the filters that were added since.
    filter: { ...plainFilterLists, ...row.filter },
    removed: row.removed,
    version: row.version,
  };
}

/** Those that a viewer uses, for a snapshot. */
export async function loadSavedFilters(
  db: Kysely<Database>,
  workspaceId: string,
  viewer: Viewer,
): Promise<SavedFilter[]> {
  const rows = await db
    .selectFrom('saved_filter')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('removed', '=', false)
    .execute();
  return rows.map(toSavedFilter).filter((saved) => usesFilter(viewer, audienceOfFilter(saved)));
}
