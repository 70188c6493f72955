import type { CommandArgs } from '../../../src-shared/protocol/commands.ts';
import { filterCommands, type SavedFilter } from '../../../src-shared/protocol/inbox-filter.ts';

/** What may wait in the outbox of saved filters. */
export type FilterCommand = {
  [Name in keyof typeof filterCommands]: { name: Name; args: CommandArgs<Name> };
}[keyof typeof filterCommands];

/** A row's command with its arguments checked; null for other commands and for rows of another version. */
export function readFilterCommand(row: { name: string; args: unknown }): FilterCommand | null {
  switch (row.name) {
    case 'filter.save': {
      const args = filterCommands['filter.save'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'filter.remove': {
      const args = filterCommands['filter.remove'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    default:
      return null;
  }
}

/** The saved filters as they will be once the server has what waits, those that it concerns marked. */
export function withPendingFilters(
  saved: readonly SavedFilter[],
  pending: readonly FilterCommand[],
  me: string | null,
): (SavedFilter & { pending: boolean })[] {
  const shown = new Map(saved.map((one) => [one.id, { ...one, pending: false }]));
  for (const { name, args } of pending) {
    const known = shown.get(args.id);
    if (name === 'filter.save') {
      const { id, departmentId, filter } = args;
      const ownerId = known?.ownerId ?? me;
      if (ownerId === null) continue;
      const version = known?.version ?? 0;
      shown.set(id, { id, name: args.name, ownerId, departmentId, filter, removed: false, version, pending: true });
    } else if (known !== undefined) shown.set(args.id, { ...known, removed: true, pending: true });
  }
  return [...shown.values()];
}
