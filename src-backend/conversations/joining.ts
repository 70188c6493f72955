import { v7 as uuid } from 'uuid';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { leaveAutomation } from '../automations/leave.ts';
import { inQueueAgain } from '../routing/offers.ts';
import { placeIn } from './groups.ts';
import type { Standing } from './standing.ts';
import { keepStanding, takeStanding } from './standings.ts';
import type { WorkUnit } from './work-unit.ts';

/** `byId` null: by rule. `leads`: whose owner, department and queue hold for all; absent: whoever is nearest to a person. */
export interface Joining {
  byId: string | null;
  leads?: 'into';
}

/**
 * Makes two conversations, or groups of them, one to serve. Nothing that was said is touched: `from`, and whatever was
 * merged into it, carry a mark that names `into`, each its own, so that each can be taken out again by itself. An automation
 * goes on only in `into`, and only where that one leads. Both must stand for themselves, be open and of one customer. Flushes.
 */
export async function joinConversations(unit: WorkUnit, intoId: string, fromId: string, how: Joining): Promise<void> {
  await unit.flush();
  const { into, from } = await two(unit, intoId, fromId);
  const leads = how.leads === 'into' || nearness(from) <= nearness(into) ? into : from;
  const moving =
    leads === into ? await unit.groupOf(from) : [...(await unit.groupOf(into)), ...(await unit.groupOf(from))];
  for (const one of moving) await keepStanding(unit.tx, withoutHold(unit, one));
  await leaveAutomation(unit, from);
  if (leads === from) await leaveAutomation(unit, into);

  const { offer, decision } = leads;
  const root = unit.changeConversation(into.id, leads === into ? {} : { ...placeIn(leads, into), offer, decision });
  for (const part of await unit.groupOf(root))
    if (part.id !== root.id) unit.changeConversation(part.id, placeIn(root, part));
  const mergeId = uuid();
  for (const part of await unit.groupOf(from)) {
    const mark = part.merged ?? { id: mergeId, at: unit.tx.now, byId: how.byId };
    unit.changeConversation(part.id, { merged: { ...mark, intoId: root.id }, ...placeIn(root, part) });
  }
  const other = { mergeId, otherId: from.id, otherProtocol: from.protocol };
  unit.addActivity(root, { type: 'conversationMerged', ...other, byRule: how.byId === null }, how.byId);
  await unit.flush();
}

/**
 * Takes a conversation out of what it was merged into. Each goes back to where it stood before, if nobody moved them all
 * since; otherwise what was decided for all holds for it too. What an automation or an offer held waits in its queue.
 * The caller distributes. Flushes.
 */
export async function takeApart(unit: WorkUnit, conversationId: string, byId: string | null): Promise<void> {
  await unit.flush();
  const part = await unit.conversation(conversationId);
  const root = part?.merged == null ? null : await unit.conversation(part.merged.intoId);
  if (part?.merged == null || root === null) throw new Error('a conversation that stands alone cannot be taken apart');
  const isLast = (await unit.groupOf(root)).length === 2;
  const before = await takeStanding(unit.tx, part.id);
  const place = before === null ? withoutRoot(unit, root, part) : await asBefore(unit, before);
  unit.changeConversation(part.id, { merged: null, ...place });
  const rootBefore = isLast ? await takeStanding(unit.tx, root.id) : null;
  const alone = rootBefore === null ? root : unit.changeConversation(root.id, await asBefore(unit, rootBefore));
  const other = { mergeId: part.merged.id, otherId: part.id, otherProtocol: part.protocol };
  unit.addActivity(alone, { type: 'conversationUnmerged', ...other }, byId);
  await unit.flush();
}

async function two(unit: WorkUnit, intoId: string, fromId: string) {
  const [into, from] = [await unit.conversation(intoId), await unit.conversation(fromId)];
  if (into === null || from === null || into.merged !== null || from.merged !== null || into.id === from.id)
    throw new Error('only two conversations that stand for themselves can be joined');
  return { into, from };
}

/** Somebody's, offered to somebody, waiting for somebody, with an automation. */
export function nearness({ status, offer }: Conversation): number {
  if (status === 'open') return offer === null ? 3 : 2;
  return status === 'queued' ? 1 : 0;
}

/** Neither an offer nor an automation comes back: without them it waits. */
function withoutHold(unit: WorkUnit, conversation: Conversation): Conversation {
  if (conversation.offer === null && conversation.status !== 'automation') return conversation;
  return { ...conversation, ...inQueueAgain(unit, conversation) };
}

/** It stays with whom the group is with; what only the root can be held by lets it go to the queue. */
function withoutRoot(unit: WorkUnit, root: Conversation, part: Conversation): Partial<Conversation> {
  if (root.status === 'automation' || root.offer !== null) return inQueueAgain(unit, part);
  return {};
}

/** Whoever had it has it again, while they still work here. */
async function asBefore(unit: WorkUnit, before: Standing): Promise<Partial<Conversation>> {
  const { assigneeId, assignmentCause, departmentId, queuedAt, awaitingSince } = before;
  const none = { decision: null, offer: null, automation: null };
  const owner =
    assigneeId === null
      ? undefined
      : await unit.tx.db
          .selectFrom('person')
          .select('id')
          .where('workspace_id', '=', unit.tx.workspaceId)
          .where('id', '=', assigneeId)
          .where('active', '=', true)
          .executeTakeFirst();
  if (before.status === 'open' && owner !== undefined)
    return { ...none, status: 'open', assigneeId, assignmentCause, departmentId, queuedAt };
  const waiting = { status: 'queued', assigneeId: null, assignmentCause: null } as const;
  return { ...none, ...waiting, departmentId, queuedAt: queuedAt ?? awaitingSince ?? unit.tx.now };
}
