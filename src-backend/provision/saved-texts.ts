import { randomUUID } from 'node:crypto';
import { toSavedText } from '../store/entities/directory.ts';
import { changesTo } from './changes.ts';
import { type Problem, problem } from './problems.ts';
import type { Run } from './run.ts';
import type { SavedTextEntry } from './schema.ts';

/** Saved texts by their shortcut, as it is typed: capitals make no other. One that was removed is made anew. */
export async function applySavedTexts(
  run: Run,
  entries: SavedTextEntry[],
  departments: ReadonlyMap<string, string>,
): Promise<Problem[]> {
  const { tx } = run;
  const problems: Problem[] = [];
  const rows = await tx.db
    .selectFrom('saved_text')
    .selectAll()
    .where('workspace_id', '=', tx.workspaceId)
    .where('active', '=', true)
    .execute();
  const byShortcut = new Map(rows.map((row) => [shortcutKey(row), row]));

  for (const [index, entry] of entries.entries()) {
    const departmentId = entry.department == null ? entry.department : departments.get(entry.department);
    if (entry.department != null && departmentId === undefined) {
      problems.push(
        problem(['savedTexts', index, 'department'], `names a department that does not exist: ${entry.department}`),
      );
      continue;
    }
    const row = byShortcut.get(shortcutKey(entry));
    if (row === undefined) {
      const made = {
        id: randomUUID(),
        workspace_id: tx.workspaceId,
        shortcut: entry.shortcut,
        text: entry.text,
        department_id: departmentId ?? null,
        active: true,
        version: tx.nextSeq(),
      };
      await tx.db.insertInto('saved_text').values(made).execute();
      run.say(made.version, { type: 'savedText', savedText: toSavedText(made) });
      continue;
    }
    const changes = changesTo(row, { shortcut: entry.shortcut, text: entry.text, department_id: departmentId });
    if (changes === null) continue;
    const changed = { ...row, ...changes, version: tx.nextSeq() };
    await tx.db
      .updateTable('saved_text')
      .set({ ...changes, version: changed.version })
      .where('id', '=', row.id)
      .execute();
    run.say(changed.version, { type: 'savedText', savedText: toSavedText(changed) });
  }
  return problems;
}

export const shortcutKey = ({ shortcut }: { shortcut: string }): string => shortcut.toLocaleLowerCase('pt-BR');
