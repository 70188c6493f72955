import type { Person } from '../../src-shared/protocol/entities.ts';
import type { SettingsValue } from '../../src-shared/protocol/settings.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { changePresence } from '../people/presence.ts';
import { openCount } from '../routing/capacity.ts';
import { loadPeople } from '../store/entities/person.ts';
import { setDepartments } from './members.ts';
import { type SettingsPort, unfit } from './port.ts';

type PersonSettings = SettingsValue<'person'>;

/** What only administrators may change of a person. */
const administrative = ['name', 'role', 'active'] as const satisfies (keyof PersonSettings)[];

async function load(tx: WriteTransaction, id: string): Promise<Person | null> {
  const [person] = await loadPeople(tx.db, tx.workspaceId, [id]);
  return person ?? null;
}

const editable = ({ name, role, departmentIds, capacity, active }: Person): PersonSettings => ({
  name,
  role,
  departmentIds,
  capacity,
  active,
});

/** A person who exists. Accounts are made by provisioning, because they need a password. */
export const personSettings: SettingsPort<PersonSettings> = {
  async load(tx, id) {
    const person = await load(tx, id);
    return person === null ? null : editable(person);
  },

  async check(tx, { id, by, before, value }) {
    if (before === null) return unfit('not-found', 'id');
    const changed = administrative.find((field) => before[field] !== value[field]);
    if (changed !== undefined && by.role !== 'admin') return unfit('forbidden', changed);
    // Whoever could lock themselves out could leave a workspace without an administrator.
    if (id === by.id && (changed === 'role' || changed === 'active' || before.active !== value.active)) {
      return unfit('forbidden', before.role === value.role ? 'active' : 'role');
    }
    const departments = await tx.db
      .selectFrom('department')
      .select('id')
      .where('workspace_id', '=', tx.workspaceId)
      .execute();
    const known = new Set(departments.map((department) => department.id));
    if (!value.departmentIds.every((departmentId) => known.has(departmentId)))
      return unfit('not-found', 'departmentIds');
    if (before.active && !value.active && (await openCount(tx, id)) > 0) {
      return unfit('open-conversations', 'active');
    }
    return null;
  },

  async write(tx, { id, before, value }) {
    const person = await load(tx, id);
    if (person === null || before === null) throw new Error('a person that was checked is gone');
    const leaves = before.active && !value.active;
    if (leaves) await changePresence(tx, person, { state: 'offline', reason: null, since: tx.now });
    const departmentIds = [...new Set(value.departmentIds)].sort();
    const moved = departmentIds.join() !== before.departmentIds.join();
    if (moved) await setDepartments(tx, id, departmentIds);
    const version = tx.nextSeq();
    const { name, role, capacity, active } = value;
    await tx.db
      .updateTable('person')
      .set({
        ...{ name, role, capacity, active, version },
        ...(moved || role !== before.role ? { permissions_at: version } : {}),
      })
      .where('id', '=', id)
      .execute();
    const now = await load(tx, id);
    if (now === null) throw new Error('a person that was written is gone');
    tx.append(version, { body: { type: 'person', person: now }, audience: EVERYONE });
    return version;
  },
};
