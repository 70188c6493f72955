import { sql } from 'kysely';
import type { WorkUnit } from './work-unit.ts';

/** The provider's id of something, within one connection. */
export interface ExternalKey {
  connectionId: string;
  externalId: string;
}

/** Which of our messages the provider's ids of a batch mean. */
export interface ExternalIds {
  /** null: none that is here. */
  get(key: ExternalKey): string | null;
  set(key: ExternalKey, messageId: string): void;
  /** Something is stored that happened to this message, or waits for it. */
  hasChanges(key: ExternalKey): boolean;
  /** Something about it was stored in this very batch. */
  noteChange(key: ExternalKey): void;
}

/** Looks all ids of a batch up in one query, because it stands on the way of every message that arrives. */
export async function loadExternalIds(unit: WorkUnit, keys: readonly ExternalKey[]): Promise<ExternalIds> {
  const known = new Map<string, string>();
  const changed = new Set<string>();
  if (keys.length > 0) {
    const connectionIds = [...new Set(keys.map(({ connectionId }) => connectionId))];
    const externalIds = [...new Set(keys.map(({ externalId }) => externalId))];
    // A row without an id of ours says that something is stored about that message.
    const rows = await unit.tx.db
      .selectFrom('message')
      .select(['id', 'connection_id', 'external_id'])
      .where('connection_id', 'in', connectionIds)
      .where('external_id', 'in', externalIds)
      .unionAll((eb) =>
        eb
          .selectFrom('message_change')
          .select([sql<string>`''`.as('id'), 'connection_id', sql<string | null>`target_external_id`.as('external_id')])
          .where('connection_id', 'in', connectionIds)
          .where('target_external_id', 'in', externalIds),
      )
      .execute();
    for (const row of rows) {
      const key = `${row.connection_id} ${row.external_id}`;
      if (row.id === '') changed.add(key);
      else known.set(key, row.id);
    }
  }
  const text = ({ connectionId, externalId }: ExternalKey) => `${connectionId} ${externalId}`;
  return {
    get: (key) => known.get(text(key)) ?? null,
    set: (key, messageId) => void known.set(text(key), messageId),
    hasChanges: (key) => changed.has(text(key)),
    noteChange: (key) => void changed.add(text(key)),
  };
}
