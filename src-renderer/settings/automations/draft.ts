import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Automation, Flow, Step, Trigger } from '../../../src-shared/protocol/automations.ts';
import { flowSchema } from '../../../src-shared/protocol/automations.ts';
import { checkFlow, type FlowProblem, type FlowSurroundings } from '../../../src-shared/rules/automation/check.ts';
import { isSendable, templateFields } from '../../../src-shared/rules/template.ts';

/** An automation while it is edited: it may lack things, and is checked as a whole before it is saved. */
export interface Draft {
  id: string;
  /** The revision it was edited from; null: new. */
  revision: number | null;
  active: boolean;
  flow: Flow;
}

export interface DraftProblem {
  stepId: string | null;
  problem: FlowProblem['problem'] | 'empty' | 'too-few';
}

export const draftOf = ({ id, revision, active, name, trigger, steps }: Automation): Draft => ({
  id,
  revision,
  active,
  flow: { name, trigger, steps },
});

export const sameDraft = (a: Draft, b: Draft): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the flow may refer to, as the server checks it. */
export function surroundingsOf(directory: Directory): FlowSurroundings {
  return {
    departmentIds: new Set(directory.departments.map(({ id }) => id)),
    tagIds: new Set(directory.tags.map(({ id }) => id)),
    stageIds: new Map(directory.pipelines.map(({ id, stages }) => [id, new Set(stages.map((stage) => stage.id))])),
    reasonIds: new Set(directory.reasons.filter(({ active }) => active).map(({ id }) => id)),
    templateIds: new Set(plainTemplates(directory).map(({ id }) => id)),
  };
}

/** Templates that say the same to everyone. */
export const plainTemplates = (directory: Directory) =>
  directory.templates.filter((template) => isSendable(template) && templateFields(template).length === 0);

/** First what is not filled in, then what the rules of flows say. */
export function problemsOf(draft: Draft, directory: Directory): DraftProblem[] {
  const parsed = flowSchema.safeParse(draft.flow);
  const unfilled = parsed.success
    ? []
    : parsed.error.issues.map(({ path }): DraftProblem => {
        const [part, index, field] = path;
        const step = part === 'steps' && typeof index === 'number' ? draft.flow.steps[index] : undefined;
        const problem = field === 'options' && path.length === 3 ? 'too-few' : 'empty';
        return { stepId: step?.id ?? null, problem };
      });
  return [...unfilled, ...checkFlow(draft.flow, surroundingsOf(directory))];
}

/** Words of the interface that a new step begins with. */
export interface StepWords {
  menu: string;
  invalid: string;
  collect: string;
  collectInvalid: string;
}

/** Greeting and variables are of the customers' language, not the interface's. */
const GREETING = '{{Saudacao}}! Como podemos ajudar?';

export function newStep(type: Step['type'], words: StepWords, id: string = crypto.randomUUID()): Step {
  switch (type) {
    case 'sendText':
      return { id, type, text: GREETING };
    case 'sendTemplate':
      return { id, type, templateId: '' };
    case 'menu':
      return { id, type, text: words.menu, options: [], invalidText: words.invalid, retries: 2 };
    case 'collect':
      return {
        ...{ id, type, text: words.collect, kind: 'cpf', label: 'CPF' },
        ...{ invalidText: words.collectInvalid, retries: 2 },
      };
    case 'tag':
      return { id, type, tagId: '' };
    case 'moveDeal':
      return { id, type, pipelineId: '', stageId: '' };
    case 'wait':
      return { id, type, minutes: 10 };
    case 'transfer':
      return { id, type, departmentId: '' };
    case 'finish':
      return { id, type, reasonId: null };
  }
}

export function newTrigger(type: Trigger['type']): Trigger {
  switch (type) {
    case 'firstMessage':
    case 'outOfHours':
      return { type, connectionIds: [] };
    case 'keyword':
      return { type, words: [] };
    case 'inactivity':
      return { type, minutes: 30, departmentIds: [] };
    case 'manual':
      return { type };
  }
}

export const newDraft = (name: string, words: StepWords): Draft => ({
  id: crypto.randomUUID(),
  revision: null,
  active: true,
  flow: { name, trigger: newTrigger('firstMessage'), steps: [newStep('sendText', words)] },
});
