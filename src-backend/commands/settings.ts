import type { CommandName } from '../../src-shared/protocol/commands.ts';
import type { settingsCommands } from '../../src-shared/protocol/settings.ts';
import { applyChange, removeSetting, undoChange } from '../settings/change.ts';
import type { CommandContext, Handler } from './handler.ts';

type Handlers = { [Name in CommandName & keyof typeof settingsCommands]: Handler<Name> };

/** Settings of the operation (section J): who may change what, and that nothing is overwritten unseen, is settings/'s. */
export function createSettingsHandlers(deps: { endSessionsOf: (personId: string) => Promise<void> }): Handlers {
  const saveOperation: Handler<'operation.save'> = (context, args) => {
    const id = context.unit.tx.workspaceId;
    switch (args.section) {
      case 'hours':
        return applyChange(context, { kind: 'hours', id, seen: args.seen, value: args.value });
      case 'affinity':
        return applyChange(context, { kind: 'affinity', id, seen: args.seen, value: args.value });
      case 'merging':
        return applyChange(context, { kind: 'merging', id, seen: args.seen, value: args.value });
      case 'weights':
        return applyChange(context, { kind: 'weights', id, seen: args.seen, value: args.value });
      case 'idle':
        return applyChange(context, { kind: 'idle', id, seen: args.seen, value: args.value });
      case 'lostAgent':
        return applyChange(context, { kind: 'lostAgent', id, seen: args.seen, value: args.value });
      case 'pausePlan':
        return applyChange(context, { kind: 'pausePlan', id, seen: args.seen, value: args.value });
    }
  };

  return {
    'operation.save': saveOperation,
    'department.save': (context, args) => applyChange(context, { kind: 'department', ...args }),
    'person.save': async (context, args) => {
      const result = await applyChange(context, { kind: 'person', ...args });
      if (result.ok) await endIfDeactivated(context, args.id);
      return result;
    },
    'pauseReason.save': (context, args) => applyChange(context, { kind: 'pauseReason', ...args }),
    'pauseReason.remove': (context, { id }) => removeSetting(context, 'pauseReason', id),
    'reason.save': (context, args) => applyChange(context, { kind: 'reason', ...args }),
    'reason.remove': (context, { id }) => removeSetting(context, 'reason', id),
    'tag.save': (context, args) => applyChange(context, { kind: 'tag', ...args }),
    'tag.remove': (context, { id }) => removeSetting(context, 'tag', id),
    'pipeline.save': (context, args) => applyChange(context, { kind: 'pipeline', ...args }),
    'field.save': (context, args) => applyChange(context, { kind: 'field', ...args }),
    'settings.undo': async (context, { changeId }) => {
      const result = await undoChange(context, changeId);
      const row = await context.unit.tx.db
        .selectFrom('settings_change')
        .select('entity_id')
        .where('workspace_id', '=', context.unit.tx.workspaceId)
        .where('id', '=', changeId)
        .where('kind', '=', 'person')
        .executeTakeFirst();
      if (result.ok && row !== undefined) await endIfDeactivated(context, row.entity_id);
      return result;
    },
  };

  /** Whoever was deactivated has no line any more, on any node. */
  async function endIfDeactivated(context: CommandContext, personId: string): Promise<void> {
    const person = await context.unit.tx.db
      .selectFrom('person')
      .select('active')
      .where('workspace_id', '=', context.unit.tx.workspaceId)
      .where('id', '=', personId)
      .executeTakeFirst();
    if (person?.active === false) context.tellAfterCommit(() => deps.endSessionsOf(personId));
  }
}
