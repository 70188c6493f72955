import type { OperationSection, SettingsValue } from '../../src-shared/protocol/settings.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { loadOperation } from '../store/entities/directory.ts';
import type { SettingsPort } from './port.ts';

type Sections = { [Section in OperationSection]: SettingsPort<SettingsValue<Section>> };

/** The operation's sections; each is edited, and may be stale, for itself. Their id is the workspace's. */
export const operationSettings: Sections = {
  hours: section((operation) => ({ businessHours: operation.businessHours, holidays: operation.holidays })),
  affinity: section((operation) => ({ affinity: operation.affinity })),
  merging: section(({ mergeConversations }) => ({ mergeConversations })),
  weights: section((operation) => ({ channelWeights: operation.channelWeights })),
  idle: section((operation) => ({ idleMinutes: operation.idleMinutes })),
  lostAgent: section((operation) => ({ lostAgent: operation.lostAgent })),
  pausePlan: section((operation) => ({ pausePlan: operation.pausePlan })),
};

type Whole = Awaited<ReturnType<typeof loadOperation>>;

function section<Value extends Partial<Whole>>(pick: (operation: Whole) => Value): SettingsPort<Value> {
  return {
    async load(tx, id) {
      return id === tx.workspaceId ? pick(await loadOperation(tx.db, tx.workspaceId)) : null;
    },
    check: async () => null,
    async write(tx, { value }) {
      return saveOperation(tx, value);
    },
  };
}

/** Changes parts of the operation and says so in the log. Returns the change's position. */
export async function saveOperation(
  tx: WriteTransaction,
  change: Partial<Omit<Whole, 'id' | 'timeZone' | 'version'>>,
): Promise<number> {
  const version = tx.nextSeq();
  const operation = { ...(await loadOperation(tx.db, tx.workspaceId)), ...change, version };
  const { id: _id, timeZone: _timeZone, version: _version, ...data } = operation;
  const row = { workspace_id: tx.workspaceId, data: JSON.stringify(data), version };
  await tx.db
    .insertInto('operation')
    .values(row)
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
  tx.append(version, { body: { type: 'operation', operation }, audience: EVERYONE });
  return version;
}
