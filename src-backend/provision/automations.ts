import { randomUUID } from 'node:crypto';
import type { Flow, Step } from '../../src-shared/protocol/automations.ts';
import type { Pipeline } from '../../src-shared/protocol/deals.ts';
import { checkFlow } from '../../src-shared/rules/automation/check.ts';
import { loadAutomations } from '../automations/store.ts';
import { flowSurroundings } from '../automations/surroundings.ts';
import type { AutomationEntry, AutomationStepEntry } from './automation-schema.ts';
import { type Problem, problem } from './problems.ts';
import type { Run } from './run.ts';

/**
 * Automations by their name. One that exists is left as it is: people edit them in the application, and a file that is
 * applied again must not undo that.
 */
export async function applyAutomations(
  run: Run,
  entries: AutomationEntry[],
  departments: ReadonlyMap<string, string>,
): Promise<Problem[]> {
  if (entries.length === 0) return [];
  const { tx } = run;
  const known = new Set((await loadAutomations(tx.db, tx.workspaceId)).map(({ name }) => name));
  const tags = await tx.db
    .selectFrom('tag')
    .select(['id', 'name'])
    .where('workspace_id', '=', tx.workspaceId)
    .execute();
  const pipelines = await tx.db
    .selectFrom('pipeline')
    .select(['id', 'name', 'stages'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('active', '=', true)
    .execute();
  const tagIds = new Map(tags.map(({ id, name }) => [name, id]));
  const around = await flowSurroundings(tx.db, tx.workspaceId);
  const problems: Problem[] = [];
  for (const [index, entry] of entries.entries()) {
    if (known.has(entry.name)) continue;
    // An unknown name becomes an id that cannot exist, which the check then finds.
    const steps = entry.steps.map((step) => toStep(step, departments, tagIds, pipelines));
    const flow: Flow = { name: entry.name, trigger: entry.trigger, steps };
    const [fault] = checkFlow(flow, around);
    if (fault !== undefined) {
      problems.push(problem(['automations', index], `${fault.problem} at step ${fault.stepId ?? 'none'}`));
      continue;
    }
    const made = {
      id: randomUUID(),
      workspace_id: tx.workspaceId,
      name: entry.name,
      revision: 1,
      active: entry.active,
      removed: false,
      version: tx.nextSeq(),
    };
    await tx.db.insertInto('automation').values(made).execute();
    await tx.db
      .insertInto('automation_revision')
      .values({ automation_id: made.id, revision: 1, flow: JSON.stringify(flow), by_id: null, at: tx.now })
      .execute();
    const { workspace_id: _workspace, ...row } = made;
    run.say(made.version, { type: 'automation', automation: { ...flow, ...row } });
  }
  return problems;
}

function toStep(
  step: AutomationStepEntry,
  departments: ReadonlyMap<string, string>,
  tags: ReadonlyMap<string, string>,
  pipelines: readonly Pick<Pipeline, 'id' | 'name' | 'stages'>[],
): Step {
  switch (step.type) {
    case 'transfer': {
      const { department, ...rest } = step;
      return { ...rest, departmentId: departments.get(department) ?? department };
    }
    case 'tag': {
      const { tag, ...rest } = step;
      return { ...rest, tagId: tags.get(tag) ?? tag };
    }
    case 'moveDeal': {
      const { pipeline: name, stage, ...rest } = step;
      const pipeline = pipelines.find((one) => one.name === name);
      const stageId = pipeline?.stages.find((one) => one.name === stage)?.id ?? stage;
      return { ...rest, pipelineId: pipeline?.id ?? name, stageId };
    }
    case 'menu':
      return {
        ...step,
        options: step.options.map(({ label, department, step: stepId }) => ({
          label,
          destination:
            stepId === undefined
              ? { to: 'department', departmentId: departments.get(department ?? '') ?? department ?? '' }
              : { to: 'step', stepId },
        })),
      };
    case 'sendText':
    case 'collect':
    case 'wait':
    case 'finish':
      return step;
  }
}
