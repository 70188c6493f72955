import type { SettingsValue } from '../../src-shared/protocol/settings.ts';
import { EVERYONE } from '../log/audience.ts';
import { toDepartment } from '../store/entities/directory.ts';
import { loadPeople } from '../store/entities/person.ts';
import { setMembers } from './members.ts';
import { isTaken, type SettingsPort, sameName, unfit } from './port.ts';

/** A department with its members. Conversations belong to it for ever, so there is no removing one. */
export const departmentSettings: SettingsPort<SettingsValue<'department'>> = {
  async load({ db, workspaceId }, id) {
    const row = await db
      .selectFrom('department')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return null;
    const members = await db
      .selectFrom('person_department')
      .select('person_id')
      .where('department_id', '=', id)
      .execute();
    const { id: _id, version: _version, ...department } = toDepartment(row);
    return { ...department, memberIds: members.map((member) => member.person_id).sort() };
  },

  async check(tx, { id, before, value }) {
    if (before === null && (await isTaken(tx, 'department', id))) return unfit('not-found', 'id');
    const others = await tx.db
      .selectFrom('department')
      .select('name')
      .where('workspace_id', '=', tx.workspaceId)
      .where('id', '<>', id)
      .execute();
    if (others.some((other) => sameName(other.name, value.name))) return unfit('name-taken', 'name');
    const members = await loadPeople(tx.db, tx.workspaceId, value.memberIds);
    return members.length < new Set(value.memberIds).size ? unfit('not-found', 'memberIds') : null;
  },

  async write(tx, { id, before, value }) {
    const version = tx.nextSeq();
    const row = {
      id,
      workspace_id: tx.workspaceId,
      name: value.name,
      distribution: value.distribution,
      rule: value.rule,
      accept_seconds: value.acceptSeconds,
      inactivity_minutes: value.inactivityMinutes,
      requires_reason: value.requiresReason,
      requires_description: value.requiresDescription,
      version,
    };
    if (before === null) await tx.db.insertInto('department').values(row).execute();
    else await tx.db.updateTable('department').set(row).where('id', '=', id).execute();
    tx.append(version, { body: { type: 'department', department: toDepartment(row) }, audience: EVERYONE });
    // After the department itself: whoever joins must know it.
    await setMembers(tx, id, value.memberIds);
    return version;
  },
};
