import { randomUUID } from 'node:crypto';
import type { Store } from '../../../src-backend/store/open.ts';
import type { CommandArgs, CommandName, CommandReply } from '../../../src-shared/protocol/commands.ts';
import type { ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import type { SettingsValue } from '../../../src-shared/protocol/settings.ts';
import { idIn, type Operation, openOperation } from '../core/operation.ts';

/** A workspace of «suporte» and «vendas» with an agent in each, a supervisor and two administrators. */
export async function openSettings(store: Store): Promise<Operation> {
  return openOperation(store, {
    departments: [{ id: 'suporte', automatic: true }, { id: 'vendas' }],
    people: [
      { id: 'ana', departments: ['suporte'] },
      { id: 'bruno', departments: ['vendas'] },
      { id: 'sofia', role: 'supervisor', departments: [] },
      { id: 'alice', role: 'admin', departments: [] },
      { id: 'artur', role: 'admin', departments: [] },
    ],
  });
}

export async function history(
  operation: Operation,
  by = 'sofia',
  args: { before: number | null; limit: number } = { before: null, limit: 50 },
): Promise<ServerQueryResult<'settings.history'>['changes']> {
  const reply = await operation.core.queries.run(
    { workspaceId: operation.workspaceId, personId: idIn(operation, by) },
    { name: 'settings.history', args: { ...args, kinds: [] } },
  );
  if (!reply.ok) throw new Error(reply.reason);
  // The runner checked nothing of its own answer; the desktop does.
  const { queries } = await import('../../../src-shared/protocol/queries.ts');
  return queries['settings.history'].result.parse(reply.value).changes;
}

/** Sends a command and remembers its id, which is the change's. */
export async function change<Name extends CommandName>(
  operation: Operation,
  by: string,
  name: Name,
  args: CommandArgs<Name>,
): Promise<CommandReply & { changeId: string }> {
  const changeId = randomUUID();
  return { ...(await operation.command(by, name, args, changeId)), changeId };
}

export const suporte = (operation: Operation): SettingsValue<'department'> => ({
  name: 'suporte',
  distribution: 'automatic',
  rule: 'leastBusy',
  acceptSeconds: null,
  inactivityMinutes: null,
  requiresReason: false,
  requiresDescription: false,
  memberIds: [idIn(operation, 'ana')],
});

export const ana = (operation: Operation): SettingsValue<'person'> => ({
  name: 'ana',
  role: 'agent',
  departmentIds: [idIn(operation, 'suporte')],
  capacity: 5,
  active: true,
});

/** The newest log item of a type. */
export async function lastItem(operation: Operation, type: string): Promise<unknown> {
  const rows = await operation.store.db
    .selectFrom('event')
    .select('body')
    .where('workspace_id', '=', operation.workspaceId)
    .orderBy('seq', 'desc')
    .execute();
  return rows.map((row) => row.body).find((body) => body.type === type) ?? null;
}
