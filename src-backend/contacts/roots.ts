import { type Kysely, sql } from 'kysely';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import { mergedRoot } from '../../src-shared/rules/merged-root.ts';
import type { Held } from '../conversations/held.ts';
import type { Database } from '../store/database.ts';

/** Where to look: a workspace, inside a transaction or not. */
interface Workspace {
  db: Kysely<Database>;
  workspaceId: string;
}

/** The contacts that are shown as one, and the one that stands for all. */
export interface Members {
  rootId: string;
  contactIds: string[];
}

/** By each of these contacts, everyone it is shown as one with, itself included; ids that do not exist are left out. */
export async function membersOf({ db, workspaceId }: Workspace, contactIds: string[]): Promise<Map<string, Members>> {
  const found = new Map<string, Members>();
  if (contactIds.length === 0) return found;
  const rows = await db
    .selectFrom('contact as named')
    .innerJoin('contact as member', (join) =>
      join.onRef('member.workspace_id', '=', 'named.workspace_id').onRef('member.root_id', '=', 'named.root_id'),
    )
    .select(['named.id as named', 'member.root_id', 'member.id'])
    .where('named.workspace_id', '=', workspaceId)
    .where('named.id', 'in', contactIds)
    .orderBy('member.id')
    .execute();
  for (const row of rows) {
    const members = found.get(row.named) ?? { rootId: row.root_id, contactIds: [] };
    members.contactIds.push(row.id);
    found.set(row.named, members);
  }
  return found;
}

/** The ids of everyone these contacts are shown as one with, themselves included, as a subquery. */
export const sameCustomer = (workspaceId: string, contactIds: readonly string[]) =>
  sql<string>`(SELECT member.id FROM contact AS member WHERE member.workspace_id = ${workspaceId} AND member.root_id IN (
    SELECT named.root_id FROM contact AS named WHERE named.workspace_id = ${workspaceId} AND named.id = ANY(${[...contactIds]}::text[])))`;

export const changesRoot = ({ before, now }: Held<Contact>): boolean => before?.merged?.intoId !== now.merged?.intoId;

/** After the marks of these contacts were written: whoever is shown as somebody else now is given their new `root_id`. */
export async function saveRoots(workspace: Workspace, changed: Held<Contact>[]): Promise<void> {
  const moved = changed.filter(changesRoot);
  if (moved.length === 0) return;
  const { db, workspaceId } = workspace;
  const ids = moved.flatMap(({ before, now }) =>
    [now.id, before?.merged?.intoId, now.merged?.intoId].filter((id) => id !== undefined),
  );
  const rows = await db
    .selectFrom('contact')
    .select(['id', 'root_id', 'merged'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', sameCustomer(workspaceId, ids))
    .execute();
  const into = new Map(rows.map((row) => [row.id, row.merged?.intoId ?? null]));
  const byRoot = Map.groupBy(
    rows.filter((row) => mergedRoot(row.id, (id) => into.get(id)) !== row.root_id),
    (row) => mergedRoot(row.id, (id) => into.get(id)),
  );
  for (const [rootId, those] of byRoot) {
    await db
      .updateTable('contact')
      .set({ root_id: rootId })
      .where('workspace_id', '=', workspaceId)
      .where(
        'id',
        'in',
        those.map(({ id }) => id),
      )
      .execute();
  }
}
