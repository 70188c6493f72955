import { randomUUID } from 'node:crypto';
import { saveOperation } from '../settings/operation.ts';
import { loadOperation, toPauseReason } from '../store/entities/directory.ts';
import { changesTo } from './changes.ts';
import type { Run } from './run.ts';
import type { OperationEntry, PauseReasonEntry } from './schema.ts';

/** How the workspace works; parts that the file leaves out stay. */
export async function applyOperation(run: Run, entry: OperationEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  const {
    id: _id,
    timeZone: _timeZone,
    version: _version,
    ...current
  } = await loadOperation(run.tx.db, run.tx.workspaceId);
  const changes = changesTo(current, entry);
  if (changes === null) return;
  await saveOperation(run.tx, changes);
  run.changed += 1;
}

/** Pause reasons by name; their order is the file's. */
export async function applyPauseReasons(run: Run, entries: PauseReasonEntry[]): Promise<void> {
  const { tx } = run;
  const rows = await tx.db
    .selectFrom('pause_reason')
    .selectAll()
    .where('workspace_id', '=', tx.workspaceId)
    // One that was removed may share its name with one in use, which is the one that is meant.
    .orderBy('active')
    .execute();
  const byName = new Map(rows.map((row) => [row.name, row]));
  for (const [position, entry] of entries.entries()) {
    const row = byName.get(entry.name);
    if (row === undefined) {
      const version = tx.nextSeq();
      const made = {
        id: randomUUID(),
        workspace_id: tx.workspaceId,
        name: entry.name,
        kind: entry.kind ?? 'other',
        limit_minutes: entry.limitMinutes ?? null,
        position,
        active: entry.active ?? true,
        version,
      };
      await tx.db.insertInto('pause_reason').values(made).execute();
      run.say(version, { type: 'pauseReason', pauseReason: toPauseReason(made) });
      continue;
    }
    const { kind, limitMinutes, active } = entry;
    const changes = changesTo(row, { kind, limit_minutes: limitMinutes, position, active });
    if (changes === null) continue;
    const changed = { ...row, ...changes, version: tx.nextSeq() };
    await tx.db
      .updateTable('pause_reason')
      .set({ ...changes, version: changed.version })
      .where('id', '=', row.id)
      .execute();
    run.say(changed.version, { type: 'pauseReason', pauseReason: toPauseReason(changed) });
  }
}
