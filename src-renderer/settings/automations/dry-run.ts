import type { Flow } from '../../../src-shared/protocol/automations.ts';
import {
  advance,
  type FlowEffect,
  type FlowEnd,
  type FlowEvent,
  type FlowState,
  hasEnded,
} from '../../../src-shared/rules/automation/advance.ts';

/** A test of a flow: the same moves as on the server, with nothing sent. */
export type DryLine =
  | { from: 'customer' | 'flow'; text: string }
  | { from: 'effect'; effect: 'tag' | 'template'; id: string }
  | { from: 'effect'; effect: 'moveDeal'; pipelineId: string; stageId: string }
  | { from: 'effect'; effect: 'collected'; label: string; value: string };

export interface DryState {
  lines: DryLine[];
  now: number;
  next: FlowState | FlowEnd;
}

export function beginDryRun(flow: Pick<Flow, 'steps'>, now: number): DryState {
  return move(flow, { lines: [], now, next: { stepId: '', tries: 0, until: null } }, null, { type: 'start' });
}

export function answerDryRun(flow: Pick<Flow, 'steps'>, state: DryState, text: string): DryState {
  if (hasEnded(state.next)) return state;
  const said = { ...state, lines: [...state.lines, { from: 'customer' as const, text }] };
  return move(flow, said, state.next, { type: 'message', text });
}

/** Lets the wait pass. */
export function passTime(flow: Pick<Flow, 'steps'>, state: DryState): DryState {
  if (hasEnded(state.next) || state.next.until === null) return state;
  return move(flow, { ...state, now: state.next.until }, state.next, { type: 'time' });
}

function move(flow: Pick<Flow, 'steps'>, state: DryState, at: FlowState | null, event: FlowEvent): DryState {
  const { effects, next } = advance(flow, at, event, state.now);
  return { ...state, lines: [...state.lines, ...effects.map(lineOf)], next };
}

function lineOf(effect: FlowEffect): DryLine {
  switch (effect.type) {
    case 'say':
      return { from: 'flow', text: effect.text };
    case 'template':
      return { from: 'effect', effect: 'template', id: effect.templateId };
    case 'tag':
      return { from: 'effect', effect: 'tag', id: effect.tagId };
    case 'moveDeal':
      return { from: 'effect', effect: 'moveDeal', pipelineId: effect.pipelineId, stageId: effect.stageId };
    case 'collected':
      return { from: 'effect', effect: 'collected', label: effect.label, value: effect.value };
  }
}
