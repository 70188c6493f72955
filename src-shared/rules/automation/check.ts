import type { Automation, Flow, Step } from '../../protocol/automations.ts';

/** What keeps a flow from being saved or switched on. `stepId` null: the flow as a whole. */
export interface FlowProblem {
  stepId: string | null;
  problem:
    | 'duplicate-step'
    | 'unknown-step'
    | 'unknown-department'
    | 'unknown-tag'
    | 'unknown-stage'
    | 'unknown-reason'
    | 'unknown-template'
    | 'never-reached';
}

/** What a flow refers to and must exist; ids of what is active. */
export interface FlowSurroundings {
  departmentIds: ReadonlySet<string>;
  tagIds: ReadonlySet<string>;
  /** Stages of each pipeline. */
  stageIds: ReadonlyMap<string, ReadonlySet<string>>;
  reasonIds: ReadonlySet<string>;
  /** Templates that can be sent without filling anything in. */
  templateIds: ReadonlySet<string>;
}

export function checkFlow(flow: Flow, around: FlowSurroundings): FlowProblem[] {
  const problems: FlowProblem[] = [];
  const ids = new Set<string>();
  const known = new Set(flow.steps.map((step) => step.id));
  for (const step of flow.steps) {
    if (ids.has(step.id)) problems.push({ stepId: step.id, problem: 'duplicate-step' });
    ids.add(step.id);
    for (const problem of stepProblems(step, known, around)) problems.push({ stepId: step.id, problem });
  }
  if (flow.trigger.type === 'inactivity') {
    for (const departmentId of flow.trigger.departmentIds) {
      if (!around.departmentIds.has(departmentId)) problems.push({ stepId: null, problem: 'unknown-department' });
    }
  }
  problems.push(...reachProblems(flow.steps));
  return problems;
}

function stepProblems(step: Step, known: ReadonlySet<string>, around: FlowSurroundings): FlowProblem['problem'][] {
  switch (step.type) {
    case 'menu':
      return step.options.flatMap(({ destination }): FlowProblem['problem'][] => {
        if (destination.to === 'department')
          return around.departmentIds.has(destination.departmentId) ? [] : ['unknown-department'];
        return known.has(destination.stepId) ? [] : ['unknown-step'];
      });
    case 'transfer':
      return around.departmentIds.has(step.departmentId) ? [] : ['unknown-department'];
    case 'tag':
      return around.tagIds.has(step.tagId) ? [] : ['unknown-tag'];
    case 'moveDeal':
      return around.stageIds.get(step.pipelineId)?.has(step.stageId) ? [] : ['unknown-stage'];
    case 'finish':
      return step.reasonId === null || around.reasonIds.has(step.reasonId) ? [] : ['unknown-reason'];
    case 'sendTemplate':
      return around.templateIds.has(step.templateId) ? [] : ['unknown-template'];
    case 'sendText':
    case 'collect':
    case 'wait':
      return [];
  }
}

/** A menu that leads only elsewhere ends what follows it, unless some option leads there. */
function reachProblems(steps: readonly Step[]): FlowProblem[] {
  const reached = new Set<number>();
  const open = [0];
  while (open.length > 0) {
    const index = open.pop() ?? 0;
    const step = steps[index];
    if (step === undefined || reached.has(index)) continue;
    reached.add(index);
    if (step.type === 'transfer' || step.type === 'finish') continue;
    if (step.type !== 'menu') {
      open.push(index + 1);
      continue;
    }
    for (const { destination } of step.options) {
      if (destination.to === 'step') open.push(steps.findIndex(({ id }) => id === destination.stepId));
    }
  }
  return steps.flatMap((step, index): FlowProblem[] =>
    reached.has(index) ? [] : [{ stepId: step.id, problem: 'never-reached' }],
  );
}

/** Which of several automations answers first: what is asked for by a word, then by the hour, then for everyone. */
const precedence = ['keyword', 'outOfHours', 'firstMessage'] as const;

/**
 * The automation for a conversation that begins, or waits in a queue (`begins` false: only words count then). Among equals
 * the one that names the connection comes before the one for all of them, then the older id.
 */
export function automationFor(
  automations: readonly Automation[],
  moment: { begins: boolean; connectionId: string; text: string | null; isOpen: boolean },
  says: (text: string, words: readonly string[]) => boolean,
): Automation | null {
  for (const type of precedence) {
    const fitting = automations.filter((automation) => {
      const { trigger } = automation;
      if (!automation.active || automation.removed || trigger.type !== type) return false;
      if (trigger.type === 'keyword') return moment.text !== null && says(moment.text, trigger.words);
      if (!moment.begins || (trigger.type !== 'firstMessage' && trigger.type !== 'outOfHours')) return false;
      if (trigger.type === 'outOfHours' && moment.isOpen) return false;
      return trigger.connectionIds.length === 0 || trigger.connectionIds.includes(moment.connectionId);
    });
    const [first] = fitting.sort((a, b) => specificity(b) - specificity(a) || (a.id < b.id ? -1 : 1));
    if (first !== undefined) return first;
  }
  return null;
}

function specificity({ trigger }: Automation): number {
  return 'connectionIds' in trigger && trigger.connectionIds.length > 0 ? 1 : 0;
}
