import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Passwords } from '../accounts/passwords.ts';
import type { Database } from '../store/database.ts';
import { toPerson } from '../store/entities/person.ts';
import { changesTo } from './changes.ts';
import { type Problem, problem } from './problems.ts';
import type { Run } from './run.ts';
import type { PersonEntry } from './schema.ts';

/** The hash to store for each e-mail whose password is new; an unchanged password is not in it. */
type NewHashes = ReadonlyMap<string, string>;

/** Done before the transaction: each takes some 20 ms, and the workspace's writers would all wait for it. */
export async function hashPasswords(
  db: Kysely<Database>,
  entries: PersonEntry[],
  passwords: Passwords,
): Promise<NewHashes> {
  if (entries.length === 0) return new Map();
  const emails = entries.map((entry) => entry.email);
  const rows = await db.selectFrom('person').select(['email', 'password_hash']).where('email', 'in', emails).execute();
  const stored = new Map(rows.map((row) => [row.email, row.password_hash]));
  const hashes = await Promise.all(
    entries.map(async ({ email, password }) => {
      const known = stored.get(email);
      const same = known !== undefined && (await passwords.verify(known, password));
      return same ? [] : [[email, await passwords.hash(password)] as const];
    }),
  );
  return new Map(hashes.flat());
}

/** People by e-mail. `endSessionsOf`: whose password changed or who was deactivated. */
export async function applyPeople(
  run: Run,
  entries: PersonEntry[],
  departments: ReadonlyMap<string, string>,
  newHashes: NewHashes,
): Promise<{ problems: Problem[]; endSessionsOf: string[] }> {
  const { tx } = run;
  const problems: Problem[] = [];
  const endSessionsOf: string[] = [];
  const emails = entries.map((entry) => entry.email);
  const rows =
    emails.length === 0 ? [] : await tx.db.selectFrom('person').selectAll().where('email', 'in', emails).execute();
  const byEmail = new Map(rows.map((row) => [row.email, row]));

  for (const [index, entry] of entries.entries()) {
    const unknown = (entry.departments ?? []).filter((name) => !departments.has(name));
    for (const name of unknown) {
      problems.push(problem(['people', index, 'departments'], `name a department that does not exist: ${name}`));
    }
    const row = byEmail.get(entry.email);
    if (row !== undefined && row.workspace_id !== tx.workspaceId) {
      problems.push(problem(['people', index, 'email'], 'belongs to a person of another workspace'));
      continue;
    }
    if (unknown.length > 0) continue;
    const wantedDepartments = entry.departments?.map((name) => departments.get(name) ?? '').sort();
    const hash = newHashes.get(entry.email);

    if (row === undefined) {
      if (hash === undefined) throw new Error('a new person without a hashed password');
      const version = tx.nextSeq();
      const made = {
        id: randomUUID(),
        workspace_id: tx.workspaceId,
        email: entry.email,
        name: entry.name,
        role: entry.role,
        password_hash: hash,
        capacity: entry.capacity ?? 5,
        active: entry.active ?? true,
        presence_state: 'offline' as const,
        presence_reason: null,
        presence_since: tx.now,
        seen_at: 0,
        permissions_at: version,
        version,
      };
      await tx.db.insertInto('person').values(made).execute();
      await setDepartments(run, made.id, wantedDepartments ?? []);
      run.say(version, { type: 'person', person: toPerson(made, wantedDepartments ?? []) });
      continue;
    }

    if (hash !== undefined) {
      await tx.db.updateTable('person').set({ password_hash: hash }).where('id', '=', row.id).execute();
      endSessionsOf.push(row.id);
    }
    const memberships = await tx.db
      .selectFrom('person_department')
      .select('department_id')
      .where('person_id', '=', row.id)
      .execute();
    const currentDepartments = memberships.map((membership) => membership.department_id).sort();
    const moved = changesTo({ departments: currentDepartments }, { departments: wantedDepartments }) !== null;
    const { name, role, capacity, active } = entry;
    const changes = changesTo(row, { name, role, capacity, active });
    if (changes === null && !moved) {
      if (hash !== undefined) run.changed += 1;
      continue;
    }
    const version = tx.nextSeq();
    const permissions = moved || changes?.role !== undefined ? { permissions_at: version } : {};
    const changed = { ...row, ...changes, ...permissions, version };
    await tx.db
      .updateTable('person')
      .set({ ...changes, ...permissions, version })
      .where('id', '=', row.id)
      .execute();
    if (moved) await setDepartments(run, row.id, wantedDepartments ?? []);
    if (changes?.active === false) endSessionsOf.push(row.id);
    run.say(version, { type: 'person', person: toPerson(changed, wantedDepartments ?? currentDepartments) });
  }
  return { problems, endSessionsOf };
}

async function setDepartments(run: Run, personId: string, departmentIds: string[]): Promise<void> {
  const { tx } = run;
  await tx.db.deleteFrom('person_department').where('person_id', '=', personId).execute();
  if (departmentIds.length === 0) return;
  await tx.db
    .insertInto('person_department')
    .values(
      departmentIds.map((departmentId) => ({
        workspace_id: tx.workspaceId,
        person_id: personId,
        department_id: departmentId,
      })),
    )
    .execute();
}
