import { randomUUID } from 'node:crypto';
import { toTag } from '../store/entities/directory.ts';
import { changesTo } from './changes.ts';
import type { Run } from './run.ts';
import type { TagEntry } from './schema.ts';

export async function applyTags(run: Run, entries: TagEntry[]): Promise<void> {
  const { tx } = run;
  const rows = await tx.db
    .selectFrom('tag')
    .selectAll()
    .where('workspace_id', '=', tx.workspaceId)
    .where('removed', '=', false)
    .execute();
  const byName = new Map(rows.map((row) => [row.name, row]));
  for (const { name, color } of entries) {
    const row = byName.get(name);
    if (row === undefined) {
      const version = tx.nextSeq();
      const made = { id: randomUUID(), workspace_id: tx.workspaceId, name, color, removed: false, version };
      await tx.db.insertInto('tag').values(made).execute();
      run.say(version, { type: 'tag', tag: toTag(made) });
      continue;
    }
    const changes = changesTo(row, { color });
    if (changes === null) continue;
    const changed = { ...row, color, version: tx.nextSeq() };
    await tx.db.updateTable('tag').set({ color, version: changed.version }).where('id', '=', row.id).execute();
    run.say(changed.version, { type: 'tag', tag: toTag(changed) });
  }
}
