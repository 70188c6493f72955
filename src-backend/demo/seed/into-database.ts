import type { ContactEvent, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import type { Contact, Conversation, Message } from '../../../src-shared/protocol/entities.ts';
import { messageWordsRows, protocolWordsRows } from '../../search/keep.ts';
import { conversationRow } from '../../store/entities/conversation.ts';
import { loadDirectory } from '../../store/entities/directory.ts';
import { messageRow } from '../../store/entities/message.ts';
import type { Store } from '../../store/open.ts';
import { writeContacts, writeFilters, writeLinks } from './contact-rows.ts';
import { demoCapabilities } from './directory.ts';
import { seedFilters } from './filters.ts';
import { generateConversations, type SeedOptions } from './generate.ts';

/** Conversations in one transaction. */
const PAGE = 500;
/** PostgreSQL takes 65,535 parameters in a statement; a row has at most 25. */
const ROWS_PER_INSERT = 2_000;

type Counts = Pick<SeedOptions, 'conversations' | 'messages' | 'seed' | 'now' | 'open'>;

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
  const directory = await loadDirectory(db, workspaceId, ({ channel }) => demoCapabilities(channel));
  const filters = seedFilters(counts.seed, directory, log.seq + 1);
  let head = log.seq + filters.length;
  let done = 0;
  const contacts = new Map<string, Contact>();
  let page = emptyPage();

  await db.transaction().execute((tx) => writeFilters({ tx, workspaceId, fields: directory.fields }, filters));
  for (const seeded of generateConversations({ ...counts, ...directory, firstPosition: head + 1 })) {
    const { contact, conversation, messages, suggestion, event } = seeded;
    contacts.set(contact.id, contact);
    page.conversations.push(conversation);
    page.messages.push(...messages);
    if (suggestion !== null) page.suggestions.push(suggestion);
    if (event !== null) page.events.push(event);
    for (const one of [contact, conversation, suggestion, event, ...messages]) head = Math.max(head, one?.version ?? 0);
    done += 1;
    if (page.conversations.length < PAGE) continue;
    await writePage();
  }
  await writePage();

  async function writePage(): Promise<void> {
    const { conversations, messages, suggestions, events } = page;
    const met = [...contacts.values()];
    page = emptyPage();
    contacts.clear();
    await db.transaction().execute(async (tx) => {
      const target = { tx, workspaceId, fields: directory.fields };
      for (const some of chunks(met)) await writeContacts(target, some);
      await writeLinks(target, suggestions, events);
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

interface Page {
  conversations: Conversation[];
  messages: Message[];
  suggestions: Suggestion[];
  events: ContactEvent[];
}

const emptyPage = (): Page => ({ conversations: [], messages: [], suggestions: [], events: [] });

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) yield rows.slice(from, from + ROWS_PER_INSERT);
}
