import type { RefusalReason } from '../../src-shared/protocol/commands.ts';
import type { Person } from '../../src-shared/protocol/entities.ts';
import type { SettingsKind, SettingsValue } from '../../src-shared/protocol/settings.ts';
import type { WriteTransaction } from '../log/write.ts';

/** How one kind of setting is read, checked and stored, under the workspace's lock. */
export interface SettingsPort<Value> {
  /** As it stands, in the form in which it is edited; null: there is none of this id in the workspace. */
  load(tx: WriteTransaction, id: string): Promise<Value | null>;
  /** What speaks against it; null: nothing. Changes nothing. */
  check(tx: WriteTransaction, change: Wanted<Value>): Promise<SettingsRefusal | null>;
  /** Stores it and says so in the log. Returns the log position of the change. */
  write(tx: WriteTransaction, change: Wanted<Value>): Promise<number>;
}

export interface Wanted<Value> {
  id: string;
  by: Person;
  before: Value | null;
  value: Value;
}

/** `detail`: the field at fault. */
export interface SettingsRefusal {
  reason: RefusalReason;
  detail: string;
}

export type SettingsPorts = { [Kind in SettingsKind]: SettingsPort<SettingsValue<Kind>> };

export const unfit = (reason: RefusalReason, detail: string): SettingsRefusal => ({ reason, detail });

/** Names are told apart as people do. */
export const sameName = (a: string, b: string): boolean =>
  a.toLocaleLowerCase('pt-BR') === b.toLocaleLowerCase('pt-BR');

type Owned = 'department' | 'field' | 'pause_reason' | 'pipeline' | 'reason' | 'tag';

/** An id made by a caller may belong to another workspace; to this one it does not exist then. */
export async function isTaken(tx: WriteTransaction, table: Owned, id: string): Promise<boolean> {
  const row = await tx.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
