import type { Automation, Flow } from '../../src-shared/protocol/automations.ts';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import {
  advance,
  type FlowEnd,
  type FlowEvent,
  type FlowMove,
  hasEnded,
} from '../../src-shared/rules/automation/advance.ts';
import { saysAny } from '../../src-shared/rules/automation/answers.ts';
import { automationFor } from '../../src-shared/rules/automation/check.ts';
import { isOpenAt } from '../../src-shared/rules/business-hours.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { WriteTransaction } from '../log/write.ts';
import { loadOperation } from '../store/entities/directory.ts';
import { createEffects, type EffectDeps } from './effects.ts';
import { leaveAutomation } from './leave.ts';
import { loadRun, type Run, removeRun, saveRun } from './runs.ts';
import { loadAutomations, loadRevision } from './store.ts';

/**
 * Runs automations inside the transaction that gives them a reason to move: a customer's message, an agent's command, a
 * wait that is over. What they send, change and decide commits with it, so a killed process neither repeats nor loses a
 * step. A conversation that an agent has stays theirs while a flow runs in it; one without an agent is held by the flow
 * (status `automation`) and goes to a queue at its end.
 */
export interface Automations {
  /** A customer wrote in this conversation; `begins`: it is the message that began it. Call before distributing. */
  customerWrote(
    unit: WorkUnit,
    conversationId: string,
    message: { text: string | null; begins: boolean },
  ): Promise<void>;
  start(unit: WorkUnit, conversation: Conversation, automation: Automation): Promise<void>;
  /** Ends what runs without its last words. `to` queue: a conversation without an agent waits for one. */
  stop(unit: WorkUnit, conversation: Conversation, to: 'queue' | 'as-it-is'): Promise<void>;
  /** A wait is over. */
  timeIsUp(unit: WorkUnit, conversationId: string): Promise<void>;
}

export function createAutomations(deps: EffectDeps): Automations {
  const effects = createEffects(deps);
  const choices = new WeakMap<WriteTransaction, Promise<Choice>>();

  /** Read once for all that arrives in one transaction, which changes neither. */
  function choiceIn(tx: WriteTransaction): Promise<Choice> {
    const known = choices.get(tx) ?? loadChoice(tx);
    choices.set(tx, known);
    return known;
  }

  async function begin(unit: WorkUnit, conversation: Conversation, automation: Automation): Promise<void> {
    const held = conversation.assigneeId === null;
    // It never waited for a person: what was said of the queue in this very moment is taken back.
    if (held) unit.withdrawActivity(conversation.id, 'queued');
    const next = unit.changeConversation(conversation.id, {
      ...(held ? { status: 'automation' as const, queuedAt: null } : {}),
      automation: mark(automation, unit.tx.now),
    });
    unit.addActivity(next, activity(automation, 'started'), null);
    const run = { automation, revision: automation.revision, startedAt: unit.tx.now };
    await move(unit, next, run, automation, advance(automation, null, { type: 'start' }, unit.tx.now));
  }

  async function resume(unit: WorkUnit, conversation: Conversation, event: FlowEvent): Promise<void> {
    const run = await loadRun(unit.tx.db, conversation.id);
    const [automation] = run === null ? [] : await loadAutomations(unit.tx.db, unit.tx.workspaceId, [run.automationId]);
    const flow = run === null ? null : await loadRevision(unit.tx.db, run.automationId, run.revision);
    if (run === null || automation === undefined || flow === null) {
      await end(unit, conversation, null, { end: 'queue', departmentId: null, because: 'broken' });
      return;
    }
    const kept = { automation, revision: run.revision, startedAt: run.startedAt };
    await move(unit, conversation, kept, flow, advance(flow, run.state, event, unit.tx.now));
  }

  async function move(
    unit: WorkUnit,
    conversation: Conversation,
    run: { automation: Automation; revision: number; startedAt: number },
    flow: Pick<Flow, 'steps'>,
    { effects: wanted, next }: FlowMove,
  ): Promise<void> {
    const done = await effects.apply(unit, conversation.id, wanted, run.automation.name);
    const now = (await unit.conversation(conversation.id)) ?? conversation;
    if (!done) {
      await end(unit, now, run.automation, { end: 'queue', departmentId: null, because: 'broken' });
      return;
    }
    if (hasEnded(next)) {
      await end(unit, now, run.automation, next);
      return;
    }
    const stored: Run = {
      conversationId: conversation.id,
      automationId: run.automation.id,
      revision: run.revision,
      state: next,
      startedAt: run.startedAt,
    };
    await saveRun(unit.tx.db, unit.tx.workspaceId, stored);
    const step = flow.steps.find(({ id }) => id === next.stepId);
    unit.changeConversation(conversation.id, {
      automation: {
        ...mark(run.automation, run.startedAt),
        stepId: step?.id ?? next.stepId,
        waitingUntil: next.until,
      },
    });
  }

  async function end(
    unit: WorkUnit,
    conversation: Conversation,
    automation: Automation | null,
    how: FlowEnd,
  ): Promise<void> {
    await removeRun(unit.tx.db, conversation.id);
    if (automation !== null) {
      const broken = how.end === 'queue' && how.because === 'broken';
      const detail = how.end === 'queue' ? how.because : 'finished';
      unit.addActivity(conversation, activity(automation, broken ? 'failed' : 'ended', detail), null);
    }
    if (how.end === 'finish') await effects.finish(unit, conversation, automation?.id ?? null, how.reasonId);
    else await effects.handOver(unit, conversation, how.departmentId);
  }

  return {
    async customerWrote(unit, conversationId, { text, begins }) {
      const written = await unit.conversation(conversationId);
      if (written === null || written.status === 'finished') return;
      // What is served as one is held by one automation.
      const [conversation = written] = await unit.groupOf(written);
      if (conversation.automation !== null) {
        await resume(unit, conversation, { type: 'message', text });
        return;
      }
      if (conversation.status !== 'queued') return;
      // A form is answered by people: nothing can be said in it.
      if (deps.connection(written.connectionId)?.adapter.capabilities.receivesOnly === true) return;
      const { automations, isOpen } = await choiceIn(unit.tx);
      const { connectionId } = written;
      const fitting = automationFor(automations, { begins, connectionId, text, isOpen }, saysAny);
      if (fitting !== null) await begin(unit, conversation, fitting);
    },

    start: begin,

    async stop(unit, conversation, to) {
      if (conversation.automation === null) return;
      await leaveAutomation(unit, conversation);
      if (to === 'queue') await effects.handOver(unit, conversation, null);
    },

    async timeIsUp(unit, conversationId) {
      const conversation = await unit.conversation(conversationId);
      if (conversation === null) return;
      if (conversation.status === 'finished' || conversation.automation === null) {
        await removeRun(unit.tx.db, conversationId);
        return;
      }
      await resume(unit, conversation, { type: 'time' });
    },
  };
}

/** What it is decided by which automation greets a customer. */
interface Choice {
  automations: Automation[];
  isOpen: boolean;
}

async function loadChoice({ db, workspaceId, now }: WriteTransaction): Promise<Choice> {
  const automations = await loadAutomations(db, workspaceId);
  if (automations.length === 0) return { automations, isOpen: true };
  return { automations, isOpen: isOpenAt(await loadOperation(db, workspaceId), now) };
}

const mark = ({ id, name, steps }: Automation, since: number): NonNullable<Conversation['automation']> => ({
  automationId: id,
  name,
  stepId: steps[0]?.id ?? '',
  since,
  waitingUntil: null,
});

const activity = (
  { id, name }: Pick<Automation, 'id' | 'name'>,
  event: 'started' | 'ended' | 'failed',
  detail: string | null = null,
) => ({ type: 'automation' as const, automationId: id, name, event, detail });
