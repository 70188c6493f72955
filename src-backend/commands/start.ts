import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { leaveAutomation } from '../automations/leave.ts';
import { createIdentityFinder } from '../contacts/match.ts';
import { beginConversation } from '../conversations/begin.ts';
import { createJoiningRule } from '../conversations/joining-rule.ts';
import { preview } from '../conversations/preview.ts';
import { acceptOffer } from '../routing/offers.ts';
import { planStart, type StartPlan, type StartRefusal } from '../routing/start-rules.ts';
import { type CommandContext, type Handler, type HandlerResult, refused } from './handler.ts';
import { answerAll, type MessageHandlerDeps } from './messages.ts';
import { readyTemplate } from './start-template.ts';

/**
 * Active conversations (section C): an agent writes first, or comes back to a customer whose window has closed. The
 * rules are in routing/start-rules.ts and decided here again, under the workspace's lock.
 */
export function createStartHandlers(deps: MessageHandlerDeps) {
  const start: Handler<'conversation.start'> = async (context, args) => {
    const { unit, caller } = context;
    const { db, workspaceId, now } = unit.tx;
    const connection = deps.connection(args.connectionId);
    if (connection === null || connection.workspaceId !== workspaceId)
      return refused('target-unavailable', 'connection');
    const plan = await planStart({ db, workspaceId, caller: caller.person, now }, connection, args.to);
    if (!plan.ok) return refusedBy(plan);
    if (args.template === null && plan.window === 'closed') return refused('window-closed');
    const template = args.template === null ? null : await readyTemplate(unit.tx, deps, connection, args.template);
    if (template?.ok === false) return template;

    const conversation = await placed(context, plan, connection);
    if (template !== null) {
      const message = unit.addMessage(conversation, {
        id: context.commandId,
        direction: 'outbound',
        kind: 'template',
        text: template.text,
        media: template.media,
        content: template.content,
        authorId: caller.person.id,
        status: 'queued',
      });
      unit.changeConversation(conversation.id, {
        lastMessage: preview(message),
        lastActivityAt: now,
      });
      answerAll(unit, await unit.groupOf(conversation));
      await context.send(message.id, conversation.id);
    }
    return { ok: true, conversationId: conversation.id };
  };

  return { 'conversation.start': start };
}

function refusedBy(refusal: StartRefusal): HandlerResult {
  if (refusal.reason !== 'served-by-other') return refused(refusal.reason);
  const { assigneeId } = refusal.conversation;
  return refused('served-by-other', refusal.visible && assigneeId !== null ? assigneeId : undefined);
}

/** The conversation in the caller's hands: their own as it is, one that waited taken over, or a new one. */
async function placed(
  { unit, caller }: CommandContext,
  plan: StartPlan,
  connection: { id: string; channel: Conversation['channel'] },
): Promise<Conversation> {
  const { lastInboundAt } = plan;
  const place = {
    status: 'open',
    assigneeId: caller.person.id,
    assignmentCause: 'started',
    departmentId: plan.departmentId,
  } as const;
  const toId = caller.person.id;

  if (plan.standing.kind === 'none') {
    const { contactId, identityId } = await customerOf(unit, plan, connection.channel);
    const begun = await beginConversation(unit.tx, {
      ...place,
      lastInboundAt,
      contactId,
      identityId,
      connectionId: connection.id,
      channel: connection.channel,
    });
    unit.addConversation(begun);
    unit.addActivity(begun, { type: 'started', toId, from: 'new', fromDepartmentId: null }, toId);
    await createJoiningRule(unit).began(begun.id);
    return begun;
  }

  const standing = await unit.conversation(plan.standing.conversation.id);
  if (standing === null) throw new Error('a conversation that was just found is gone');
  // It may be served as one with others: then those are taken over too, and what is written goes through this one.
  const [root = standing] = await unit.groupOf(standing);
  if (plan.standing.kind === 'own') {
    // Writing to the customer is accepting them, where the conversation was only offered.
    acceptOffer(unit, root);
    return standing;
  }
  await leaveAutomation(unit, root);
  unit.changeConversation(standing.id, { lastInboundAt });
  const taken = unit.changeConversation(root.id, { ...place, queuedAt: null, decision: null, offer: null });
  const from = standing.status === 'automation' ? 'automation' : 'queue';
  unit.addActivity(taken, { type: 'started', toId, from, fromDepartmentId: standing.departmentId }, toId);
  return standing;
}

/** Who is known is not looked for again; a new number or address becomes a contact without a name, known by what was typed. */
async function customerOf(
  unit: CommandContext['unit'],
  plan: StartPlan,
  channel: Conversation['channel'],
): Promise<{ contactId: string; identityId: string }> {
  if (plan.identity !== null) return { contactId: plan.identity.contactId, identityId: plan.identity.id };
  const { typed } = plan.customer;
  if (typed === null) throw new Error('an identity that was just found is gone');
  const { contact, identity } = await createIdentityFinder(unit).find(channel, { ...typed, profileName: null }, false);
  return { contactId: contact.id, identityId: identity.id };
}
