import { sql } from 'kysely';
import type { Contact, Conversation, Message } from '../../../src-shared/protocol/entities.ts';
import { keysOf } from '../../contacts/keys.ts';
import { messageWordsRows, protocolWordsRows } from '../../search/keep.ts';
import { contactWords } from '../../search/words.ts';
import { conversationRow } from '../../store/entities/conversation.ts';
import { loadDirectory } from '../../store/entities/directory.ts';
import { messageRow } from '../../store/entities/message.ts';
import type { Store } from '../../store/open.ts';
import { demoCapabilities } from './directory.ts';
import { generateConversations, type SeedOptions } from './generate.ts';

/** Conversations in one transaction. */
const PAGE = 500;
/** PostgreSQL takes 65,535 parameters in a statement; a row has at most 25. */
const ROWS_PER_INSERT = 2_000;

type Counts = Pick<SeedOptions, 'conversations' | 'messages' | 'seed' | 'now'>;

/**
 * Writes a history straight into the tables of a workspace that has none. The log's head moves on without events and
 * what is behind it counts as pruned, so every desktop takes a snapshot at its next start. No backend may run meanwhile.
 *
 * @returns how much was written. Throws when the workspace has conversations already.
 */
export async function seedDatabase(
  store: Store,
  workspaceId: string,
  counts: Counts,
  say: (line: string) => void,
): Promise<void> {
  const { db } = store;
  const known = await db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .limit(1)
    .execute();
  if (known.length > 0) throw new Error('this workspace has conversations already; choose a new folder');
  const log = await db
    .selectFrom('workspace_log')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const directory = await loadDirectory(db, workspaceId, demoCapabilities);
  let head = log.seq;
  let done = 0;
  const contacts = new Map<string, Contact>();
  let page: { conversations: Conversation[]; messages: Message[] } = { conversations: [], messages: [] };

  for (const seeded of generateConversations({ ...counts, ...directory, firstPosition: head + 1 })) {
    contacts.set(seeded.contact.id, seeded.contact);
    page.conversations.push(seeded.conversation);
    page.messages.push(...seeded.messages);
    for (const { version } of [seeded.contact, seeded.conversation, ...seeded.messages]) head = Math.max(head, version);
    done += 1;
    if (page.conversations.length < PAGE) continue;
    await writePage();
  }
  await writePage();

  async function writePage(): Promise<void> {
    const { conversations, messages } = page;
    const met = [...contacts.values()];
    page = { conversations: [], messages: [] };
    contacts.clear();
    await db.transaction().execute(async (tx) => {
      for (const some of chunks(met)) {
        const rows = some.map(({ id, name, createdAt, version }) => ({
          ...{ id, name, version, workspace_id: workspaceId, root_id: id, created_at: createdAt },
        }));
        const identities = some.flatMap((contact) =>
          contact.identities.map(({ id, channel, address, phone, profileName, proved }) => ({
            ...{ id, channel, address, phone, profile_name: profileName, proved },
            ...{ workspace_id: workspaceId, contact_id: contact.id },
          })),
        );
        const keys = some.flatMap((contact) =>
          keysOf(contact, []).map(({ kind, value }) => ({
            ...{ workspace_id: workspaceId, kind, value, contact_id: contact.id },
          })),
        );
        const tags = some.flatMap((contact) =>
          contact.tagIds.map((tag_id) => ({ workspace_id: workspaceId, contact_id: contact.id, tag_id })),
        );
        await tx
          .insertInto('contact')
          .values(rows)
          .onConflict((known) => known.column('id').doUpdateSet({ version: sql`excluded.version` }))
          .execute();
        await tx
          .insertInto('contact_words')
          .values(some.map((one) => ({ contact_id: one.id, workspace_id: workspaceId, words: contactWords(one) })))
          .onConflict((known) => known.column('contact_id').doUpdateSet({ words: sql`excluded.words` }))
          .execute();
        if (identities.length > 0) {
          await tx
            .insertInto('identity')
            .values(identities)
            .onConflict((known) => known.doNothing())
            .execute();
        }
        if (keys.length > 0) {
          await tx
            .insertInto('contact_key')
            .values(keys)
            .onConflict((known) => known.doNothing())
            .execute();
        }
        if (tags.length > 0) {
          await tx
            .insertInto('contact_tag')
            .values(tags)
            .onConflict((known) => known.doNothing())
            .execute();
        }
      }
      for (const some of chunks(conversations)) {
        await tx
          .insertInto('conversation')
          .values(some.map((one) => conversationRow(workspaceId, one)))
          .execute();
        await tx.insertInto('protocol_words').values(protocolWordsRows(workspaceId, some)).execute();
      }
      for (const some of chunks(messages)) {
        // A message that went through a provider has the provider's id; one of our own serves as well here.
        const rows = some.map((one) => messageRow(workspaceId, one, one.direction === 'inbound' ? one.id : null));
        await tx.insertInto('message').values(rows).execute();
        await tx.insertInto('message_words').values(messageWordsRows(workspaceId, some)).execute();
      }
      const last = conversations.at(-1)?.protocol.split('-').map(Number) ?? [];
      await tx
        .updateTable('workspace_log')
        .set({ seq: head, pruned_to: head, protocol_year: last[0] ?? 0, protocol_last: done })
        .where('workspace_id', '=', workspaceId)
        .execute();
    });
    say(`${done} conversations`);
  }
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) yield rows.slice(from, from + ROWS_PER_INSERT);
}
