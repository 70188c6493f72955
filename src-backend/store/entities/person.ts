import type { Kysely, Selectable } from 'kysely';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import type { Database, PersonTable } from '../database.ts';

export function toPerson(row: Omit<Selectable<PersonTable>, 'idle_since'>, departmentIds: string[]): Person {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    departmentIds: [...departmentIds].sort(),
    capacity: row.capacity,
    presence: { state: row.presence_state, reason: row.presence_reason, since: row.presence_since },
    active: row.active,
    version: row.version,
  };
}

/** People of a workspace; `ids` null means all of them. Ids that are not of this workspace are left out. */
export async function loadPeople(db: Kysely<Database>, workspaceId: string, ids: string[] | null): Promise<Person[]> {
  if (ids !== null && ids.length === 0) return [];
  let people = db.selectFrom('person').selectAll().where('workspace_id', '=', workspaceId);
  let memberships = db.selectFrom('person_department').selectAll().where('workspace_id', '=', workspaceId);
  if (ids !== null) {
    people = people.where('id', 'in', ids);
    memberships = memberships.where('person_id', 'in', ids);
  }
  const departmentsOf = Map.groupBy(await memberships.execute(), (row) => row.person_id);
  return (await people.execute()).map((row) =>
    toPerson(
      row,
      (departmentsOf.get(row.id) ?? []).map((membership) => membership.department_id),
    ),
  );
}
