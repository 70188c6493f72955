import type { Contact, Conversation, Identity, Message } from '../../src-shared/protocol/entities.ts';
import { saveRoots } from '../contacts/roots.ts';
import { saveKeys } from '../contacts/save-keys.ts';
import type { WriteTransaction } from '../log/write.ts';
import { keepContactWords, keepMessageWords, messageWordsRows, protocolWordsRows } from '../search/keep.ts';
import { sendAhead } from '../store/ahead.ts';
import { conversationRow } from '../store/entities/conversation.ts';
import { messageRow } from '../store/entities/message.ts';
import { rewriteConversations } from '../store/entities/rewrite-conversations.ts';
import type { Held } from './held.ts';
import { saveDeals } from './save-deals.ts';
import { type ConversationSummary, summaryOf } from './summary.ts';

/**
 * Writes what a work unit changed. New rows go in together; each changed entity takes the next log position. Answers with the
 * contacts by whom somebody may be recognised now, or no longer.
 */
export async function saveContacts(tx: WriteTransaction, changed: Held<Contact>[]): Promise<string[]> {
  for (const held of changed) {
    const contact = { ...held.now, version: tx.nextSeq() };
    held.now = contact;
    if (held.before === null) {
      await tx.db
        .insertInto('contact')
        .values({
          id: contact.id,
          workspace_id: tx.workspaceId,
          ...ownColumns(contact),
          root_id: contact.id,
          created_at: contact.createdAt,
        })
        .execute();
    } else {
      await tx.db.updateTable('contact').set(ownColumns(contact)).where('id', '=', contact.id).execute();
    }
    await saveIdentities(tx, held.before, contact);
    await saveTags(tx, held.before, contact);
    await saveDeals(tx, held.before, contact);
    await keepContactWords(tx, held.before, contact);
  }
  await saveRoots(tx, changed);
  return saveKeys(tx, changed);
}

const ownColumns = (contact: Contact) => ({
  name: contact.name,
  fields: JSON.stringify(contact.fields),
  notes: JSON.stringify(contact.notes),
  merged: contact.merged === null ? null : JSON.stringify(contact.merged),
  version: contact.version,
});

async function saveIdentities(tx: WriteTransaction, before: Contact | null, contact: Contact): Promise<void> {
  const known = new Map((before?.identities ?? []).map((identity) => [identity.id, identity]));
  const left = [...known.keys()].filter((id) => !contact.identities.some((identity) => identity.id === id));
  if (left.length > 0) await tx.db.deleteFrom('identity').where('id', 'in', left).execute();
  for (const identity of contact.identities) {
    if (known.get(identity.id) === identity) continue;
    await tx.db
      .insertInto('identity')
      .values(identityRow(tx.workspaceId, contact.id, identity))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          profile_name: identity.profileName,
          contact_id: contact.id,
          verified: verifiedColumn(identity),
          shared: identity.shared,
          proved: identity.proved,
        }),
      )
      .execute();
  }
}

const verifiedColumn = ({ verified }: Identity) => (verified === null ? null : JSON.stringify(verified));

function identityRow(workspaceId: string, contactId: string, identity: Identity) {
  return {
    id: identity.id,
    workspace_id: workspaceId,
    contact_id: contactId,
    channel: identity.channel,
    address: identity.address,
    phone: identity.phone,
    profile_name: identity.profileName,
    verified: verifiedColumn(identity),
    shared: identity.shared,
    proved: identity.proved,
  };
}

async function saveTags(tx: WriteTransaction, before: Contact | null, contact: Contact): Promise<void> {
  const had = new Set(before?.tagIds ?? []);
  const has = new Set(contact.tagIds);
  const added = [...has.difference(had)];
  const removed = [...had.difference(has)];
  if (added.length > 0) {
    await tx.db
      .insertInto('contact_tag')
      .values(added.map((tagId) => ({ workspace_id: tx.workspaceId, contact_id: contact.id, tag_id: tagId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  if (removed.length > 0) {
    await tx.db.deleteFrom('contact_tag').where('contact_id', '=', contact.id).where('tag_id', 'in', removed).execute();
  }
}

/**
 * Each changed conversation takes the next position as its version. `shown`: by id, the summary of those that others are
 * merged into, stored beside their own.
 */
export async function saveConversations(
  tx: WriteTransaction,
  changed: Held<Conversation>[],
  shown: ReadonlyMap<string, ConversationSummary>,
): Promise<void> {
  const rowOf = (conversation: Conversation) => ({
    ...conversationRow(tx.workspaceId, { ...conversation, ...shown.get(conversation.id) }),
    own_summary: shown.has(conversation.id) ? JSON.stringify(summaryOf(conversation)) : null,
    ...servedBy(conversation, tx.now),
  });
  const fresh: Conversation[] = [];
  const known: Conversation[] = [];
  for (const held of changed) {
    held.now = { ...held.now, ...ofThisAssignee(held), version: tx.nextSeq() };
    (held.before === null ? fresh : known).push(held.now);
  }
  if (known.length > 0) await rewriteConversations(tx.db, known.map(rowOf));
  if (fresh.length > 0) {
    const rows = fresh.map(rowOf);
    const insert = tx.db
      .with('saved', (db) => db.insertInto('conversation').values(rows))
      .insertInto('protocol_words')
      .values(protocolWordsRows(tx.workspaceId, fresh));
    await sendAhead(tx.db, insert.compile());
  }
  await noteWhoIsBusy(tx, changed);
}

/** An offer and a decision speak of one assignee: whoever moves the conversation on leaves neither of them behind. */
function ofThisAssignee({ before, now }: Held<Conversation>): Pick<Conversation, 'offer' | 'decision'> {
  const moved = before !== null && before.assigneeId !== now.assigneeId;
  const isOwned = now.status === 'open' && now.assigneeId !== null;
  return {
    offer: !isOwned || (moved && now.offer === before.offer) ? null : now.offer,
    decision: moved && now.decision === before.decision ? null : now.decision,
  };
}

/**
 * Whoever has it serves it, up to now; what is only on offer is not served yet (routing/distribute.ts reads this). Of
 * conversations that are served as one the root says it.
 */
function servedBy(conversation: Conversation, now: number): { served_by?: string; served_until?: number } {
  const { assigneeId, offer, merged } = conversation;
  return assigneeId === null || offer !== null || merged !== null ? {} : { served_by: assigneeId, served_until: now };
}

/** Who received or finished a conversation begins to be idle anew, by whatever way it came. */
async function noteWhoIsBusy(tx: WriteTransaction, changed: Held<Conversation>[]): Promise<void> {
  const ids = new Set<string>();
  for (const { before, now } of changed) {
    const changedHands = before?.assigneeId !== now.assigneeId || before?.status !== now.status;
    if (changedHands && now.assigneeId !== null) ids.add(now.assigneeId);
  }
  if (ids.size === 0) return;
  await tx.db
    .updateTable('person')
    .set({ idle_since: tx.now })
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', 'in', [...ids])
    .execute();
}

/** `externalIds`: the provider's ids of new messages that have one, by message id. */
export async function saveMessages(
  tx: WriteTransaction,
  changed: Held<Message>[],
  externalIds: ReadonlyMap<string, string>,
): Promise<void> {
  const fresh: Message[] = [];
  for (const held of changed) {
    const seq = tx.nextSeq();
    if (held.before === null) {
      held.now = { ...held.now, position: seq, version: seq };
      fresh.push(held.now);
    } else {
      held.now = { ...held.now, version: seq };
      const {
        id,
        workspace_id: _workspace,
        external_id: _external,
        ...columns
      } = messageRow(tx.workspaceId, held.now, null);
      await tx.db.updateTable('message').set(columns).where('id', '=', id).execute();
      await keepMessageWords(tx, held.before, held.now);
    }
  }
  if (fresh.length > 0) {
    const rows = fresh.map((message) => messageRow(tx.workspaceId, message, externalIds.get(message.id) ?? null));
    const words = messageWordsRows(tx.workspaceId, fresh);
    // One way to the database for both: this stands on the way of every message.
    const insert =
      words.length === 0
        ? tx.db.insertInto('message').values(rows)
        : tx.db
            .with('saved', (db) => db.insertInto('message').values(rows))
            .insertInto('message_words')
            .values(words);
    await sendAhead(tx.db, insert.compile());
  }
}
