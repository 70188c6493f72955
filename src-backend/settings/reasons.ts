import type { SettingsValue } from '../../src-shared/protocol/settings.ts';
import { EVERYONE } from '../log/audience.ts';
import { toReason } from '../store/entities/directory.ts';
import { isTaken, type SettingsPort, sameName, unfit } from './port.ts';

/** Contact reasons. A removed one, with everything below it, is no longer offered, and keeps its name in the history. */
export const reasonSettings: SettingsPort<SettingsValue<'reason'>> = {
  async load({ db, workspaceId }, id) {
    const row = await db
      .selectFrom('reason')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { id: _id, version: _version, ...reason } = toReason(row);
    return reason;
  },

  async check(tx, { id, before, value }) {
    if (before === null && (await isTaken(tx, 'reason', id))) return unfit('not-found', 'id');
    const all = await tx.db
      .selectFrom('reason')
      .select(['id', 'parent_id', 'name', 'active'])
      .where('workspace_id', '=', tx.workspaceId)
      .execute();
    const parentOf = new Map(all.map((reason) => [reason.id, reason.parent_id]));
    if (value.parentId !== null && !parentOf.has(value.parentId)) return unfit('not-found', 'parentId');
    parentOf.set(id, value.parentId);
    // A reason under itself would hang from nowhere, and disappear with its whole branch.
    const above = new Set<string>();
    for (let one: string | null | undefined = value.parentId; one !== null && one !== undefined; ) {
      if (one === id || above.has(one)) return unfit('invalid', 'parentId');
      above.add(one);
      one = parentOf.get(one);
    }
    const taken = all.some(
      (other) =>
        value.active &&
        other.active &&
        other.id !== id &&
        other.parent_id === value.parentId &&
        sameName(other.name, value.name),
    );
    return taken ? unfit('name-taken', 'name') : null;
  },

  async write(tx, { id, before, value }) {
    const version = tx.nextSeq();
    const row = {
      id,
      workspace_id: tx.workspaceId,
      parent_id: value.parentId,
      name: value.name,
      position: value.position,
      active: value.active,
      version,
    };
    if (before === null) await tx.db.insertInto('reason').values(row).execute();
    else await tx.db.updateTable('reason').set(row).where('id', '=', id).execute();
    tx.append(version, { body: { type: 'reason', reason: toReason(row) }, audience: EVERYONE });
    return version;
  },
};
