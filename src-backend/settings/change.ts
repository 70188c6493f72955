import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import {
  type SettingsKind,
  type SettingsValue,
  settingsKindSchema,
  settingsSchemas,
} from '../../src-shared/protocol/settings.ts';
import type { CommandContext, HandlerResult } from '../commands/handler.ts';
import { done, isSupervisor, refused } from '../commands/handler.ts';
import { distribute } from '../routing/distribute.ts';
import { departmentSettings } from './departments.ts';
import { fieldSettings } from './fields.ts';
import { operationSettings } from './operation.ts';
import { pauseReasonSettings } from './pause-reasons.ts';
import { personSettings } from './people.ts';
import { pipelineSettings } from './pipelines.ts';
import type { SettingsPorts } from './port.ts';
import { reasonSettings } from './reasons.ts';
import { tagSettings } from './tags.ts';

const ports: SettingsPorts = {
  ...operationSettings,
  department: departmentSettings,
  person: personSettings,
  pauseReason: pauseReasonSettings,
  reason: reasonSettings,
  tag: tagSettings,
  pipeline: pipelineSettings,
  field: fieldSettings,
};

/** The same schemas, told apart by kind. */
const schemas: { [Kind in SettingsKind]: z.ZodType<SettingsValue<Kind>> } = settingsSchemas;

/** Whoever may take more, or newly belongs to a queue, gets what waits. */
const movesQueues = new Set<SettingsKind>(['department', 'person', 'weights', 'affinity']);

interface Change<Kind extends SettingsKind> {
  kind: Kind;
  id: string;
  /** What the editor started from; null: it is new. */
  seen: SettingsValue<Kind> | null;
  value: SettingsValue<Kind>;
  undoOf?: string;
}

/**
 * Applies one change: refused when the editor saw something else than what stands there, or when it does not fit;
 * otherwise stored, said in the log, and kept in the history under the command's id.
 */
export async function applyChange<Kind extends SettingsKind>(
  { unit, caller, commandId }: CommandContext,
  change: Change<Kind>,
): Promise<HandlerResult> {
  if (!isSupervisor(caller.person)) return refused('forbidden');
  const { tx } = unit;
  const { kind, id } = change;
  const port = ports[kind];
  const value = inOrder(kind, change.value);
  const before = await port.load(tx, id);
  if (before === null && change.seen !== null) return refused('not-found', 'id');
  const differing = differences(change.seen === null ? null : inOrder(kind, change.seen), before);
  if (differing.length > 0) return refused('stale', differing.join());
  if (isDeepStrictEqual(before, value)) return done;
  const wanted = { id, by: caller.person, before, value };
  const refusal = await port.check(tx, wanted);
  if (refusal !== null) return refused(refusal.reason, refusal.detail);
  const position = await port.write(tx, wanted);
  await tx.db
    .insertInto('settings_change')
    .values({
      workspace_id: tx.workspaceId,
      id: commandId,
      position,
      at: tx.now,
      by_id: caller.person.id,
      kind,
      entity_id: id,
      before: before === null ? null : JSON.stringify(before),
      after: JSON.stringify(value),
      undo_of: change.undoOf ?? null,
    })
    .execute();
  if (movesQueues.has(kind)) await distribute(unit);
  return done;
}

/** Takes something out of use; `seen` is whatever it is now. */
export async function removeSetting<Kind extends 'pauseReason' | 'reason' | 'tag'>(
  context: CommandContext,
  kind: Kind,
  id: string,
): Promise<HandlerResult> {
  if (!isSupervisor(context.caller.person)) return refused('forbidden');
  const seen = await ports[kind].load(context.unit.tx, id);
  if (seen === null) return refused('not-found', 'id');
  return applyChange(context, { kind, id, seen, value: { ...seen, active: false } });
}

/** Puts back what a change replaced. What it made new is taken out of use where the kind knows that. */
export async function undoChange(context: CommandContext, changeId: string): Promise<HandlerResult> {
  const { tx } = context.unit;
  if (!isSupervisor(context.caller.person)) return refused('forbidden');
  const row = await tx.db
    .selectFrom('settings_change')
    .selectAll()
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', changeId)
    .executeTakeFirst();
  const kind = settingsKindSchema.safeParse(row?.kind);
  if (row === undefined || !kind.success) return refused('not-found', 'changeId');
  const before = row.before ?? ('active' in row.after ? { ...row.after, active: false } : null);
  return restore(context, kind.data, { id: row.entity_id, after: row.after, before, undoOf: row.id });
}

/** Values of the history are of their time; one that this version no longer understands cannot be put back. */
function restore<Kind extends SettingsKind>(
  context: CommandContext,
  kind: Kind,
  change: { id: string; after: unknown; before: unknown; undoOf: string },
): Promise<HandlerResult> | HandlerResult {
  const seen = schemas[kind].safeParse(change.after);
  const value = schemas[kind].safeParse(change.before);
  if (!seen.success || !value.success) return refused('not-supported', kind);
  return applyChange(context, { kind, id: change.id, seen: seen.data, value: value.data, undoOf: change.undoOf });
}

/** Lists of ids are sets: their order says nothing. */
function inOrder<Value extends object>(_kind: SettingsKind, value: Value): Value {
  const sorted: Value = { ...value };
  for (const key of ['memberIds', 'departmentIds'] as const) {
    if (!(key in value)) continue;
    const ids: unknown = Reflect.get(value, key);
    if (Array.isArray(ids)) Object.assign(sorted, { [key]: [...new Set(ids)].sort() });
  }
  return sorted;
}

/** Names of the fields in which what was seen differs from what is there. */
function differences(seen: object | null, now: object | null): string[] {
  if (seen === null || now === null) return seen === now ? [] : ['id'];
  return Object.keys(now).filter((key) => !isDeepStrictEqual(Reflect.get(seen, key), Reflect.get(now, key)));
}
