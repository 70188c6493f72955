import type { Selectable } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Activity, Contact, Conversation, Message } from '../../src-shared/protocol/entities.ts';
import { saveContactEvents } from '../contacts/save-events.ts';
import { type Audience, sameAudience } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import type { ConversationTable } from '../store/database.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { toMessage } from '../store/entities/message.ts';
import { audiencesAfter, customersBefore } from './audiences.ts';
import { createGroups } from './groups.ts';
import { type Held, settle } from './held.ts';
import { saveContacts, saveConversations, saveMessages } from './save.ts';

/**
 * What one transaction changes of contacts, conversations and messages. Rules read and change entities through it;
 * `flush` then writes every changed entity once and appends one event for each, contacts first, then conversations, then
 * messages in the order they were added. A refused command never flushes, so nothing is half-done.
 */
export interface WorkUnit {
  tx: WriteTransaction;
  conversation(id: string): Promise<Conversation | null>;
  /** The conversation this identity has open through this connection, in whatever state short of finished. */
  liveConversation(connectionId: string, identityId: string): Promise<Conversation | null>;
  contact(id: string): Promise<Contact | null>;
  message(id: string): Promise<Message | null>;
  /** All that are served as one with this conversation, the one that stands for them first; it alone if it stands alone. */
  groupOf(conversation: Conversation): Promise<Conversation[]>;
  /** Takes in a conversation that was read under the lock by other means; answers with the unit's own state of it. */
  hold(row: Selectable<ConversationTable>): Conversation;
  addContact(contact: Contact): void;
  addConversation(conversation: Conversation): void;
  /** `fields` are merged into the entity that the unit holds; reading it again gives the new state. */
  changeConversation(id: string, fields: Partial<Conversation>): Conversation;
  changeContact(id: string, fields: Partial<Contact>): void;
  addMessage(conversation: Conversation, fields: NewMessage, externalId?: string): Message;
  changeMessage(id: string, fields: Partial<Message>): Message;
  addActivity(conversation: Conversation, activity: Activity, authorId: string | null): void;
  /** Takes back what was added of this kind and not flushed yet. */
  withdrawActivity(conversationId: string, type: Activity['type']): void;
  /** Fills the unit in a few queries before a batch is applied one by one. */
  preload(known: { liveKeys: { connectionId: string; identityId: string }[]; contactIds: string[] }): Promise<void>;
  /** Contacts by whom somebody may be recognised now, or no longer, since this was asked last. */
  takeRecognisable(): string[];
  /** Conversations the unit holds (changed or not), for rules that look over all of them, such as distribution. */
  touchedConversations(): Conversation[];
  flush(): Promise<void>;
}

export type NewMessage = Pick<Message, 'direction' | 'kind' | 'text'> &
  Partial<Omit<Message, 'conversationId' | 'position' | 'version'>>;

/** `byId`: whose doing it is, for the contacts' timeline; null: nobody's. */
export function createWorkUnit(tx: WriteTransaction, byId: string | null = null): WorkUnit {
  const conversations = new Map<string, Held<Conversation>>();
  const contacts = new Map<string, Held<Contact>>();
  const messages = new Map<string, Held<Message>>();
  const externalIds = new Map<string, string>();
  const live = new Map<string, string | null>();
  const recognisable = new Set<string>();
  const { db, workspaceId } = tx;

  const hold = <T>(map: Map<string, Held<T>>, id: string, entity: T): T => {
    const held = map.get(id);
    if (held !== undefined) return held.now;
    map.set(id, { before: entity, now: entity, changed: false });
    return entity;
  };
  const change = <T>(map: Map<string, Held<T>>, id: string, fields: Partial<T>): T => {
    const held = map.get(id);
    if (held === undefined) throw new Error('an entity was changed that was not read first');
    held.now = { ...held.now, ...fields };
    held.changed = true;
    return held.now;
  };
  const liveKey = (connectionId: string, identityId: string) => `${connectionId} ${identityId}`;

  const unit: WorkUnit = {
    tx,

    async conversation(id) {
      const held = conversations.get(id);
      if (held !== undefined) return held.now;
      const row = await db
        .selectFrom('conversation')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : unit.hold(row);
    },

    async liveConversation(connectionId, identityId) {
      const key = liveKey(connectionId, identityId);
      const known = live.get(key);
      if (known !== undefined) {
        const now = known === null ? null : (conversations.get(known)?.now ?? null);
        return now?.status === 'finished' ? null : now;
      }
      const row = await db
        .selectFrom('conversation')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('identity_id', '=', identityId)
        .where('workspace_id', '=', workspaceId)
        .where('status', '<>', 'finished')
        .executeTakeFirst();
      live.set(key, row?.id ?? null);
      return row === undefined ? null : unit.hold(row);
    },

    async contact(id) {
      const held = contacts.get(id);
      if (held !== undefined) return held.now;
      const [contact] = await loadContacts(db, workspaceId, [id]);
      return contact === undefined ? null : hold(contacts, id, contact);
    },

    async message(id) {
      const held = messages.get(id);
      if (held !== undefined) return held.now;
      const row = await db
        .selectFrom('message')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : hold(messages, id, toMessage(row));
    },

    groupOf: (conversation) => groups.membersOf(conversation),

    hold: (row) => hold(conversations, row.id, groups.own(row)),

    addContact(contact) {
      contacts.set(contact.id, { before: null, now: contact, changed: true });
    },

    addConversation(conversation) {
      conversations.set(conversation.id, { before: null, now: conversation, changed: true });
      live.set(liveKey(conversation.connectionId, conversation.identityId), conversation.id);
    },

    changeConversation(id, fields) {
      const before = conversations.get(id)?.now;
      const now = change(conversations, id, fields);
      if (before !== undefined) groups.noteMark(before, now);
      if (before !== undefined && before.identityId !== now.identityId) {
        live.delete(liveKey(before.connectionId, before.identityId));
        if (now.status !== 'finished') live.set(liveKey(now.connectionId, now.identityId), id);
      }
      return now;
    },
    changeContact: (id, fields) => {
      change(contacts, id, fields);
    },
    changeMessage: (id, fields) => change(messages, id, fields),

    addMessage(conversation, fields, externalId) {
      const message: Message = {
        id: uuid(),
        connectionId: conversation.connectionId,
        identityId: conversation.identityId,
        channel: conversation.channel,
        media: null,
        attachments: [],
        unknownKind: null,
        quotedMessageId: null,
        mentionIds: [],
        authorId: null,
        activity: null,
        createdAt: tx.now,
        providerAt: null,
        status: null,
        failure: null,
        attempts: [],
        statusTimes: {},
        content: null,
        forwarded: null,
        referral: null,
        reactions: [],
        edits: [],
        deletedAt: null,
        ...fields,
        conversationId: conversation.id,
        position: 0,
        version: 0,
      };
      messages.set(message.id, { before: null, now: message, changed: true });
      if (externalId !== undefined) externalIds.set(message.id, externalId);
      return message;
    },

    addActivity(conversation, activity, authorId) {
      unit.addMessage(conversation, { direction: 'activity', kind: 'activity', text: null, activity, authorId });
    },

    withdrawActivity(conversationId, type) {
      for (const [id, { before, now }] of messages) {
        if (before === null && now.conversationId === conversationId && now.activity?.type === type)
          messages.delete(id);
      }
    },

    async preload(known) {
      const identityIds = known.liveKeys.map((key) => key.identityId);
      if (identityIds.length > 0) {
        const rows = await db
          .selectFrom('conversation')
          .selectAll()
          .where('workspace_id', '=', workspaceId)
          .where('identity_id', 'in', identityIds)
          .where('status', '<>', 'finished')
          .execute();
        for (const key of known.liveKeys) live.set(liveKey(key.connectionId, key.identityId), null);
        for (const row of rows) {
          unit.hold(row);
          live.set(liveKey(row.connection_id, row.identity_id), row.id);
        }
      }
      for (const contact of await loadContacts(db, workspaceId, known.contactIds)) hold(contacts, contact.id, contact);
    },

    takeRecognisable() {
      const ids = [...recognisable];
      recognisable.clear();
      return ids;
    },

    touchedConversations: () => [...conversations.values()].map((held) => held.now),

    async flush() {
      const changedContacts = [...contacts.values()].filter((held) => held.changed);
      const changedMessages = [...messages.values()].filter((held) => held.changed);

      // Conversations that messages or audiences need but no rule read.
      for (const held of changedMessages) await unit.conversation(held.now.conversationId);
      const shown = await groups.settle();
      const changedConversations = [...conversations.values()].filter((held) => held.changed);

      const before = await customersBefore(tx, changedContacts);
      for (const id of await saveContacts(tx, changedContacts)) recognisable.add(id);
      await saveConversations(tx, changedConversations, shown);
      const audiences = await audiencesAfter(tx, contacts.values(), conversations.values(), before);
      const moved = (audience: Audience, was: Audience | null, contactId: string) => {
        if (was === null || sameAudience(was, audience)) return { audience };
        const contactIds = audiences.together(contactId);
        return { audience, audienceBefore: was, ...(contactIds === undefined ? {} : { contactIds }) };
      };
      for (const held of changedContacts) {
        tx.append(held.now.version, {
          body: { type: 'contact', contact: held.now },
          contactId: held.now.id,
          ...moved(audiences.contact(held.now.id), audiences.contactBefore(held.now.id), held.now.id),
        });
      }
      for (const held of changedConversations) {
        const conversation = { ...held.now, ...shown.get(held.now.id) };
        const was = audiences.conversationBefore(held.before, conversation);
        tx.append(conversation.version, {
          body: { type: 'conversation', conversation },
          conversationId: conversation.id,
          contactId: conversation.contactId,
          ...moved(audiences.conversation(conversation), was, conversation.contactId),
        });
      }
      await saveMessages(tx, changedMessages, externalIds);
      for (const held of changedMessages) {
        const conversation = conversations.get(held.now.conversationId)?.now;
        if (conversation === undefined) throw new Error('a message without its conversation');
        tx.append(held.now.version, {
          body: { type: 'message', message: held.now },
          conversationId: conversation.id,
          contactId: conversation.contactId,
          audience: audiences.conversation(conversation),
        });
      }
      await saveContactEvents(tx, changedContacts, { byId, audienceOf: audiences.contact });
      settle(contacts);
      settle(conversations);
      settle(messages);
      externalIds.clear();
    },
  };

  const groups = createGroups(unit, conversations);
  return unit;
}
