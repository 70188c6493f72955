import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Activity, Contact, Conversation, Identity, Message } from '../../src-shared/protocol/entities.ts';
import { type Audience, audienceOf, type Placement, sameAudience } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { conversationRow, toConversation } from '../store/entities/conversation.ts';
import { messageRow, toMessage } from '../store/entities/message.ts';

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
  addContact(contact: Contact): void;
  addConversation(conversation: Conversation): void;
  /** `fields` are merged into the entity that the unit holds; reading it again gives the new state. */
  changeConversation(id: string, fields: Partial<Conversation>): Conversation;
  changeContact(id: string, fields: Partial<Contact>): void;
  addMessage(conversation: Conversation, fields: NewMessage, externalId?: string): Message;
  changeMessage(id: string, fields: Partial<Message>): Message;
  addActivity(conversation: Conversation, activity: Activity, authorId: string | null): void;
  /** Fills the unit in a few queries before a batch is applied one by one. */
  preload(known: { liveKeys: { connectionId: string; identityId: string }[]; contactIds: string[] }): Promise<void>;
  /** Conversations the unit holds (changed or not), for rules that look over all of them, such as distribution. */
  touchedConversations(): Conversation[];
  flush(): Promise<void>;
}

export type NewMessage = Pick<Message, 'direction' | 'kind' | 'text'> &
  Partial<Omit<Message, 'conversationId' | 'position' | 'version'>>;

interface Held<T> {
  before: T | null;
  now: T;
  changed: boolean;
}

export function createWorkUnit(tx: WriteTransaction): WorkUnit {
  const conversations = new Map<string, Held<Conversation>>();
  const contacts = new Map<string, Held<Contact>>();
  const messages = new Map<string, Held<Message>>();
  const externalIds = new Map<string, string>();
  const live = new Map<string, string | null>();
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
      return row === undefined ? null : hold(conversations, id, toConversation(row));
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
      return row === undefined ? null : hold(conversations, row.id, toConversation(row));
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

    addContact(contact) {
      contacts.set(contact.id, { before: null, now: contact, changed: true });
    },

    addConversation(conversation) {
      conversations.set(conversation.id, { before: null, now: conversation, changed: true });
      live.set(liveKey(conversation.connectionId, conversation.identityId), conversation.id);
    },

    changeConversation: (id, fields) => change(conversations, id, fields),
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
          hold(conversations, row.id, toConversation(row));
          live.set(liveKey(row.connection_id, row.identity_id), row.id);
        }
      }
      for (const contact of await loadContacts(db, workspaceId, known.contactIds)) hold(contacts, contact.id, contact);
    },

    touchedConversations: () => [...conversations.values()].map((held) => held.now),

    async flush() {
      const changedContacts = [...contacts.values()].filter((held) => held.changed);
      const changedConversations = [...conversations.values()].filter((held) => held.changed);
      const changedMessages = [...messages.values()].filter((held) => held.changed);

      // Conversations that messages or audiences need but no rule read.
      for (const held of changedMessages) await unit.conversation(held.now.conversationId);

      await saveContacts(changedContacts);
      await saveConversations(changedConversations);
      const audiences = await audiencesOf();
      for (const held of changedContacts) {
        tx.append(held.now.version, {
          body: { type: 'contact', contact: held.now },
          contactId: held.now.id,
          audience: audiences.contact(held.now.id),
        });
      }
      for (const held of changedConversations) {
        const conversation = held.now;
        const audience = audiences.conversation(conversation);
        const before = audiences.conversationBefore(held.before, conversation);
        tx.append(conversation.version, {
          body: { type: 'conversation', conversation },
          conversationId: conversation.id,
          contactId: conversation.contactId,
          audience,
          ...(before === null || sameAudience(before, audience) ? {} : { audienceBefore: before }),
        });
      }
      await saveMessages(changedMessages);
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
      settle(contacts);
      settle(conversations);
      settle(messages);
      externalIds.clear();
    },
  };

  /** Who sees what, after this unit's changes; reads the contacts' other conversations only where it matters. */
  async function audiencesOf() {
    const contactIds = new Set<string>();
    for (const held of contacts.values()) if (held.changed) contactIds.add(held.now.id);
    for (const held of conversations.values()) {
      // A finished conversation is seen by whoever serves the same contact elsewhere; a new one may bring history along.
      const finishes = held.now.status === 'finished' || held.before?.status === 'finished';
      if (finishes || (held.changed && held.before === null)) contactIds.add(held.now.contactId);
    }
    const stored = new Map<string, { id: string; placement: Placement }[]>();
    if (contactIds.size > 0) {
      const rows = await db
        .selectFrom('conversation')
        .select(['id', 'contact_id', 'department_id', 'assignee_id'])
        .where('workspace_id', '=', workspaceId)
        .where('contact_id', 'in', [...contactIds])
        .execute();
      for (const row of rows) {
        const list = stored.get(row.contact_id) ?? [];
        list.push({ id: row.id, placement: { departmentId: row.department_id, assigneeId: row.assignee_id } });
        stored.set(row.contact_id, list);
      }
    }
    const placement = (conversation: Conversation): Placement => ({
      departmentId: conversation.departmentId,
      assigneeId: conversation.assigneeId,
    });
    const ofContact = (contactId: string): Audience =>
      audienceOf((stored.get(contactId) ?? []).map((entry) => entry.placement));
    return {
      contact: ofContact,
      conversation: (conversation: Conversation): Audience =>
        conversation.status === 'finished' ? ofContact(conversation.contactId) : audienceOf([placement(conversation)]),
      conversationBefore(before: Conversation | null, now: Conversation): Audience | null {
        if (before === null) {
          // Whoever newly sees the contact through this conversation must get its history too.
          const others = (stored.get(now.contactId) ?? []).filter((entry) => entry.id !== now.id);
          return others.length === 0 ? null : audienceOf([]);
        }
        if (before.status !== 'finished') return audienceOf([placement(before)]);
        const others = (stored.get(now.contactId) ?? [])
          .filter((entry) => entry.id !== now.id)
          .map((entry) => entry.placement);
        return audienceOf([...others, placement(before)]);
      },
    };
  }

  async function saveContacts(changed: Held<Contact>[]): Promise<void> {
    for (const held of changed) {
      const contact = { ...held.now, version: tx.nextSeq() };
      held.now = contact;
      if (held.before === null) {
        await db
          .insertInto('contact')
          .values({
            id: contact.id,
            workspace_id: workspaceId,
            name: contact.name,
            created_at: contact.createdAt,
            version: contact.version,
          })
          .execute();
      } else {
        await db
          .updateTable('contact')
          .set({ name: contact.name, version: contact.version })
          .where('id', '=', contact.id)
          .execute();
      }
      await saveIdentities(held.before, contact);
      await saveTags(held.before, contact);
    }
  }

  async function saveIdentities(before: Contact | null, contact: Contact): Promise<void> {
    const known = new Map((before?.identities ?? []).map((identity) => [identity.id, identity]));
    for (const identity of contact.identities) {
      if (known.get(identity.id) === identity) continue;
      await db
        .insertInto('identity')
        .values(identityRow(contact.id, identity))
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ profile_name: identity.profileName, contact_id: contact.id }),
        )
        .execute();
    }
  }

  function identityRow(contactId: string, identity: Identity) {
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

  async function saveTags(before: Contact | null, contact: Contact): Promise<void> {
    const had = new Set(before?.tagIds ?? []);
    const has = new Set(contact.tagIds);
    const added = [...has.difference(had)];
    const removed = [...had.difference(has)];
    if (added.length > 0) {
      await db
        .insertInto('contact_tag')
        .values(added.map((tagId) => ({ workspace_id: workspaceId, contact_id: contact.id, tag_id: tagId })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    if (removed.length > 0) {
      await db.deleteFrom('contact_tag').where('contact_id', '=', contact.id).where('tag_id', 'in', removed).execute();
    }
  }

  async function saveConversations(changed: Held<Conversation>[]): Promise<void> {
    const fresh: Conversation[] = [];
    for (const held of changed) {
      held.now = { ...held.now, version: tx.nextSeq() };
      if (held.before === null) fresh.push(held.now);
      else {
        const { id, workspace_id: _workspace, ...columns } = conversationRow(workspaceId, held.now);
        await db.updateTable('conversation').set(columns).where('id', '=', id).execute();
      }
    }
    if (fresh.length > 0) {
      await db
        .insertInto('conversation')
        .values(fresh.map((conversation) => conversationRow(workspaceId, conversation)))
        .execute();
    }
  }

  async function saveMessages(changed: Held<Message>[]): Promise<void> {
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
        } = messageRow(workspaceId, held.now, null);
        await db.updateTable('message').set(columns).where('id', '=', id).execute();
      }
    }
    if (fresh.length > 0) {
      await db
        .insertInto('message')
        .values(fresh.map((message) => messageRow(workspaceId, message, externalIds.get(message.id) ?? null)))
        .execute();
    }
  }

  return unit;
}

function settle<T>(map: Map<string, Held<T>>): void {
  for (const held of map.values()) {
    held.before = held.now;
    held.changed = false;
  }
}

/** Gives the next protocol number of the workspace, `2026-0000001` and on, beginning anew each year in its time zone. */
export async function nextProtocol(tx: WriteTransaction, timeZone: string): Promise<string> {
  const year = Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(tx.now));
  const row = await sql<{ protocol_last: number }>`
    UPDATE workspace_log
    SET protocol_last = CASE WHEN protocol_year = ${year} THEN protocol_last + 1 ELSE 1 END, protocol_year = ${year}
    WHERE workspace_id = ${tx.workspaceId} RETURNING protocol_last`.execute(tx.db);
  return `${year}-${String(row.rows[0]?.protocol_last ?? 0).padStart(7, '0')}`;
}
