import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { FlowEffect } from '../../src-shared/rules/automation/advance.ts';
import { withName, withTag } from '../../src-shared/rules/merged-contact.ts';
import { fittingText } from '../../src-shared/rules/text-size.ts';
import { automaticWindowMs, isWindowOpen } from '../../src-shared/rules/window.ts';
import type { LiveConnection } from '../channels/connections.ts';
import { changeParts, recordOf } from '../contacts/record.ts';
import { preview } from '../conversations/preview.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { WriteTransaction } from '../log/write.ts';
import { moveDeal } from './move-deal.ts';
import { wordsFor } from './words.ts';

export interface EffectDeps {
  connection(id: string): LiveConnection | null;
  /** Places a message in the queue to its channel, in the transaction. */
  send(tx: WriteTransaction, messageId: string, conversationId: string): Promise<void>;
  /** Adds a template without open places to the conversation and sends it; false: it cannot be sent (any more). */
  sendTemplate(unit: WorkUnit, conversation: Conversation, templateId: string): Promise<boolean>;
}

/** What a flow does to the world. */
export function createEffects(deps: EffectDeps) {
  const receivesOnly = ({ connectionId }: Conversation): boolean =>
    deps.connection(connectionId)?.adapter.capabilities.receivesOnly === true;

  /** Where the customer last wrote and can be answered, of all that is served as one with the conversation. */
  async function answeredIn(unit: WorkUnit, conversationId: string): Promise<Conversation | null> {
    const conversation = await unit.conversation(conversationId);
    if (conversation === null) return null;
    const group = await unit.groupOf(conversation);
    return group
      .filter((one) => !receivesOnly(one))
      .reduce((a, b) => (receivesOnly(a) || (b.lastInboundAt ?? 0) > (a.lastInboundAt ?? 0) ? b : a), conversation);
  }

  async function say(unit: WorkUnit, conversation: Conversation, text: string): Promise<boolean> {
    if (receivesOnly(conversation)) return false;
    const connection = deps.connection(conversation.connectionId);
    if (connection === null) return false;
    const { capabilities } = connection;
    const windowMs = automaticWindowMs(capabilities);
    if (!isWindowOpen({ lastInboundAt: conversation.lastInboundAt, windowMs, now: unit.tx.now })) return false;
    const words = fittingText(await wordsFor(unit, conversation, text), capabilities);
    const message = unit.addMessage(conversation, {
      direction: 'outbound',
      kind: 'text',
      text: words,
      authorId: null,
      status: 'queued',
    });
    // The customer still waits for a person: `awaitingSince` is not theirs to clear.
    unit.changeConversation(conversation.id, { lastMessage: preview(message), lastActivityAt: unit.tx.now });
    await deps.send(unit.tx, message.id, conversation.id);
    return true;
  }

  async function tag(unit: WorkUnit, conversation: Conversation, tagId: string): Promise<void> {
    const record = await recordOf(unit, conversation.contactId);
    if (record === null) return;
    const known = await unit.tx.db
      .selectFrom('tag')
      .select('id')
      .where('workspace_id', '=', unit.tx.workspaceId)
      .where('id', '=', tagId)
      .executeTakeFirst();
    if (known !== undefined) changeParts(unit, withTag(record.root, record.parts, tagId));
  }

  /** Kept as a note for whoever serves the customer next; a name also where the contact has none. */
  async function keep(
    unit: WorkUnit,
    conversation: Conversation,
    { kind, label, value }: Extract<FlowEffect, { type: 'collected' }>,
  ): Promise<void> {
    unit.addMessage(conversation, { direction: 'note', kind: 'text', text: `${label}: ${value}`, authorId: null });
    if (kind !== 'name') return;
    const record = await recordOf(unit, conversation.contactId);
    if (record !== null && record.shown.name === null) changeParts(unit, withName(record.root, record.parts, value));
  }

  return {
    /**
     * In order; false: something could not be done (a closed window, a missing connection), and the rest was not tried.
     * `name`: the automation's.
     */
    async apply(
      unit: WorkUnit,
      conversationId: string,
      effects: readonly FlowEffect[],
      name: string,
    ): Promise<boolean> {
      for (const effect of effects) {
        const conversation = await answeredIn(unit, conversationId);
        if (conversation === null) return false;
        if (effect.type === 'say' && !(await say(unit, conversation, effect.text))) return false;
        if (effect.type === 'template' && !(await deps.sendTemplate(unit, conversation, effect.templateId)))
          return false;
        if (effect.type === 'tag') await tag(unit, conversation, effect.tagId);
        if (effect.type === 'moveDeal') await moveDeal(unit, conversation.contactId, effect, name);
        if (effect.type === 'collected') await keep(unit, conversation, effect);
      }
      return true;
    },

    /** To a department's queue (null: its own); one that an agent has stays theirs unless a department was named. */
    async handOver(unit: WorkUnit, conversation: Conversation, departmentId: string | null): Promise<void> {
      const { now } = unit.tx;
      const wanted = departmentId ?? conversation.departmentId;
      if (conversation.assigneeId !== null && wanted === conversation.departmentId) {
        unit.changeConversation(conversation.id, { automation: null });
        return;
      }
      const isAwaiting = (await unit.groupOf(conversation)).some(({ awaitingSince }) => awaitingSince !== null);
      const next = unit.changeConversation(conversation.id, {
        status: 'queued',
        automation: null,
        assigneeId: null,
        assignmentCause: null,
        departmentId: wanted,
        queuedAt: now,
        // Since when somebody waits for a person: the customer's last word.
        awaitingSince: isAwaiting ? conversation.awaitingSince : conversation.lastInboundAt,
      });
      unit.addActivity(next, { type: 'queued', departmentId: wanted }, null);
    },

    /** `automationId` stands as who qualified it; null: nobody did. */
    async finish(
      unit: WorkUnit,
      conversation: Conversation,
      automationId: string | null,
      reasonId: string | null,
    ): Promise<void> {
      const { now } = unit.tx;
      const next = unit.changeConversation(conversation.id, {
        status: 'finished',
        automation: null,
        finishedAt: now,
        finishedById: null,
        queuedAt: null,
        awaitingSince: null,
        unread: 0,
        qualification:
          reasonId === null || automationId === null
            ? null
            : { reasonId, description: null, byId: automationId, at: now },
      });
      unit.addActivity(next, { type: 'finished', reasonId }, null);
    },
  };
}
