import type { PipelineValue } from '../../src-shared/protocol/deals.ts';
import { pipelineOf } from '../deals/pipelines.ts';
import { EVERYONE } from '../log/audience.ts';
import { toPipeline } from '../store/entities/directory.ts';
import { isTaken, type SettingsPort, sameName, unfit } from './port.ts';

/** Pipelines of deals. Nothing that open deals are in can be taken away: they would be in no stage anybody sees. */
export const pipelineSettings: SettingsPort<PipelineValue> = {
  async load(tx, id) {
    const pipeline = await pipelineOf(tx, id);
    if (pipeline === null) return null;
    const { id: _id, version: _version, ...value } = pipeline;
    return value;
  },

  async check(tx, { id, before, value }) {
    if (before === null && (await isTaken(tx, 'pipeline', id))) return unfit('not-found', 'id');
    const staying = value.active ? new Set(value.stages.map((stage) => stage.id)) : new Set<string>();
    const open = await tx.db
      .selectFrom('deal')
      .select('stage_id')
      .distinct()
      .where('workspace_id', '=', tx.workspaceId)
      .where('pipeline_id', '=', id)
      .where('state', '=', 'open')
      .execute();
    if (open.some((deal) => !staying.has(deal.stage_id))) return unfit('stage-in-use', 'stages');
    if (!value.active) return null;
    const others = await tx.db
      .selectFrom('pipeline')
      .select(['name', 'stages'])
      .where('workspace_id', '=', tx.workspaceId)
      .where('active', '=', true)
      .where('id', '<>', id)
      .execute();
    // Commands and filters name a stage by its id alone.
    if (others.some((other) => other.stages.some((stage) => staying.has(stage.id)))) return unfit('invalid', 'stages');
    return others.some((other) => sameName(other.name, value.name)) ? unfit('name-taken', 'name') : null;
  },

  async write(tx, { id, before, value }) {
    const version = tx.nextSeq();
    const { name, position, active, stages } = value;
    const row = { id, workspace_id: tx.workspaceId, name, position, active, version };
    const stored = { ...row, stages: JSON.stringify(stages) };
    if (before === null) await tx.db.insertInto('pipeline').values(stored).execute();
    else await tx.db.updateTable('pipeline').set(stored).where('id', '=', id).execute();
    tx.append(version, { body: { type: 'pipeline', pipeline: toPipeline({ ...row, stages }) }, audience: EVERYONE });
    return version;
  },
};
