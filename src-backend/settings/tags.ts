import type { SettingsValue } from '../../src-shared/protocol/settings.ts';
import { EVERYONE } from '../log/audience.ts';
import { toTag } from '../store/entities/directory.ts';
import { isTaken, type SettingsPort, sameName, unfit } from './port.ts';

/** Tags. A removed one is shown nowhere, and stays on its contacts, so that putting it back puts it back on them. */
export const tagSettings: SettingsPort<SettingsValue<'tag'>> = {
  async load({ db, workspaceId }, id) {
    const row = await db
      .selectFrom('tag')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : { name: row.name, color: row.color, active: !row.removed };
  },

  async check(tx, { id, before, value }) {
    if (before === null && (await isTaken(tx, 'tag', id))) return unfit('not-found', 'id');
    if (!value.active) return null;
    const others = await tx.db
      .selectFrom('tag')
      .select('name')
      .where('workspace_id', '=', tx.workspaceId)
      .where('removed', '=', false)
      .where('id', '<>', id)
      .execute();
    return others.some((other) => sameName(other.name, value.name)) ? unfit('name-taken', 'name') : null;
  },

  async write(tx, { id, before, value }) {
    const version = tx.nextSeq();
    const { name, color, active } = value;
    const row = { id, workspace_id: tx.workspaceId, name, color, removed: !active, version };
    if (before === null) await tx.db.insertInto('tag').values(row).execute();
    else await tx.db.updateTable('tag').set(row).where('id', '=', id).execute();
    tx.append(version, { body: { type: 'tag', tag: toTag(row) }, audience: EVERYONE });
    return version;
  },
};
