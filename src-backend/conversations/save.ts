import type { Contact, Conversation, Identity, Message } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';
import { conversationRow } from '../store/entities/conversation.ts';
import { messageRow } from '../store/entities/message.ts';
import type { Held } from './held.ts';

/** Writes what a work unit changed. New rows go in together; each changed entity takes the next log position. */
export async function saveContacts(tx: WriteTransaction, changed: Held<Contact>[]): Promise<void> {
  for (const held of changed) {
    const contact = { ...held.now, version: tx.nextSeq() };
    held.now = contact;
    if (held.before === null) {
      await tx.db
        .insertInto('contact')
        .values({
          id: contact.id,
          workspace_id: tx.workspaceId,
          name: contact.name,
          created_at: contact.createdAt,
          version: contact.version,
        })
        .execute();
    } else {
      await tx.db
        .updateTable('contact')
        .set({ name: contact.name, version: contact.version })
        .where('id', '=', contact.id)
        .execute();
    }
    await saveIdentities(tx, held.before, contact);
    await saveTags(tx, held.before, contact);
  }
}

async function saveIdentities(tx: WriteTransaction, before: Contact | null, contact: Contact): Promise<void> {
  const known = new Map((before?.identities ?? []).map((identity) => [identity.id, identity]));
  for (const identity of contact.identities) {
    if (known.get(identity.id) === identity) continue;
    await tx.db
      .insertInto('identity')
      .values(identityRow(tx.workspaceId, contact.id, identity))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ profile_name: identity.profileName, contact_id: contact.id }),
      )
      .execute();
  }
}

function identityRow(workspaceId: string, contactId: string, identity: Identity) {
  return {
    id: identity.id,
    workspace_id: workspaceId,
    contact_id: contactId,
    channel: identity.channel,
    address: identity.address,
    phone: identity.phone,
    profile_name: identity.profileName,
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

/** Each changed conversation takes the next position as its version. */
export async function saveConversations(tx: WriteTransaction, changed: Held<Conversation>[]): Promise<void> {
  const fresh: Conversation[] = [];
  for (const held of changed) {
    held.now = { ...held.now, version: tx.nextSeq() };
    if (held.before === null) fresh.push(held.now);
    else {
      const { id, workspace_id: _workspace, ...columns } = conversationRow(tx.workspaceId, held.now);
      await tx.db.updateTable('conversation').set(columns).where('id', '=', id).execute();
    }
  }
  if (fresh.length > 0) {
    await tx.db
      .insertInto('conversation')
      .values(fresh.map((conversation) => conversationRow(tx.workspaceId, conversation)))
      .execute();
  }
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
    }
  }
  if (fresh.length > 0) {
    await tx.db
      .insertInto('message')
      .values(fresh.map((message) => messageRow(tx.workspaceId, message, externalIds.get(message.id) ?? null)))
      .execute();
  }
}
