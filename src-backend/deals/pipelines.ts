import type { Pipeline } from '../../src-shared/protocol/deals.ts';
import type { WriteTransaction } from '../log/write.ts';
import { toPipeline } from '../store/entities/directory.ts';

/** A pipeline of the workspace, in use or not. */
export async function pipelineOf({ db, workspaceId }: WriteTransaction, id: string): Promise<Pipeline | null> {
  const row = await db
    .selectFrom('pipeline')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toPipeline(row);
}

export const hasStage = (pipeline: Pipeline, stageId: string): boolean =>
  pipeline.stages.some((stage) => stage.id === stageId);
