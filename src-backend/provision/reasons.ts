import { randomUUID } from 'node:crypto';
import { toReason } from '../store/entities/directory.ts';
import { changesTo } from './changes.ts';
import type { Run } from './run.ts';
import type { ReasonEntry } from './schema.ts';

/** Reasons by their place in the tree and their name; their order is the file's. */
export async function applyReasons(run: Run, entries: ReasonEntry[], parentId: string | null = null): Promise<void> {
  const { tx } = run;
  const siblings = await tx.db
    .selectFrom('reason')
    .selectAll()
    .where('workspace_id', '=', tx.workspaceId)
    .where('parent_id', parentId === null ? 'is' : '=', parentId)
    // One that was removed may share its name with one in use, which is the one that is meant.
    .orderBy('active')
    .execute();
  const byName = new Map(siblings.map((row) => [row.name, row]));
  for (const [position, entry] of entries.entries()) {
    const row = byName.get(entry.name);
    let id: string;
    if (row === undefined) {
      const version = tx.nextSeq();
      const made = {
        id: randomUUID(),
        workspace_id: tx.workspaceId,
        parent_id: parentId,
        name: entry.name,
        position,
        active: entry.active ?? true,
        version,
      };
      await tx.db.insertInto('reason').values(made).execute();
      run.say(version, { type: 'reason', reason: toReason(made) });
      id = made.id;
    } else {
      id = row.id;
      const changes = changesTo(row, { position, active: entry.active });
      if (changes !== null) {
        const changed = { ...row, ...changes, version: tx.nextSeq() };
        await tx.db
          .updateTable('reason')
          .set({ ...changes, version: changed.version })
          .where('id', '=', id)
          .execute();
        run.say(changed.version, { type: 'reason', reason: toReason(changed) });
      }
    }
    if (entry.children !== undefined) await applyReasons(run, entry.children, id);
  }
}
