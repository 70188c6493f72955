import { v7 as uuid } from 'uuid';
import { plainIdentity } from '../../src-shared/protocol/defaults.ts';
import type { Connection, Conversation, Identity } from '../../src-shared/protocol/entities.ts';
import { answerWays } from '../../src-shared/rules/answer-ways.ts';
import { phoneVariants } from '../../src-shared/rules/phone.ts';
import { type CustomerRecord, recordOf } from '../contacts/record.ts';
import { beginConversation } from '../conversations/begin.ts';
import { joinConversations } from '../conversations/joining.ts';
import { letJoin } from '../conversations/kept-apart.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { audienceOf, sees } from '../log/audience.ts';
import { acceptOffer } from '../routing/offers.ts';
import { lastInboundByIdentity } from '../routing/start-rules.ts';
import type { ConversationHandlerDeps } from './conversations.ts';
import { type CommandContext, type Handler, type HandlerResult, refused, visibleConversation } from './handler.ts';

/**
 * Answers somebody who wrote through what only receives (a form) by another channel: a conversation there is begun, or the one
 * that is open there taken, and served as one with theirs. Nothing is sent yet. Answers with that conversation's id.
 */
export function createAnsweringHandlers(deps: Pick<ConversationHandlerDeps, 'tellAssigned'>) {
  const answerBy: Handler<'conversation.answerBy'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await visibleConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    const [root = conversation] = await unit.groupOf(conversation);
    if (root.status === 'finished') return refused('already-finished');
    if (root.assigneeId !== caller.person.id) return refused('not-assigned');
    const record = await recordOf(unit, conversation.contactId);
    const from = record?.shown.identities.find(({ id }) => id === conversation.identityId);
    if (record === null || from === undefined) return refused('not-found');
    const offered = answerWays(from, record.shown.identities, await connectionsFor(unit, conversation));
    const way = offered.find((one) => one.connectionId === args.connectionId && one.address === args.address);
    if (way === undefined) return refused('not-supported');

    const found = await identityFor(unit, record, conversation, way);
    if (!found.ok) return refused('name-taken', found.holderId);
    const { contactId, identityId } = found;
    const live = await unit.liveConversation(way.connectionId, identityId);
    if (live !== null) return join(context, root, live);
    acceptOffer(unit, root);
    const lastInbound = await lastInboundByIdentity(unit.tx, way.connectionId, [identityId]);
    const begun = await beginConversation(unit.tx, {
      ...{ contactId, identityId, connectionId: way.connectionId, channel: way.channel },
      ...{ status: 'open', assigneeId: caller.person.id, assignmentCause: 'started' },
      departmentId: root.departmentId,
      lastInboundAt: lastInbound[0]?.at ?? null,
    });
    unit.addConversation(begun);
    await joinConversations(unit, root.id, begun.id, { byId: caller.person.id, leads: 'into' });
    return { ok: true, conversationId: begun.id };
  };

  async function join(context: CommandContext, root: Conversation, live: Conversation): Promise<HandlerResult> {
    const { unit, caller } = context;
    const [other = live] = await unit.groupOf(live);
    const answer = { ok: true, conversationId: live.id } as const;
    if (other.id === root.id) return answer;
    if (other.assigneeId !== null && other.assigneeId !== caller.person.id)
      return refused('served-by-other', sees(caller.person, audienceOf([other])) ? other.assigneeId : undefined);
    acceptOffer(unit, root);
    await letJoin(unit.tx, [root.id, other.id]);
    await joinConversations(unit, root.id, other.id, { byId: caller.person.id, leads: 'into' });
    if (other.assigneeId === null) context.tellAfterCommit(() => deps.tellAssigned([other.id]));
    return answer;
  }

  return { 'conversation.answerBy': answerBy };
}

/** Through which a customer of this connection is answered, in its order. */
async function connectionsFor(
  { tx }: WorkUnit,
  { connectionId }: Conversation,
): Promise<Pick<Connection, 'id' | 'channel'>[]> {
  const own = await tx.db
    .selectFrom('connection')
    .select('answered_by')
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', connectionId)
    .executeTakeFirst();
  const ids = own?.answered_by ?? [];
  if (ids.length === 0) return [];
  const rows = await tx.db
    .selectFrom('connection')
    .select(['id', 'channel'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', 'in', ids)
    .where('active', '=', true)
    .execute();
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

type Found = { ok: true; contactId: string; identityId: string } | { ok: false; holderId: string };

/**
 * The customer's identity with that address, made where nobody has it: typed in, not proved. What another customer has is
 * theirs; people say first that the two are one.
 */
async function identityFor(
  unit: WorkUnit,
  record: CustomerRecord,
  { contactId }: Conversation,
  { channel, address }: { channel: Identity['channel']; address: string },
): Promise<Found> {
  const spellings = channel === 'whatsapp' ? phoneVariants(address) : [address];
  const row = await unit.tx.db
    .selectFrom('identity')
    .select(['id', 'contact_id'])
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('channel', '=', channel)
    .where('address', 'in', spellings)
    .executeTakeFirst();
  if (row !== undefined) {
    const isTheirs = [record.root, ...record.parts].some(({ id }) => id === row.contact_id);
    return isTheirs
      ? { ok: true, contactId: row.contact_id, identityId: row.id }
      : { ok: false, holderId: row.contact_id };
  }
  const own = await unit.contact(contactId);
  if (own === null) throw new Error('a conversation without its contact');
  const phone = channel === 'whatsapp' ? address : null;
  const made: Identity = { id: uuid(), channel, address, phone, profileName: own.name, ...plainIdentity };
  unit.changeContact(own.id, { identities: [...own.identities, made] });
  return { ok: true, contactId: own.id, identityId: made.id };
}
