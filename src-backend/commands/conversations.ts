import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { distribute } from '../routing/distribute.ts';
import type { CommandContext, Handler } from './handler.ts';
import { done, isSupervisor, openCount, refused, visibleConversation } from './handler.ts';

export interface ConversationHandlerDeps {
  /** Shows the customer that what they wrote was read, where the channel can. */
  markRead(conversation: Conversation): Promise<void>;
  /** Tells the customer, where the channel can, who serves them or that it ended (with the protocol number). */
  tellCustomer(
    conversation: Conversation,
    news: { type: 'joined'; agentName: string } | { type: 'finished' },
  ): Promise<void>;
}

export function createConversationHandlers(deps: ConversationHandlerDeps) {
  const take: Handler<'conversation.take'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await visibleConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (conversation.assigneeId === caller.person.id) return done;
    // Somebody serves this customer: only a supervisor may step in.
    if (conversation.assigneeId !== null && !isSupervisor(caller.person))
      return refused('already-assigned', conversation.assigneeId);
    if ((await openCount(unit, caller.person.id)) >= caller.person.capacity) return refused('at-capacity');
    const taken = unit.changeConversation(conversation.id, {
      status: 'open',
      assigneeId: caller.person.id,
      assignmentCause: 'taken',
      queuedAt: null,
    });
    unit.addActivity(taken, { type: 'assigned', toId: caller.person.id, cause: 'taken' }, caller.person.id);
    context.tellAfterCommit(() => deps.tellCustomer(taken, { type: 'joined', agentName: caller.person.name }));
    return done;
  };

  const transfer: Handler<'conversation.transfer'> = async (context, args) => {
    const { caller } = context;
    const conversation = await visibleConversation(context, args.conversationId);
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
    if ((await openCount(unit, agent.id)) >= agent.capacity) return refused('at-capacity');
    const before = conversation;
    const next = unit.changeConversation(conversation.id, {
      status: 'open',
      assigneeId: agent.id,
      assignmentCause: 'transferred',
      queuedAt: null,
    });
    addTransfer(context, before, next, note);
    await unit.flush();
    await distribute(unit);
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
    const department = await unit.tx.db
      .selectFrom('department')
      .select('id')
      .where('workspace_id', '=', unit.tx.workspaceId)
      .where('id', '=', departmentId)
      .executeTakeFirst();
    if (department === undefined) return refused('not-found', 'department');
    if (conversation.departmentId === departmentId && conversation.status === 'queued') return done;
    const next = unit.changeConversation(conversation.id, {
      status: 'queued',
      assigneeId: null,
      assignmentCause: null,
      departmentId,
      queuedAt: unit.tx.now,
    });
    addTransfer(context, conversation, next, note);
    await unit.flush();
    await distribute(unit);
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
    const conversation = await visibleConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished', conversation.finishedById ?? undefined);
    if (conversation.assigneeId !== caller.person.id && !isSupervisor(caller.person)) return refused('not-assigned');
    const description = args.description === '' ? null : args.description;
    const missing = await missingQualification(context, conversation.departmentId, args.reasonId, description);
    if (missing !== null) return missing;
    const finished = unit.changeConversation(conversation.id, {
      status: 'finished',
      finishedAt: unit.tx.now,
      finishedById: caller.person.id,
      queuedAt: null,
      awaitingSince: null,
      unread: 0,
      qualification:
        args.reasonId === null && description === null
          ? null
          : { reasonId: args.reasonId, description, byId: caller.person.id, at: unit.tx.now },
    });
    unit.addActivity(finished, { type: 'finished', reasonId: args.reasonId }, caller.person.id);
    await unit.flush();
    await distribute(unit);
    context.tellAfterCommit(() => deps.tellCustomer(finished, { type: 'finished' }));
    return done;
  };

  const read: Handler<'conversation.read'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await visibleConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    // Only whoever serves the customer clears the mark; a colleague who looks in does not.
    if (conversation.assigneeId !== caller.person.id || conversation.unread === 0) return done;
    const row = await unit.tx.db
      .selectFrom('message')
      .select((eb) => eb.fn.countAll<number>().as('unread'))
      .where('conversation_id', '=', conversation.id)
      .where('direction', '=', 'inbound')
      .where('position', '>', args.position)
      .executeTakeFirst();
    const unread = Math.min(conversation.unread, Number(row?.unread ?? 0));
    if (unread !== conversation.unread) {
      unit.changeConversation(conversation.id, { unread });
      context.tellAfterCommit(() => deps.markRead(conversation));
    }
    return done;
  };

  return {
    'conversation.take': take,
    'conversation.transfer': transfer,
    'conversation.finish': finish,
    'conversation.read': read,
  };
}

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
