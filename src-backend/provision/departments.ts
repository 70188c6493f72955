import { randomUUID } from 'node:crypto';
import { toDepartment } from '../store/entities/directory.ts';
import { changesTo } from './changes.ts';
import type { Run } from './run.ts';
import type { DepartmentEntry } from './schema.ts';

/** Departments by name. Returns the ids of all departments of the workspace, by name. */
export async function applyDepartments(run: Run, entries: DepartmentEntry[]): Promise<Map<string, string>> {
  const { tx } = run;
  const rows = await tx.db.selectFrom('department').selectAll().where('workspace_id', '=', tx.workspaceId).execute();
  const byName = new Map(rows.map((row) => [row.name, row]));
  for (const entry of entries) {
    const row = byName.get(entry.name);
    const wanted = {
      distribution: entry.distribution,
      rule: entry.rule,
      accept_seconds: entry.acceptSeconds,
      inactivity_minutes: entry.inactivityMinutes,
      requires_reason: entry.requiresReason,
      requires_description: entry.requiresDescription,
    };
    if (row === undefined) {
      const version = tx.nextSeq();
      const made = {
        id: randomUUID(),
        workspace_id: tx.workspaceId,
        name: entry.name,
        distribution: wanted.distribution ?? ('automatic' as const),
        requires_reason: wanted.requires_reason ?? false,
        requires_description: wanted.requires_description ?? false,
        rule: wanted.rule ?? ('leastBusy' as const),
        accept_seconds: wanted.accept_seconds ?? null,
        inactivity_minutes: wanted.inactivity_minutes ?? null,
        version,
      };
      await tx.db.insertInto('department').values(made).execute();
      byName.set(made.name, made);
      run.say(version, { type: 'department', department: toDepartment(made) });
      continue;
    }
    const changes = changesTo(row, wanted);
    if (changes === null) continue;
    const changed = { ...row, ...changes, version: tx.nextSeq() };
    await tx.db
      .updateTable('department')
      .set({ ...changes, version: changed.version })
      .where('id', '=', row.id)
      .execute();
    run.say(changed.version, { type: 'department', department: toDepartment(changed) });
  }
  return new Map([...byName].map(([name, row]) => [name, row.id]));
}
