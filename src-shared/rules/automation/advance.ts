import type { Destination, Flow, Step } from '../../protocol/automations.ts';
import { asksForPerson, chosenOption, readCollected } from './answers.ts';

/**
 * One move of a flow: what has happened and where it stands go in; what is to be done and where it stands then come out.
 * Pure, so the backend runs it and the editor's dry run shows the same.
 */
export interface FlowState {
  /** The step that waits. */
  stepId: string;
  /** Answers to it that did not fit. */
  tries: number;
  /** Epoch milliseconds at which the wait ends by itself; null: it waits for the customer. */
  until: number | null;
}

export type FlowEvent =
  | { type: 'start' }
  /** The customer wrote; null: something without words (a picture, a sound). */
  | { type: 'message'; text: string | null }
  | { type: 'time' };

export type FlowEffect =
  | { type: 'say'; text: string }
  | { type: 'template'; templateId: string }
  | { type: 'tag'; tagId: string }
  | { type: 'moveDeal'; pipelineId: string; stageId: string }
  | { type: 'collected'; kind: Extract<Step, { type: 'collect' }>['kind']; label: string; value: string };

/** `queue`: to a department's queue (null: its own), or on with the agent who has it. */
export type FlowEnd =
  | { end: 'queue'; departmentId: string | null; because: 'done' | 'chosen' | 'person' | 'not-understood' | 'broken' }
  | { end: 'finish'; reasonId: string | null };

export interface FlowMove {
  effects: FlowEffect[];
  next: FlowState | FlowEnd;
}

/** More steps than this without waiting is a circle: a person takes over. */
const MAX_STEPS = 100;
const MINUTE_MS = 60_000;

/** `now`: epoch milliseconds. `state` null with event `start` only. */
export function advance(flow: Pick<Flow, 'steps'>, state: FlowState | null, event: FlowEvent, now: number): FlowMove {
  const effects: FlowEffect[] = [];
  if (state === null) return run(flow, 0, effects, now);
  const index = flow.steps.findIndex((step) => step.id === state.stepId);
  const step = flow.steps[index];
  if (step === undefined) return { effects, next: { end: 'queue', departmentId: null, because: 'broken' } };
  if (event.type === 'message' && event.text !== null && asksForPerson(event.text)) {
    return { effects, next: { end: 'queue', departmentId: null, because: 'person' } };
  }
  if (step.type === 'wait') {
    if (event.type === 'time' && state.until !== null && now < state.until) return { effects, next: state };
    return event.type === 'start' ? { effects, next: state } : run(flow, index + 1, effects, now);
  }
  if (event.type !== 'message') return { effects, next: state };
  if (step.type === 'menu') return answerMenu(flow, step, state, event.text, effects, now);
  if (step.type === 'collect') return answerQuestion(flow, { step, index }, state, event.text, effects, now);
  return { effects, next: { end: 'queue', departmentId: null, because: 'broken' } };
}

function run(flow: Pick<Flow, 'steps'>, from: number, effects: FlowEffect[], now: number): FlowMove {
  let index = from;
  for (let count = 0; count < MAX_STEPS; count += 1) {
    const step = flow.steps[index];
    if (step === undefined) return { effects, next: { end: 'queue', departmentId: null, because: 'done' } };
    switch (step.type) {
      case 'sendText':
        effects.push({ type: 'say', text: step.text });
        break;
      case 'sendTemplate':
        effects.push({ type: 'template', templateId: step.templateId });
        break;
      case 'tag':
        effects.push({ type: 'tag', tagId: step.tagId });
        break;
      case 'moveDeal':
        effects.push({ type: 'moveDeal', pipelineId: step.pipelineId, stageId: step.stageId });
        break;
      case 'menu':
        effects.push({ type: 'say', text: menuText(step) });
        return { effects, next: { stepId: step.id, tries: 0, until: null } };
      case 'collect':
        effects.push({ type: 'say', text: step.text });
        return { effects, next: { stepId: step.id, tries: 0, until: null } };
      case 'wait':
        return { effects, next: { stepId: step.id, tries: 0, until: now + step.minutes * MINUTE_MS } };
      case 'transfer':
        return { effects, next: { end: 'queue', departmentId: step.departmentId, because: 'done' } };
      case 'finish':
        return { effects, next: { end: 'finish', reasonId: step.reasonId } };
    }
    index += 1;
  }
  return { effects, next: { end: 'queue', departmentId: null, because: 'broken' } };
}

/** A numbered list: every channel carries it, and an answer by number or by words fits. */
export function menuText(step: Extract<Step, { type: 'menu' }>): string {
  return [step.text, '', ...step.options.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n');
}

function answerMenu(
  flow: Pick<Flow, 'steps'>,
  step: Extract<Step, { type: 'menu' }>,
  state: FlowState,
  text: string | null,
  effects: FlowEffect[],
  now: number,
): FlowMove {
  const labels = step.options.map(({ label }) => label);
  const option = step.options[text === null ? -1 : (chosenOption(text, labels) ?? -1)];
  if (option !== undefined) return follow(flow, option.destination, effects, now);
  return notUnderstood(step, state, effects);
}

function answerQuestion(
  flow: Pick<Flow, 'steps'>,
  at: { step: Extract<Step, { type: 'collect' }>; index: number },
  state: FlowState,
  text: string | null,
  effects: FlowEffect[],
  now: number,
): FlowMove {
  const { step } = at;
  const value = text === null ? null : readCollected(step.kind, text);
  if (value === null) return notUnderstood(step, state, effects);
  effects.push({ type: 'collected', kind: step.kind, label: step.label, value });
  return run(flow, at.index + 1, effects, now);
}

/** Asked again so often; then a person: nobody is kept in a circle by a machine that does not understand. */
function notUnderstood(
  step: Extract<Step, { type: 'menu' | 'collect' }>,
  state: FlowState,
  effects: FlowEffect[],
): FlowMove {
  if (state.tries >= step.retries) {
    return { effects, next: { end: 'queue', departmentId: null, because: 'not-understood' } };
  }
  effects.push({ type: 'say', text: step.invalidText });
  return { effects, next: { ...state, tries: state.tries + 1 } };
}

function follow(flow: Pick<Flow, 'steps'>, destination: Destination, effects: FlowEffect[], now: number): FlowMove {
  if (destination.to === 'department') {
    return { effects, next: { end: 'queue', departmentId: destination.departmentId, because: 'chosen' } };
  }
  const index = flow.steps.findIndex((step) => step.id === destination.stepId);
  if (index < 0) return { effects, next: { end: 'queue', departmentId: null, because: 'broken' } };
  return run(flow, index, effects, now);
}

export const hasEnded = (next: FlowState | FlowEnd): next is FlowEnd => 'end' in next;
