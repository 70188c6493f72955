import type { Migration } from '../migration.ts';

/**
 * What is kept beyond the period: see `keeping/`.
 *
 * - `kept`: conversations that were asked for, with when each was last opened.
 * - `wanted`: conversations that must be fetched whole before they may be shown (`alive`: one of the period's that the
 *   machine does not hold; `kept`: one that was asked for and is not here any more).
 * - `older`: the next older conversation of the same contact, as the server told; '' when there is none. So a gap between
 *   two conversations on this machine is never shown as if nothing were missing.
 */
export const kept: Migration = {
  version: 3,
  name: 'kept',
  up(db) {
    db.exec(`
      CREATE TABLE kept (conversation_id TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX kept_by_seen ON kept (seen_at);
      CREATE TABLE wanted (conversation_id TEXT PRIMARY KEY, why TEXT NOT NULL CHECK (why IN ('alive', 'kept'))) WITHOUT ROWID;
      CREATE TABLE older (conversation_id TEXT PRIMARY KEY, older_id TEXT NOT NULL) WITHOUT ROWID;
    `);
  },
};
