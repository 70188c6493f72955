import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { membersOf } from '../contacts/roots.ts';
import { joinConversations, takeApart } from '../conversations/joining.ts';
import { keepApart, letJoin } from '../conversations/kept-apart.ts';
import { distribute } from '../routing/distribute.ts';
import type { ConversationHandlerDeps } from './conversations.ts';
import { type CommandContext, done, type Handler, isSupervisor, refused, visibleConversation } from './handler.ts';

/** Serving conversations of one customer as one, and separating them again (G3), by whoever may serve them. */
export function createGroupHandlers(deps: Pick<ConversationHandlerDeps, 'tellAssigned'>) {
  const merge: Handler<'conversation.merge'> = async (context, args) => {
    const { unit, caller } = context;
    const named = await visibleConversation(context, args.intoId);
    const from = await visibleConversation(context, args.fromId);
    if (named === null || from === null) return refused('not-found');
    const [into = named] = await unit.groupOf(named);
    if (into.id === from.id) return refused('invalid', 'fromId');
    // A colleague was faster with the very same; or merged it elsewhere, which the caller does not know yet.
    if (from.merged !== null) return from.merged.intoId === into.id ? done : refused('stale');
    if (into.status === 'finished' || from.status === 'finished') return refused('already-finished');
    if (!mayServe(context, into) || !mayServe(context, from)) return refused('not-assigned');
    const customers = await membersOf(unit.tx, [into.contactId, from.contactId]);
    if (customers.get(into.contactId)?.rootId !== customers.get(from.contactId)?.rootId)
      return refused('invalid', 'contact');
    const waited = [into, from].filter(({ assigneeId }) => assigneeId === null).map(({ id }) => id);
    await letJoin(unit.tx, [into.id, from.id]);
    await joinConversations(unit, into.id, from.id, { byId: caller.person.id });
    if (waited.length === 1) context.tellAfterCommit(() => deps.tellAssigned(waited));
    await distributeNow(context);
    return done;
  };

  const unmerge: Handler<'conversation.unmerge'> = async (context, args) => {
    const { unit, caller } = context;
    const row = await unit.tx.db
      .selectFrom('conversation')
      .select('id')
      .where('workspace_id', '=', unit.tx.workspaceId)
      .where('merged', 'is not', null)
      .where((eb) => eb(eb.ref('merged', '->>').key('id'), '=', args.mergeId))
      .executeTakeFirst();
    const part = row === undefined ? null : await visibleConversation(context, row.id);
    if (part === null) return refused('not-found');
    if (!mayServe(context, part)) return refused('not-assigned');
    await takeApart(unit, part.id, caller.person.id);
    await keepApart(unit.tx, part.id);
    await distributeNow(context);
    return done;
  };

  /** One place more may be free, or something waits again. */
  const distributeNow = async ({ unit, tellAfterCommit }: CommandContext): Promise<void> => {
    const assigned = await distribute(unit);
    if (assigned.length > 0) tellAfterCommit(() => deps.tellAssigned(assigned));
  };

  return { 'conversation.merge': merge, 'conversation.unmerge': unmerge };
}

const mayServe = ({ caller: { person } }: CommandContext, { assigneeId }: Conversation): boolean =>
  assigneeId === null || assigneeId === person.id || isSupervisor(person);
