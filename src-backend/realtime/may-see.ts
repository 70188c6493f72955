import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { loadPeople } from '../store/entities/person.ts';
import { visibleTo } from './visible.ts';

/** Whether a person may see a conversation now, by the rule of `log/audience.ts`. */
export function createMaySee(db: Kysely<Database>) {
  return async (from: { workspaceId: string; personId: string }, conversationId: string): Promise<boolean> => {
    const [person] = await loadPeople(db, from.workspaceId, [from.personId]);
    if (person === undefined || !person.active) return false;
    const row = await db
      .selectFrom('conversation')
      .select('id')
      .where('workspace_id', '=', from.workspaceId)
      .where('id', '=', conversationId)
      .where(visibleTo(person))
      .executeTakeFirst();
    return row !== undefined;
  };
}
