import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { leaveAutomation } from '../automations/leave.ts';
import { keepReversible } from '../conversations/reversible.ts';
import { hasRoomFor } from '../routing/capacity.ts';
import { distribute } from '../routing/distribute.ts';
import { acceptOffer, returnOffer } from '../routing/offers.ts';
import { notePass } from '../routing/passes.ts';
import type { CommandContext, Handler } from './handler.ts';
import { done, isDepartment, isSupervisor, refused, servedConversation } from './handler.ts';

export interface ConversationHandlerDeps {
  /** Shows the customer that what they wrote was read, where the channel can. */
  markRead(conversation: Conversation): Promise<void>;
  /** Tells the customer, where the channel can, who serves them or that it ended (with the protocol number). */
  tellCustomer(
    conversation: Conversation,
    news: { type: 'joined'; agentName: string } | { type: 'finished' },
  ): Promise<void>;
  /** Tells the customers of these conversations who serves them now. */
  tellAssigned(conversationIds: string[]): Promise<void>;
}

export function createConversationHandlers(deps: ConversationHandlerDeps) {
  const take: Handler<'conversation.take'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (conversation.assigneeId === caller.person.id) {
      if (conversation.offer !== null) tellServed(context, acceptOffer(unit, conversation));
      return done;
    }
    // Somebody serves this customer: only a supervisor may step in.
    if (conversation.assigneeId !== null && !isSupervisor(caller.person))
      return refused('already-assigned', conversation.assigneeId);
    if (!(await hasRoomFor(unit.tx, caller.person, conversation.channel))) return refused('at-capacity');
    await leaveAutomation(unit, conversation);
    const taken = unit.changeConversation(conversation.id, {
      ...ownedBy(caller.person.id),
      assignmentCause: 'taken',
    });
    unit.addActivity(taken, { type: 'assigned', toId: caller.person.id, cause: 'taken' }, caller.person.id);
    context.tellAfterCommit(() => deps.tellCustomer(taken, { type: 'joined', agentName: caller.person.name }));
    return done;
  };

  const transfer: Handler<'conversation.transfer'> = async (context, args) => {
    const { caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (
      conversation.assigneeId !== caller.person.id &&
      conversation.assigneeId !== null &&
      !isSupervisor(caller.person)
    ) {
      return refused('not-assigned');
    }
    return args.to.kind === 'agent'
      ? transferToAgent(context, conversation, args.to.id, args.note)
      : transferToDepartment(context, conversation, args.to.id, args.note);
  };

  const transferToAgent = async (
    context: CommandContext,
    conversation: Conversation,
    agentId: string,
    note: string | null,
  ) => {
    const { unit } = context;
    const agent = await unit.tx.db
      .selectFrom('person')
      .select(['id', 'name', 'presence_state', 'capacity', 'active'])
      .where('workspace_id', '=', unit.tx.workspaceId)
      .where('id', '=', agentId)
      .executeTakeFirst();
    if (agent === undefined || !agent.active) return refused('not-found', 'agent');
    if (agent.id === conversation.assigneeId) return done;
    if (agent.presence_state === 'offline') return refused('target-unavailable');
    if (!(await hasRoomFor(unit.tx, agent, conversation.channel))) return refused('at-capacity');
    const before = conversation;
    for (const one of await unit.groupOf(before)) await keepReversible(unit.tx, one, context.commandId);
    await leaveAutomation(unit, conversation);
    const next = unit.changeConversation(conversation.id, { ...ownedBy(agent.id), assignmentCause: 'transferred' });
    addTransfer(context, before, next, note);
    await distributeNow(context);
    context.tellAfterCommit(() => deps.tellCustomer(next, { type: 'joined', agentName: agent.name }));
    return done;
  };

  const transferToDepartment = async (
    context: CommandContext,
    conversation: Conversation,
    departmentId: string,
    note: string | null,
  ) => {
    const { unit } = context;
    if (!(await isDepartment(unit, departmentId))) return refused('not-found', 'department');
    if (conversation.departmentId === departmentId && conversation.status === 'queued') return done;
    for (const one of await unit.groupOf(conversation)) await keepReversible(unit.tx, one, context.commandId);
    await leaveAutomation(unit, conversation);
    // Whoever gives it away does not mean to have it back.
    if (conversation.assigneeId !== null) await notePass(unit.tx, conversation.id, conversation.assigneeId);
    const next = unit.changeConversation(conversation.id, {
      status: 'queued',
      assigneeId: null,
      assignmentCause: null,
      decision: null,
      offer: null,
      departmentId,
      queuedAt: unit.tx.now,
    });
    addTransfer(context, conversation, next, note);
    await distributeNow(context);
    return done;
  };

  /** After a change that may have freed a place or put something in a queue. */
  const distributeNow = async (context: CommandContext): Promise<void> => {
    await context.unit.flush();
    const assigned = await distribute(context.unit);
    if (assigned.length > 0) context.tellAfterCommit(() => deps.tellAssigned(assigned));
  };

  const tellServed = (context: CommandContext, conversation: Conversation): void =>
    context.tellAfterCommit(() =>
      deps.tellCustomer(conversation, { type: 'joined', agentName: context.caller.person.name }),
    );

  const accept: Handler<'conversation.accept'> = async (context, args) => {
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (conversation.assigneeId !== context.caller.person.id) return refused('not-assigned');
    if (conversation.offer !== null) tellServed(context, acceptOffer(context.unit, conversation));
    return done;
  };

  const decline: Handler<'conversation.decline'> = async (context, args) => {
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.assigneeId !== context.caller.person.id || conversation.offer === null)
      return refused('not-assigned');
    await returnOffer(context.unit, conversation, false);
    await distributeNow(context);
    return done;
  };

  const addTransfer = (context: CommandContext, before: Conversation, next: Conversation, note: string | null) => {
    context.unit.addActivity(
      next,
      {
        type: 'transferred',
        fromId: before.assigneeId,
        fromDepartmentId: before.departmentId,
        toId: next.assigneeId,
        toDepartmentId: next.departmentId,
        note: note === '' ? null : note,
      },
      context.caller.person.id,
    );
  };

  const finish: Handler<'conversation.finish'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished', conversation.finishedById ?? undefined);
    if (conversation.assigneeId !== caller.person.id && !isSupervisor(caller.person)) return refused('not-assigned');
    const description = args.description === '' ? null : args.description;
    const missing = await missingQualification(context, conversation.departmentId, args.reasonId, description);
    if (missing !== null) return missing;
    for (const one of await unit.groupOf(conversation)) await keepReversible(unit.tx, one, context.commandId);
    await leaveAutomation(unit, conversation);
    const finished = unit.changeConversation(conversation.id, {
      status: 'finished',
      finishedAt: unit.tx.now,
      finishedById: caller.person.id,
      queuedAt: null,
      offer: null,
      awaitingSince: null,
      unread: 0,
      qualification:
        args.reasonId === null && description === null
          ? null
          : { reasonId: args.reasonId, description, byId: caller.person.id, at: unit.tx.now },
    });
    unit.addActivity(finished, { type: 'finished', reasonId: args.reasonId }, caller.person.id);
    await distributeNow(context);
    context.tellAfterCommit(() => deps.tellCustomer(finished, { type: 'finished' }));
    return done;
  };

  const read: Handler<'conversation.read'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    // Only whoever serves the customer clears the mark; a colleague who looks in does not.
    if (conversation.assigneeId !== caller.person.id) return done;
    for (const one of await unit.groupOf(conversation)) await readUpTo(context, one, args.position);
    return done;
  };

  const readUpTo = async (context: CommandContext, conversation: Conversation, position: number): Promise<void> => {
    const { unit } = context;
    if (conversation.unread === 0) return;
    const row = await unit.tx.db
      .selectFrom('message')
      .select((eb) => eb.fn.countAll<number>().as('unread'))
      .where('conversation_id', '=', conversation.id)
      .where('direction', '=', 'inbound')
      .where('position', '>', position)
      .executeTakeFirst();
    const unread = Math.min(conversation.unread, Number(row?.unread ?? 0));
    if (unread === conversation.unread) return;
    unit.changeConversation(conversation.id, { unread });
    context.tellAfterCommit(() => deps.markRead(conversation));
  };

  return {
    'conversation.take': take,
    'conversation.accept': accept,
    'conversation.decline': decline,
    'conversation.transfer': transfer,
    'conversation.finish': finish,
    'conversation.read': read,
  };
}

/** Somebody's by the word of a person: no decision of the distribution explains it, and nothing is left to accept. */
const ownedBy = (personId: string) =>
  ({ status: 'open', assigneeId: personId, decision: null, offer: null }) satisfies Partial<Conversation>;

/** D1: reason and description are optional unless the department requires them; a reason must exist and be in use. */
async function missingQualification(
  context: CommandContext,
  departmentId: string,
  reasonId: string | null,
  description: string | null,
) {
  const { db, workspaceId } = context.unit.tx;
  const department = await db
    .selectFrom('department')
    .select(['requires_reason', 'requires_description'])
    .where('id', '=', departmentId)
    .executeTakeFirst();
  if (reasonId === null && department?.requires_reason === true) return refused('reason-required');
  if (description === null && department?.requires_description === true) return refused('description-required');
  if (reasonId === null) return null;
  const reason = await db
    .selectFrom('reason')
    .select('active')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', reasonId)
    .executeTakeFirst();
  return reason?.active === true ? null : refused('not-found', 'reason');
}
