import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { loadPeople } from '../store/entities/person.ts';

export async function setDepartments(tx: WriteTransaction, personId: string, departmentIds: string[]): Promise<void> {
  const { db, workspaceId } = tx;
  await db.deleteFrom('person_department').where('person_id', '=', personId).execute();
  if (departmentIds.length === 0) return;
  await db
    .insertInto('person_department')
    .values(
      departmentIds.map((departmentId) => ({
        workspace_id: workspaceId,
        person_id: personId,
        department_id: departmentId,
      })),
    )
    .execute();
}

/** Brings a department's members to this list. Whoever comes or goes gets a snapshot of what they may see now. */
export async function setMembers(tx: WriteTransaction, departmentId: string, memberIds: string[]): Promise<void> {
  const { db, workspaceId } = tx;
  const rows = await db
    .selectFrom('person_department')
    .select('person_id')
    .where('workspace_id', '=', workspaceId)
    .where('department_id', '=', departmentId)
    .execute();
  const now = new Set(rows.map((row) => row.person_id));
  const wanted = new Set(memberIds);
  const moved = [...now.symmetricDifference(wanted)];
  for (const person of await loadPeople(db, workspaceId, moved)) {
    const others = person.departmentIds.filter((id) => id !== departmentId);
    const departmentIds = (wanted.has(person.id) ? [...others, departmentId] : others).sort();
    await setDepartments(tx, person.id, departmentIds);
    const version = tx.nextSeq();
    await db.updateTable('person').set({ permissions_at: version, version }).where('id', '=', person.id).execute();
    tx.append(version, {
      body: { type: 'person', person: { ...person, departmentIds, version } },
      audience: EVERYONE,
    });
  }
}
