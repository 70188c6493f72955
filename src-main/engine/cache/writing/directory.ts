import type { Connection, Department, Person, Reason, Tag } from '../../../../src-shared/protocol/entities.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from './changes.ts';
import type { Generation } from './generation.ts';

export type DirectoryKind = 'person' | 'department' | 'connection' | 'tag' | 'reason';

export interface DirectoryWriting {
  write(kind: DirectoryKind, entity: Person | Department | Connection | Tag | Reason, changes: Changes): void;
  /** Removes what older generations left. */
  purge(): void;
}

export function createDirectoryWriting(db: Db, generation: Generation): DirectoryWriting {
  const known = db.prepare<[string, string], { version: number; generation: number }>(
    'SELECT version, generation FROM directory WHERE kind = ? AND id = ?',
  );
  const replace = db.prepare<[string, string, number, number, string]>(
    'INSERT OR REPLACE INTO directory (kind, id, version, generation, data) VALUES (?, ?, ?, ?, ?)',
  );
  const purge = db.prepare<[number]>('DELETE FROM directory WHERE generation <> ?');

  return {
    write(kind, entity, changes) {
      const row = known.get(kind, entity.id);
      if (row !== undefined && generation.keeps(row, entity.version)) return;
      replace.run(kind, entity.id, entity.version, generation.current(), JSON.stringify(entity));
      changes.directory = true;
    },
    purge() {
      purge.run(generation.current());
    },
  };
}
