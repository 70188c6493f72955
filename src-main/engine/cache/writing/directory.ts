import type { Automation } from '../../../../src-shared/protocol/automations.ts';
import type { Field } from '../../../../src-shared/protocol/contacts.ts';
import type { Pipeline } from '../../../../src-shared/protocol/deals.ts';
import type {
  Connection,
  Department,
  Person,
  Reason,
  SavedText,
  Tag,
} from '../../../../src-shared/protocol/entities.ts';
import type { SavedFilter } from '../../../../src-shared/protocol/inbox-filter.ts';
import type { Operation, PauseReason } from '../../../../src-shared/protocol/operation.ts';
import type { Template } from '../../../../src-shared/protocol/templates.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from './changes.ts';
import type { Generation } from './generation.ts';

/** What the whole workspace shares, and saved filters, by the name their log items have. */
export interface DirectoryEntities {
  person: Person;
  department: Department;
  connection: Connection;
  tag: Tag;
  reason: Reason;
  template: Template;
  savedText: SavedText;
  operation: Operation;
  pauseReason: PauseReason;
  automation: Automation;
  pipeline: Pipeline;
  savedFilter: SavedFilter;
  field: Field;
}

export type DirectoryKind = keyof DirectoryEntities;

export interface DirectoryWriting {
  write<Kind extends DirectoryKind>(kind: Kind, entity: DirectoryEntities[Kind], changes: Changes): void;
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
