import type { Kysely } from 'kysely';
import type { FlowSurroundings } from '../../src-shared/rules/automation/check.ts';
import type { Database } from '../store/database.ts';
import { isFilled } from './templates.ts';

/** What a flow may refer to in this workspace. */
export async function flowSurroundings(db: Kysely<Database>, workspaceId: string): Promise<FlowSurroundings> {
  const departments = await db.selectFrom('department').select('id').where('workspace_id', '=', workspaceId).execute();
  const tags = await db.selectFrom('tag').select('id').where('workspace_id', '=', workspaceId).execute();
  const pipelines = await db
    .selectFrom('pipeline')
    .select(['id', 'stages'])
    .where('workspace_id', '=', workspaceId)
    .where('active', '=', true)
    .execute();
  const reasons = await db
    .selectFrom('reason')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('active', '=', true)
    .execute();
  const templates = await db.selectFrom('template').select('data').where('workspace_id', '=', workspaceId).execute();
  return {
    departmentIds: new Set(departments.map(({ id }) => id)),
    tagIds: new Set(tags.map(({ id }) => id)),
    stageIds: new Map(pipelines.map(({ id, stages }) => [id, new Set(stages.map((stage) => stage.id))])),
    reasonIds: new Set(reasons.map(({ id }) => id)),
    templateIds: new Set(templates.flatMap(({ data }) => (isFilled(data) ? [data.id] : []))),
  };
}
