import { randomUUID } from 'node:crypto';
import { toPipeline } from '../store/entities/directory.ts';
import type { Run } from './run.ts';
import type { PipelineEntry } from './schema.ts';

/**
 * Pipelines by their name, in the file's order. One that exists is left as it is, in use or not: people edit them in the
 * application, and deals are in their stages.
 */
export async function applyPipelines(run: Run, entries: PipelineEntry[]): Promise<void> {
  const { tx } = run;
  const rows = await tx.db.selectFrom('pipeline').select('name').where('workspace_id', '=', tx.workspaceId).execute();
  const known = new Set(rows.map(({ name }) => name));
  for (const [position, { name, stages }] of entries.entries()) {
    if (known.has(name)) continue;
    const version = tx.nextSeq();
    const made = { id: randomUUID(), workspace_id: tx.workspaceId, name, position, active: true, version };
    const named = stages.map((stage) => ({ id: randomUUID(), name: stage }));
    await tx.db
      .insertInto('pipeline')
      .values({ ...made, stages: JSON.stringify(named) })
      .execute();
    run.say(version, { type: 'pipeline', pipeline: toPipeline({ ...made, stages: named }) });
  }
}
