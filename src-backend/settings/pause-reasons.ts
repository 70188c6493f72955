import type { SettingsValue } from '../../src-shared/protocol/settings.ts';
import { EVERYONE } from '../log/audience.ts';
import { toPauseReason } from '../store/entities/directory.ts';
import { isTaken, type SettingsPort, sameName, unfit } from './port.ts';

export const pauseReasonSettings: SettingsPort<SettingsValue<'pauseReason'>> = {
  async load({ db, workspaceId }, id) {
    const row = await db
      .selectFrom('pause_reason')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { id: _id, version: _version, ...reason } = toPauseReason(row);
    return reason;
  },

  async check(tx, { id, before, value }) {
    if (before === null && (await isTaken(tx, 'pause_reason', id))) return unfit('not-found', 'id');
    if (!value.active) return null;
    const others = await tx.db
      .selectFrom('pause_reason')
      .select('name')
      .where('workspace_id', '=', tx.workspaceId)
      .where('active', '=', true)
      .where('id', '<>', id)
      .execute();
    return others.some((other) => sameName(other.name, value.name)) ? unfit('name-taken', 'name') : null;
  },

  async write(tx, { id, before, value }) {
    const version = tx.nextSeq();
    const row = {
      id,
      workspace_id: tx.workspaceId,
      name: value.name,
      kind: value.kind,
      limit_minutes: value.limitMinutes,
      position: value.position,
      active: value.active,
      version,
    };
    if (before === null) await tx.db.insertInto('pause_reason').values(row).execute();
    else await tx.db.updateTable('pause_reason').set(row).where('id', '=', id).execute();
    tx.append(version, { body: { type: 'pauseReason', pauseReason: toPauseReason(row) }, audience: EVERYONE });
    return version;
  },
};
