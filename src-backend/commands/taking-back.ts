import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { dropReversible, loadReversible, type Reversible, restoreServed } from '../conversations/reversible.ts';
import { distribute } from '../routing/distribute.ts';
import { forgetPass } from '../routing/passes.ts';
import type { ConversationHandlerDeps } from './conversations.ts';
import type { CommandContext, Handler } from './handler.ts';
import { done, isSupervisor, refused, servedConversation } from './handler.ts';

/**
 * Taking back a finishing or a transfer (A6). The place it left may have been filled meanwhile: whoever takes their own
 * slip back is not refused for want of room, or it could be taken back only when nobody waits.
 */
export function createTakingBackHandlers(deps: Pick<ConversationHandlerDeps, 'tellCustomer' | 'tellAssigned'>) {
  const reopen: Handler<'conversation.reopen'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status !== 'finished' || conversation.finishedAt !== args.finishedAt) return refused('stale');
    if (conversation.finishedById !== caller.person.id && !isSupervisor(caller.person)) return refused('forbidden');
    const group = await unit.groupOf(conversation);
    for (const one of group) if (await cameBack(context, one, args.finishedAt)) return refused('stale');
    const owner = await activePerson(context, conversation.assigneeId);
    let queuedAt: number | null = null;
    for (const one of group) {
      const kept = await loadReversible(unit.tx, one.id);
      const before = kept?.at === args.finishedAt ? kept.before : null;
      const awaitingSince = before?.awaitingSince ?? null;
      unit.changeConversation(one.id, { awaitingSince, unread: before?.unread ?? 0 });
      queuedAt ??= before?.queuedAt ?? awaitingSince;
      await dropReversible(unit.tx, one.id);
    }
    const next = unit.changeConversation(conversation.id, {
      ...placedWith(context, owner, queuedAt),
      finishedAt: null,
      finishedById: null,
      qualification: null,
    });
    unit.addActivity(next, { type: 'reopened', toId: next.assigneeId }, caller.person.id);
    await settle(context, next, owner);
    return done;
  };

  const untransfer: Handler<'conversation.untransfer'> = async (context, args) => {
    const { unit, caller } = context;
    if (!(await mayTakeBack(context, args.commandId))) {
      const seen = (await servedConversation(context, args.conversationId)) !== null;
      return refused(seen ? 'forbidden' : 'not-found');
    }
    // Read without asking whether they may see it: whoever passes a conversation on often no longer does.
    const named = await unit.conversation(args.conversationId);
    const group = named === null ? [] : await unit.groupOf(named);
    const [conversation] = group;
    const kept = conversation === undefined ? null : await loadReversible(unit.tx, conversation.id);
    if (conversation === undefined || kept === null || kept.commandId !== args.commandId) return refused('stale');
    if (!(await isUntouched(context, group, conversation, kept))) return refused('stale');
    const { before } = kept;
    const owner = await activePerson(context, before.assigneeId);
    await restoreServed(unit.tx, conversation.id, before);
    if (before.assigneeId !== null) await forgetPass(unit.tx, conversation.id, before.assigneeId);
    const next = unit.changeConversation(conversation.id, {
      ...placedWith(context, owner, before.queuedAt),
      departmentId: before.departmentId,
      assignmentCause: owner === null ? null : before.assignmentCause,
      decision: null,
      offer: null,
    });
    unit.addActivity(
      next,
      { type: 'transferUndone', toId: next.assigneeId, toDepartmentId: next.departmentId },
      caller.person.id,
    );
    for (const one of group) await dropReversible(unit.tx, one.id);
    await settle(context, next, owner);
    return done;
  };

  /** What waits again may be somebody's at once, and a customer who is told of such things hears who serves them. */
  const settle = async (context: CommandContext, next: Conversation, owner: Owner | null): Promise<void> => {
    await context.unit.flush();
    const assigned = await distribute(context.unit);
    if (assigned.length > 0) context.tellAfterCommit(() => deps.tellAssigned(assigned));
    if (owner !== null)
      context.tellAfterCommit(() => deps.tellCustomer(next, { type: 'joined', agentName: owner.name }));
  };

  return { 'conversation.reopen': reopen, 'conversation.untransfer': untransfer };
}

interface Owner {
  id: string;
  name: string;
}

/** Whoever had it, while they still work here; otherwise it waits in its department's queue. */
async function activePerson({ unit: { tx } }: CommandContext, personId: string | null): Promise<Owner | null> {
  if (personId === null) return null;
  const row = await tx.db
    .selectFrom('person')
    .select(['id', 'name', 'active'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return row?.active === true ? { id: row.id, name: row.name } : null;
}

function placedWith({ unit }: CommandContext, owner: Owner | null, queuedAt: number | null): Partial<Conversation> {
  return owner === null
    ? { status: 'queued', assigneeId: null, queuedAt: queuedAt ?? unit.tx.now }
    : { status: 'open', assigneeId: owner.id, queuedAt };
}

/** The customer has a conversation open that would be in the way, or that began after this one was over. */
async function cameBack(context: CommandContext, finished: Conversation, finishedAt: number): Promise<boolean> {
  const { db, workspaceId } = context.unit.tx;
  const row = await db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', finished.contactId)
    .where('status', '<>', 'finished')
    .where('created_at', '>=', finishedAt)
    .executeTakeFirst();
  return (
    row !== undefined || (await context.unit.liveConversation(finished.connectionId, finished.identityId)) !== null
  );
}

/** Whether this command was the caller's own transfer, or anybody's where the caller supervises. */
async function mayTakeBack({ unit: { tx }, caller }: CommandContext, commandId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('command')
    .select(['person_id', 'name'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', commandId)
    .executeTakeFirst();
  if (row?.name !== 'conversation.transfer') return false;
  return row.person_id === caller.person.id || isSupervisor(caller.person);
}

/**
 * Nobody did anything with it since. The distribution may have given it to somebody, and the customer may have written;
 * a person's word, note or step, and an offer that was accepted, are more than that.
 */
async function isUntouched(
  { unit: { tx } }: CommandContext,
  group: readonly Conversation[],
  now: Conversation,
  kept: Reversible,
): Promise<boolean> {
  if (now.status !== 'open' && now.status !== 'queued') return false;
  const rows = await tx.db
    .selectFrom('message')
    .select(['direction', 'author_id', 'activity', 'created_at'])
    .where(
      'conversation_id',
      'in',
      group.map(({ id }) => id),
    )
    .where('created_at', '>=', kept.at)
    .orderBy('position')
    .execute();
  const transfer = rows.findIndex((row) => row.activity?.type === 'transferred');
  const activity = rows[transfer]?.activity;
  if (activity?.type !== 'transferred' || activity.toDepartmentId !== now.departmentId) return false;
  if (activity.toId !== null && activity.toId !== now.assigneeId) return false;
  return rows.slice(transfer + 1).every((row) => {
    if (row.direction === 'inbound') return true;
    if (row.direction !== 'activity' || row.author_id !== null) return false;
    const accepted = row.activity?.type === 'assigned' && row.created_at !== now.decision?.at;
    return !accepted;
  });
}
