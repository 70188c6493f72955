import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createRefs } from '../../../src-main/engine/cache/refs.ts';
import { type MessageRow, messageColumns, messageOf } from '../../../src-main/engine/cache/rows.ts';
import { deriveKey } from '../../../src-main/engine/keys/sealed.ts';
import type { Contact, Conversation } from '../../../src-shared/protocol/entities.ts';
import type { Machine } from '../world/machine.ts';
import type { MachineRecord } from './evidence.ts';

type Files = Pick<MachineRecord, 'cursor' | 'conversations' | 'messages' | 'contacts' | 'damage'>;

const empty: Files = { cursor: null, conversations: [], messages: [], contacts: [], damage: 'there is no cache' };

/** The cache of a machine, read beside the engine and without its readers, whether it runs or not. */
function openFile(machine: Machine): Database.Database | null {
  const key = machine.key();
  const file = join(machine.profile() ?? '', 'cache.db');
  if (key === null || !existsSync(file)) return null;
  const db = new Database(file, { readonly: true, timeout: 5_000 });
  db.pragma("cipher='chacha20'");
  db.pragma(`key="x'${deriveKey(key, 'database').toString('hex')}'"`);
  return db;
}

export function readMachineFiles(machine: Machine): Files {
  const db = openFile(machine);
  if (db === null) return empty;
  try {
    const damage = String(db.pragma('integrity_check', { simple: true }));
    const from = { refs: createRefs(db, 'ref'), identities: createRefs(db, 'identity_ref') };
    const entities = <Entity>(table: 'conversation' | 'contact') =>
      db
        .prepare<[], { data: string }>(`SELECT data FROM ${table}`)
        .all()
        // Only the engine's writers put anything there.
        .map(({ data }): Entity => JSON.parse(data));
    return {
      cursor: cursorIn(db),
      conversations: entities<Conversation>('conversation'),
      contacts: entities<Contact>('contact'),
      messages: db
        .prepare<[], MessageRow>(`SELECT ${messageColumns} FROM message ORDER BY position`)
        .all()
        .map((row) => messageOf(row, from)),
      damage: damage === 'ok' ? null : damage,
    };
  } finally {
    db.close();
  }
}

/** How far a machine got, and how many messages it shows as on their way; null while it cannot be read. */
export function glanceAt(machine: Machine): { cursor: number | null; queued: number } | null {
  try {
    const db = openFile(machine);
    if (db === null) return null;
    try {
      const queued = db
        .prepare<[], { count: number }>("SELECT count(*) AS count FROM message WHERE status = 'queued'")
        .get();
      return { cursor: cursorIn(db), queued: queued?.count ?? 0 };
    } finally {
      db.close();
    }
  } catch (error) {
    // Amid a rebuild the file is another; the next look finds it.
    if (error instanceof Database.SqliteError) return null;
    throw error;
  }
}

function cursorIn(db: Database.Database): number | null {
  const row = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'cursor'").get();
  return row === undefined ? null : Number(row.value);
}
